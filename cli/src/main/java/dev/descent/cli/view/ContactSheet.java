package dev.descent.cli.view;

import dev.descent.cli.terminal.Picture;
import java.awt.image.BufferedImage;
import java.util.List;

/** Many small pictures of one size on one image file, in rows, each pixel drawn as a square. */
public final class ContactSheet {
    private static final int GAP = 2;
    private static final int GAP_COLOUR = 0x303030;

    private ContactSheet() {}

    /**
     * The sheet.
     *
     * @param pictures all of one size, at least one
     * @param perRow pictures beside each other
     * @param scale width of a square in image pixels
     */
    public static BufferedImage of(List<Picture> pictures, int perRow, int scale) {
        int columns = Math.min(perRow, pictures.size());
        int rows = Math.ceilDiv(pictures.size(), columns);
        int width = pictures.getFirst().columns() * scale + GAP;
        int height = pictures.getFirst().rows() * scale + GAP;
        BufferedImage sheet = new BufferedImage(columns * width + GAP, rows * height + GAP, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < sheet.getHeight(); y++) {
            for (int x = 0; x < sheet.getWidth(); x++) {
                sheet.setRGB(x, y, GAP_COLOUR);
            }
        }
        for (int index = 0; index < pictures.size(); index++) {
            draw(pictures.get(index), sheet, index % columns * width + GAP, index / columns * height + GAP, scale);
        }
        return sheet;
    }

    private static void draw(Picture picture, BufferedImage sheet, int left, int top, int scale) {
        for (int y = 0; y < picture.rows() * scale; y++) {
            for (int x = 0; x < picture.columns() * scale; x++) {
                sheet.setRGB(
                        left + x, top + y, picture.colour(y / scale, x / scale).packed());
            }
        }
    }
}

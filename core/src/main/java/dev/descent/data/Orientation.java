package dev.descent.data;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Which side of a photograph is up. Cameras store what the sensor saw and note in EXIF tag 0x0112 how they were held (EXIF
 * 2.3, section 4.6.4 A); Java's own reader ignores it, and a digit on its side is another digit.
 */
final class Orientation {
    private static final int UPRIGHT = 1;
    private static final int TAG = 0x0112;
    private static final int START_OF_SCAN = 0xDA;
    private static final int APPLICATION_1 = 0xE1;
    private static final byte[] EXIF = {'E', 'x', 'i', 'f', 0, 0};

    private Orientation() {}

    /** 1 to 8 as EXIF numbers them; 1, upright, for everything but a JPEG that says otherwise. */
    static int of(byte[] file) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(file);
            if (bytes.remaining() < 4 || bytes.getShort() != (short) 0xFFD8) {
                return UPRIGHT;
            }
            while (true) {
                int marker = bytes.getShort() & 0xFFFF;
                int length = (bytes.getShort() & 0xFFFF) - 2;
                if (marker >> 8 != 0xFF || (marker & 0xFF) == START_OF_SCAN || length < 0) {
                    return UPRIGHT;
                }
                ByteBuffer segment = bytes.slice(bytes.position(), Math.min(length, bytes.remaining()));
                if ((marker & 0xFF) == APPLICATION_1 && startsWithExif(segment)) {
                    return inTiff(segment.slice(EXIF.length, segment.remaining() - EXIF.length));
                }
                bytes.position(bytes.position() + segment.remaining());
            }
        } catch (BufferUnderflowException | IndexOutOfBoundsException _) {
            return UPRIGHT;
        }
    }

    private static boolean startsWithExif(ByteBuffer segment) {
        return segment.remaining() > EXIF.length
                && segment.slice(0, EXIF.length).equals(ByteBuffer.wrap(EXIF));
    }

    private static int inTiff(ByteBuffer tiff) {
        tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        int entries = tiff.getShort(directory) & 0xFFFF;
        for (int entry = 0; entry < entries; entry++) {
            int at = directory + 2 + 12 * entry;
            if ((tiff.getShort(at) & 0xFFFF) == TAG) {
                int orientation = tiff.getShort(at + 8);
                return orientation >= 1 && orientation <= 8 ? orientation : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    /** Turns and mirrors a picture until it is upright. */
    static BufferedImage upright(BufferedImage image, int orientation) {
        if (orientation == UPRIGHT) {
            return image;
        }
        int width = image.getWidth();
        int height = image.getHeight();
        // What each of the eight does to (x, y): [m00, m10, m01, m11, m02, m12].
        AffineTransform turn = switch (orientation) {
            case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
            case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
            case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
            case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
            case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
            default -> new AffineTransform(0, -1, 1, 0, 0, width);
        };
        boolean isOnItsSide = orientation >= 5;
        BufferedImage target = new BufferedImage(
                isOnItsSide ? height : width, isOnItsSide ? width : height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = target.createGraphics();
        graphics.drawImage(image, turn, null);
        graphics.dispose();
        return target;
    }
}

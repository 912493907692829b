package dev.descent.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * A picture drawn with characters: with colours two pixels to a character (the upper half block, its text colour the
 * upper pixel and its ground the lower one); without, one brightness character for every two rows.
 *
 * @param pixels row-major; grey 0–1, or −1–1 when diverging
 * @param rows pixels from top to bottom
 * @param columns pixels from left to right
 * @param diverging whether the colours run from blue over black to orange instead of from black to white
 */
public record Picture(float[] pixels, int rows, int columns, boolean diverging) {
    private static final String BRIGHTNESS = " .:-=+*#%@";
    private static final String SHADES = " ░▒▓█";

    public Picture {
        if (pixels.length != rows * columns) {
            throw new IllegalArgumentException("a picture of " + rows + "×" + columns + " needs " + rows * columns
                    + " pixels, got " + pixels.length);
        }
    }

    /** A grey picture, 0 black to 1 white. */
    public static Picture grey(float[] pixels, int rows, int columns) {
        return new Picture(pixels, rows, columns, false);
    }

    /** Without the empty margin around what is drawn, but for one pixel: small digits take fewer characters. */
    public Picture cropped() {
        int top = rows;
        int bottom = -1;
        int left = columns;
        int right = -1;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                // A pixel of less than 1 % cannot be told from black.
                if (!(Math.abs(at(row, column)) < 0.01f)) {
                    top = Math.min(top, row);
                    bottom = Math.max(bottom, row);
                    left = Math.min(left, column);
                    right = Math.max(right, column);
                }
            }
        }
        if (bottom < 0) {
            return this;
        }
        return part(
                Math.max(0, top - 1), Math.min(rows, bottom + 2), Math.max(0, left - 1), Math.min(columns, right + 2));
    }

    private Picture part(int top, int bottom, int left, int right) {
        float[] part = new float[(bottom - top) * (right - left)];
        for (int row = top; row < bottom; row++) {
            System.arraycopy(pixels, row * columns + left, part, (row - top) * (right - left), right - left);
        }
        return new Picture(part, bottom - top, right - left, diverging);
    }

    /** The picture as lines, each of as many characters as the picture has columns. */
    public List<String> lines(Terminal terminal) {
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < rows; row += 2) {
            lines.add(terminal.colours() == Colours.NONE ? shades(row, terminal.unicode()) : halfBlocks(row, terminal));
        }
        return lines;
    }

    /** Pictures side by side, a space between; as many as fit the terminal, then a new row of pictures. */
    public static List<String> sheet(List<Picture> pictures, Terminal terminal) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        while (from < pictures.size()) {
            int width = pictures.get(from).columns();
            int to = Math.min(pictures.size(), from + Math.max(1, (terminal.width() + 1) / (width + 1)));
            lines.addAll(beside(pictures.subList(from, to).stream()
                    .map(picture -> picture.lines(terminal))
                    .toList()));
            from = to;
            if (from < pictures.size()) {
                lines.add("");
            }
        }
        return lines;
    }

    /** Blocks of lines side by side, a space between; every block is padded to its own width. */
    public static List<String> beside(List<List<String>> blocks) {
        int height = blocks.stream().mapToInt(List::size).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < height; row++) {
            StringBuilder line = new StringBuilder();
            for (int block = 0; block < blocks.size(); block++) {
                List<String> own = blocks.get(block);
                int width = own.stream().mapToInt(Terminal::columnsOf).max().orElse(0);
                line.append(block == 0 ? "" : " ")
                        .append(Terminal.padRight(row < own.size() ? own.get(row) : "", width));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private String halfBlocks(int row, Terminal terminal) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < columns; column++) {
            Rgb upper = colour(row, column);
            Rgb lower = row + 1 < rows ? colour(row + 1, column) : new Rgb(0, 0, 0);
            if (terminal.unicode()) {
                line.append(terminal.colours().foreground(upper))
                        .append(terminal.colours().background(lower))
                        .append('▀');
            } else {
                line.append(terminal.colours().background(upper)).append(' ');
            }
        }
        return line.append(terminal.colours().reset()).toString();
    }

    private String shades(int row, boolean unicode) {
        String levels = unicode ? SHADES : BRIGHTNESS;
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < columns; column++) {
            float lower = row + 1 < rows ? at(row + 1, column) : at(row, column);
            double mean = (brightness(at(row, column)) + brightness(lower)) / 2;
            line.append(
                    Double.isNaN(mean)
                            ? '?'
                            : levels.charAt((int) Math.min(levels.length() - 1, mean * levels.length())));
        }
        return line.toString();
    }

    private double brightness(float value) {
        return Math.clamp(diverging ? Math.abs(value) : value, 0f, 1f);
    }

    /** The colour of one pixel. */
    public Rgb colour(int row, int column) {
        return diverging ? Rgb.diverging(at(row, column)) : Rgb.grey(at(row, column));
    }

    private float at(int row, int column) {
        return pixels[row * columns + column];
    }
}

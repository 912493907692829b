package dev.descent.report;

import dev.descent.report.Style.Tone;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Two curves in a few lines of text. Each character shows two by four points where the terminal has them. */
final class TextPlot {
    private static final int ROWS = 6;
    private static final int LABEL = 10;

    /** Bits of a braille character by row and column of its points, U+2800 onward. */
    private static final int[][] DOTS = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

    private TextPlot() {}

    /** The failed curve in the bad tone, the mended one in the good tone, least and greatest value at the left. */
    static List<String> lines(Proof proof, int columns, Style style) {
        List<Proof.Curve> both = List.of(proof.asItIs(), proof.mended());
        Axis vertical = Axis.ofValues(both);
        Axis horizontal = Axis.ofSteps(both);
        int width = Math.max(8, columns - LABEL - 2);
        int[][] first = draw(proof.asItIs(), horizontal, vertical, width, style.unicode());
        int[][] second = draw(proof.mended(), horizontal, vertical, width, style.unicode());
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            String label = row == 0
                    ? Text.brief(vertical.high())
                    : row == ROWS - 1 ? Text.brief(vertical.low()) : row == 1 ? unit(proof, vertical) : "";
            StringBuilder line = new StringBuilder(
                    style.paint(Text.padLeft(label, LABEL) + (style.unicode() ? " │" : " |"), Tone.QUIET));
            for (int column = 0; column < width; column++) {
                line.append(cell(first[row][column], second[row][column], style));
            }
            lines.add(line.toString());
        }
        String steps = "step " + Text.brief(horizontal.low()) + " to " + Text.brief(horizontal.high());
        lines.add(style.paint(" ".repeat(LABEL + 2) + steps, Tone.QUIET));
        return lines;
    }

    private static String unit(Proof proof, Axis vertical) {
        String unit = vertical.isLogarithmic() ? "log " + proof.quantity() : proof.quantity();
        return unit.length() > LABEL ? "" : unit;
    }

    private static String cell(int first, int second, Style style) {
        if (first == 0 && second == 0) {
            return " ";
        }
        int shown = style.unicode() ? 0x2800 + (first | second) : second != 0 ? 'o' : 'x';
        return style.paint(Character.toString(shown), second != 0 ? Tone.GOOD : Tone.BAD);
    }

    /** The points of one curve, as bits of each character. */
    private static int[][] draw(Proof.Curve curve, Axis horizontal, Axis vertical, int width, boolean unicode) {
        int across = unicode ? 2 : 1;
        int down = unicode ? 4 : 1;
        double[] heights = new double[width * across];
        Arrays.fill(heights, Double.NaN);
        for (int i = 0; i < curve.values().size(); i++) {
            double value = curve.values().get(i);
            int column = (int) Math.min(
                    heights.length - 1, horizontal.position(curve.steps().get(i)) * heights.length);
            heights[column] = Double.isFinite(value) ? vertical.position(value) : heights[column];
        }
        int[][] bits = new int[ROWS][width];
        for (int column = 0; column < heights.length; column++) {
            if (!Double.isNaN(heights[column])) {
                int row = (int) Math.round((1 - heights[column]) * (ROWS * down - 1));
                bits[row / down][column / across] |= unicode ? DOTS[row % down][column % across] : 1;
            }
        }
        return bits;
    }
}

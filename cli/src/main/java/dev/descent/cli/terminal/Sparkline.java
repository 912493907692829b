package dev.descent.cli.terminal;

/** A curve in one line of text. */
public final class Sparkline {
    private static final String BLOCKS = "▁▂▃▄▅▆▇█";
    private static final String ASCII = "_.-=+*%#";

    private Sparkline() {}

    /**
     * The curve of the values from their least to their greatest, in at most so many characters: neighbours are
     * averaged when there are more values. A value that is no number shows as {@code ×}.
     */
    public static String of(double[] values, int columns, boolean unicode) {
        double[] shown = squeeze(values, columns);
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (double value : shown) {
            if (Double.isFinite(value)) {
                least = Math.min(least, value);
                greatest = Math.max(greatest, value);
            }
        }
        return draw(shown, least, greatest, unicode);
    }

    /** Counts as heights from zero: a histogram in one line. An empty bin shows as a space. */
    public static String histogram(int[] counts, boolean unicode) {
        double[] heights = new double[counts.length];
        double greatest = 1;
        for (int bin = 0; bin < counts.length; bin++) {
            heights[bin] = counts[bin];
            greatest = Math.max(greatest, counts[bin]);
        }
        StringBuilder line = new StringBuilder();
        for (double height : heights) {
            line.append(height == 0 ? " " : draw(new double[] {height}, 0, greatest, unicode));
        }
        return line.toString();
    }

    private static String draw(double[] values, double least, double greatest, boolean unicode) {
        String levels = unicode ? BLOCKS : ASCII;
        StringBuilder line = new StringBuilder(values.length);
        for (double value : values) {
            if (!Double.isFinite(value)) {
                line.append(unicode ? '×' : 'x');
                continue;
            }
            double height = greatest > least ? (value - least) / (greatest - least) : 0;
            line.append(levels.charAt((int) Math.min(levels.length() - 1, height * levels.length())));
        }
        return line.toString();
    }

    private static double[] squeeze(double[] values, int columns) {
        if (values.length <= columns) {
            return values;
        }
        double[] squeezed = new double[columns];
        for (int column = 0; column < columns; column++) {
            int from = (int) ((long) column * values.length / columns);
            int to = (int) ((column + 1L) * values.length / columns);
            double sum = 0;
            for (int index = from; index < to; index++) {
                sum += values[index];
            }
            squeezed[column] = sum / (to - from);
        }
        return squeezed;
    }
}

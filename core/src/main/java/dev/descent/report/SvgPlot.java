package dev.descent.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Plots as SVG, each whole by itself; inside a page its variables {@code --bad}, {@code --good} and {@code --line} colour them. */
public final class SvgPlot {
    private static final int WIDTH = 560;
    private static final int HEIGHT = 236;
    private static final int LEFT = 64;
    private static final int RIGHT = 12;
    private static final int TOP = 22;
    private static final int BOTTOM = 42;
    private static final int LEVELS = 12;
    private static final String BAD = "var(--bad, #c8321f)";
    private static final String GOOD = "var(--good, #1a7f4b)";
    private static final String LINE = "var(--line, #9aa0a6)";

    private SvgPlot() {}

    /** Both curves of a proof over their steps; a curve ends with a cross where it is no longer a number. */
    public static String curves(Proof proof) {
        List<Proof.Curve> both = List.of(proof.asItIs(), proof.mended());
        Axis vertical = Axis.ofValues(both);
        Axis horizontal = Axis.ofSteps(both);
        StringBuilder svg = new StringBuilder();
        svg.append(open(WIDTH, HEIGHT, proof.quantity() + " over the steps, as it is and mended"));
        for (double tick : vertical.ticks(5)) {
            double y = y(vertical.position(tick));
            svg.append(line(LEFT, y, WIDTH - RIGHT, y, LINE, 0.35))
                    .append(text(LEFT - 6, y + 4, "end", Text.brief(tick)));
        }
        for (double tick : horizontal.ticks(5)) {
            double x = x(horizontal.position(tick));
            svg.append(line(x, HEIGHT - BOTTOM, x, HEIGHT - BOTTOM + 4, LINE, 1))
                    .append(text(x, HEIGHT - BOTTOM + 18, "middle", Text.brief(tick)));
        }
        svg.append(text(LEFT - 6, 10, "middle", proof.quantity())).append(text(x(0.5), HEIGHT - 6, "middle", "step"));
        svg.append(line(LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, LINE, 1));
        svg.append(curve(proof.asItIs(), horizontal, vertical, BAD))
                .append(curve(proof.mended(), horizontal, vertical, GOOD));
        return svg.append("</svg>").toString();
    }

    private static String curve(Proof.Curve curve, Axis horizontal, Axis vertical, String colour) {
        StringBuilder path = new StringBuilder();
        List<String> crosses = new ArrayList<>();
        char command = 'M';
        double lastY = y(1);
        for (int i = 0; i < curve.values().size(); i++) {
            double value = curve.values().get(i);
            double x = x(horizontal.position(curve.steps().get(i)));
            if (Double.isFinite(value)) {
                lastY = y(vertical.position(value));
                path.append(command).append(number(x)).append(' ').append(number(lastY));
                command = 'L';
            } else if (command == 'L' || i == 0) {
                crosses.add(text(x, lastY + 5, "middle", "×").replace(" fill=\"currentColor\"", ""));
                command = 'M';
            }
        }
        return "<path d=\"" + path + "\" fill=\"none\" stroke=\"" + colour + "\" stroke-width=\"1.8\""
                + " stroke-linejoin=\"round\" stroke-linecap=\"round\"/>"
                + "<g style=\"fill:" + colour + ";font-weight:bold;font-size:16px\">" + String.join("", crosses)
                + "</g>";
    }

    private static double x(double position) {
        return LEFT + position * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double position) {
        return HEIGHT - BOTTOM - position * (HEIGHT - TOP - BOTTOM);
    }

    /**
     * An array as coloured cells: positive values in one colour, negative ones in the other, the paler the nearer to 0; values
     * that are no numbers are black and yellow.
     *
     * @param scale magnitude shown in full colour; 0 leaves all cells empty
     */
    public static String heatmap(Heatmap map, double scale) {
        String[] paths = new String[2 * LEVELS + 2];
        java.util.Arrays.fill(paths, "");
        for (int row = 0; row < map.rows(); row++) {
            for (int column = 0; column < map.columns(); ) {
                int level = level(map.values().get(row * map.columns() + column), scale);
                int end = column + 1;
                while (end < map.columns() && level(map.values().get(row * map.columns() + end), scale) == level) {
                    end++;
                }
                if (level != LEVELS) {
                    int run = end - column;
                    paths[level] += "M" + column + " " + row + "h" + run + "v1h-" + run + "z";
                }
                column = end;
            }
        }
        StringBuilder svg = new StringBuilder(open(map.columns(), map.rows(), "array " + map.shape())
                .replace("<svg ", "<svg preserveAspectRatio=\"none\" shape-rendering=\"crispEdges\" "));
        for (int level = 0; level < paths.length; level++) {
            if (!paths[level].isEmpty()) {
                svg.append("<path d=\"")
                        .append(paths[level])
                        .append("\" fill=\"")
                        .append(fill(level))
                        .append("\"/>");
            }
        }
        return svg.append("</svg>").toString();
    }

    /** From 0 for most negative over {@link #LEVELS} for zero to twice that; one more for what is no number. */
    private static int level(double value, double scale) {
        if (!Double.isFinite(value)) {
            return 2 * LEVELS + 1;
        }
        return scale == 0 ? LEVELS : LEVELS + (int) Math.rint(Math.clamp(value / scale, -1, 1) * LEVELS);
    }

    private static String fill(int level) {
        if (level == 2 * LEVELS + 1) {
            return "#ffd400";
        }
        double opacity = Math.abs(level - LEVELS) / (double) LEVELS;
        return (level > LEVELS ? "var(--positive, #d1492e)" : "var(--negative, #2f6fd0)") + "\" fill-opacity=\""
                + number(opacity);
    }

    private static String open(int width, int height, String title) {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + width + " " + height
                + "\" role=\"img\" style=\"font:11px system-ui,sans-serif\"><title>" + Markup.escape(title)
                + "</title>";
    }

    private static String line(double x1, double y1, double x2, double y2, String colour, double opacity) {
        return "<path d=\"M" + number(x1) + " " + number(y1) + "L" + number(x2) + " " + number(y2) + "\" stroke=\""
                + colour + "\" stroke-opacity=\"" + number(opacity) + "\"/>";
    }

    private static String text(double x, double y, String anchor, String text) {
        return "<text x=\"" + number(x) + "\" y=\"" + number(y) + "\" text-anchor=\"" + anchor
                + "\" fill=\"currentColor\">" + Markup.escape(text) + "</text>";
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.replaceFirst("\\.?0+$", "");
    }
}

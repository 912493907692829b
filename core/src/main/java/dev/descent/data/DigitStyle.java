package dev.descent.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One way of writing a digit: pen paths through control points, in a box of height 1 (x to the right, y down).
 *
 * @param digit 0 to 9
 * @param name what people would call the style, for messages and contact sheets
 * @param weight how often it is written, relative to the digit's other styles
 * @param strokes in writing order
 */
record DigitStyle(int digit, String name, double weight, List<Stroke> strokes) {

    /**
     * One pen path: a smooth curve through its points.
     *
     * @param x right, in heights of the digit
     * @param y down, in heights of the digit
     * @param corner whether the curve turns sharply at the point
     */
    record Stroke(float[] x, float[] y, boolean[] corner) {
        int points() {
            return x.length;
        }
    }

    DigitStyle {
        strokes = List.copyOf(strokes);
    }

    /** Reads {@code digit weight name | x,y x,y! … ; x,y …}, coordinates in hundredths of the height. */
    static DigitStyle parse(String line) {
        String[] halves = line.split("\\|", -1);
        String[] head = halves[0].strip().split("\\s+", -1);
        if (halves.length != 2 || head.length != 3) {
            throw new IllegalArgumentException(
                    "a digit style reads 'digit weight name | x,y x,y ; x,y x,y', got '" + line + "'");
        }
        List<Stroke> strokes = new ArrayList<>();
        for (String path : halves[1].split(";", -1)) {
            strokes.add(stroke(path.strip().split("\\s+", -1), line));
        }
        return new DigitStyle(Integer.parseInt(head[0]), head[2], Double.parseDouble(head[1]), strokes);
    }

    private static Stroke stroke(String[] points, String line) {
        if (points.length < 2) {
            throw new IllegalArgumentException("a stroke needs at least 2 points, in the digit style '" + line + "'");
        }
        float[] x = new float[points.length];
        float[] y = new float[points.length];
        boolean[] corner = new boolean[points.length];
        for (int point = 0; point < points.length; point++) {
            corner[point] = points[point].endsWith("!");
            String[] pair = points[point].replace("!", "").split(",", -1);
            if (pair.length != 2) {
                throw new IllegalArgumentException("a point reads 'x,y' or 'x,y!', got '%s' in the digit style '%s'"
                        .formatted(points[point], line));
            }
            x[point] = Float.parseFloat(pair[0]) / 100;
            y[point] = Float.parseFloat(pair[1]) / 100;
        }
        return new Stroke(x, y, corner);
    }

    int points() {
        return strokes.stream().mapToInt(Stroke::points).sum();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d %s", digit, name);
    }
}

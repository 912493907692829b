package dev.descent.report;

import dev.descent.data.NdArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * An array as a picture of few cells. Where an array has more rows or columns than are shown, a cell stands for a block and
 * shows the block's value of largest magnitude, so that a single wrong number stays visible; NaN counts as largest.
 *
 * @param shape of the whole array, as text
 * @param rows shown
 * @param columns shown
 * @param values row by row; may hold NaN and infinities
 */
public record Heatmap(String shape, int rows, int columns, List<Double> values) {
    /** More cells than this along an axis are no longer seen. */
    static final int MOST = 64;

    public Heatmap {
        values = Collections.unmodifiableList(new ArrayList<>(values));
        if (values.size() != rows * columns) {
            throw new IllegalArgumentException("a heatmap of %d by %d cells needs %d values, got %d"
                    .formatted(rows, columns, rows * columns, values.size()));
        }
    }

    /** The array with its first axis as rows and all others as columns; an array of one axis is one row. */
    public static Heatmap of(NdArray array) {
        int height = array.rank() > 1 ? array.dimension(0) : 1;
        int width = array.size() / Math.max(1, height);
        int rows = Math.min(height, MOST);
        int columns = Math.min(width, MOST);
        List<Double> values = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                values.add(block(
                        array,
                        width,
                        start(row, rows, height),
                        start(row + 1, rows, height),
                        start(column, columns, width),
                        start(column + 1, columns, width)));
            }
        }
        return new Heatmap(shape(array), rows, columns, values);
    }

    private static int start(int cell, int cells, int size) {
        return (int) ((long) cell * size / cells);
    }

    private static double block(NdArray array, int width, int top, int bottom, int left, int right) {
        double largest = array.get(top * width + left);
        for (int row = top; row < bottom; row++) {
            for (int column = left; column < right; column++) {
                double value = array.get(row * width + column);
                if (!(Math.abs(value) <= Math.abs(largest))) {
                    largest = value;
                }
                if (Double.isNaN(value)) {
                    return value;
                }
            }
        }
        return largest;
    }

    private static String shape(NdArray array) {
        List<String> sizes = new ArrayList<>();
        for (int size : array.shape()) {
            sizes.add(Integer.toString(size));
        }
        return sizes.isEmpty() ? "1" : String.join(" × ", sizes);
    }

    /** Largest magnitude of the finite values, 0 when there are none. */
    public double largest() {
        return values.stream()
                .filter(Double::isFinite)
                .mapToDouble(Math::abs)
                .max()
                .orElse(0);
    }
}

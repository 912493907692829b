package dev.descent.report;

import dev.descent.data.NdArray;
import java.util.Arrays;

/**
 * An array as it is beside the array as it should be.
 *
 * @param name of the array
 * @param yours as it is
 * @param exact as it should be
 * @param difference first minus second
 * @param largest magnitude of the difference over all elements; NaN or infinite where one of the arrays is
 * @param where index of that element, {@code [3, 17]}
 */
public record Comparison(String name, Heatmap yours, Heatmap exact, Heatmap difference, double largest, String where) {

    /** @throws IllegalArgumentException for arrays of different shapes */
    public static Comparison of(String name, NdArray yours, NdArray exact) {
        if (!Arrays.equals(yours.shape(), exact.shape())) {
            throw new IllegalArgumentException("arrays to compare as '%s' have the same shape, got %s and %s"
                    .formatted(name, Arrays.toString(yours.shape()), Arrays.toString(exact.shape())));
        }
        double[] difference = new double[yours.size()];
        int worst = 0;
        for (int i = 0; i < difference.length; i++) {
            difference[i] = yours.get(i) == exact.get(i) ? 0 : yours.get(i) - exact.get(i);
            boolean isWorse = !(Math.abs(difference[i]) <= Math.abs(difference[worst]));
            worst = isWorse && !Double.isNaN(difference[worst]) ? i : worst;
        }
        return new Comparison(
                name,
                Heatmap.of(yours),
                Heatmap.of(exact),
                Heatmap.of(NdArray.of(difference, yours.shape())),
                difference.length == 0 ? 0 : Math.abs(difference[worst]),
                index(worst, yours.shape()));
    }

    private static String index(int flat, int[] shape) {
        int[] index = new int[shape.length];
        int rest = flat;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            index[axis] = rest % Math.max(1, shape[axis]);
            rest /= Math.max(1, shape[axis]);
        }
        return Arrays.toString(index);
    }
}

package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;
import dev.descent.data.CounterRandom;

/**
 * A few random directions to look along: two matrices that agree along random directions agree (Freivalds 1977), at a
 * fraction of the cost of a whole product.
 */
final class Directions {
    private static final int COUNT = 4;

    private Directions() {}

    /** [length, 4] random numbers, or the unit directions when there are not more than that. */
    static Matrix of(int length) {
        if (length <= COUNT) {
            double[] unit = new double[length * length];
            for (int i = 0; i < length; i++) {
                unit[i * length + i] = 1;
            }
            return Matrix.of(length, length, unit, Matrix.DOUBLE);
        }
        CounterRandom random = CounterRandom.of(1977, CounterRandom.Purpose.MEASUREMENT);
        double[] values = new double[length * COUNT];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.normal(i);
        }
        return Matrix.of(length, COUNT, values, Matrix.DOUBLE);
    }
}

package dev.descent.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Sums over the rows of a matrix, four vectors of columns at a time in registers, then one, then what is left of one. */
final class ColumnSums {
    private static final VectorSpecies<Float> SPECIES = Tiles.SPECIES;
    private static final int LANES = Tiles.LANES;
    private static final FloatVector ZERO = Tiles.ZERO;

    /** Columns taken at a time. */
    static final int GRAIN = 4 * LANES;

    private ColumnSums() {}

    /** {@code sums = Σ over the rows of a}, or {@code +=}; every sum begins with what is there and takes row after row. */
    static void add(
            int rows,
            int columns,
            float[] a,
            int aOffset,
            int aStride,
            float[] sums,
            int sumsOffset,
            boolean accumulate) {
        if (!accumulate) {
            Arrays.fill(sums, sumsOffset, sumsOffset + columns, 0);
        }
        int j = 0;
        for (; j + GRAIN <= columns; j += GRAIN) {
            four(rows, a, aOffset + j, aStride, sums, sumsOffset + j);
        }
        for (; j + LANES <= columns; j += LANES) {
            one(rows, a, aOffset + j, aStride, sums, sumsOffset + j);
        }
        for (; j < columns; j++) {
            float sum = sums[sumsOffset + j];
            for (int row = 0; row < rows; row++) {
                sum += a[aOffset + row * aStride + j];
            }
            sums[sumsOffset + j] = sum;
        }
    }

    private static void four(int rows, float[] a, int aOffset, int aStride, float[] sums, int offset) {
        FloatVector s0 = FloatVector.fromArray(SPECIES, sums, offset);
        FloatVector s1 = FloatVector.fromArray(SPECIES, sums, offset + LANES);
        FloatVector s2 = FloatVector.fromArray(SPECIES, sums, offset + 2 * LANES);
        FloatVector s3 = FloatVector.fromArray(SPECIES, sums, offset + 3 * LANES);
        int from = aOffset;
        for (int row = 0; row < rows; row++) {
            s0 = s0.add(FloatVector.fromArray(SPECIES, a, from));
            s1 = s1.add(FloatVector.fromArray(SPECIES, a, from + LANES));
            s2 = s2.add(FloatVector.fromArray(SPECIES, a, from + 2 * LANES));
            s3 = s3.add(FloatVector.fromArray(SPECIES, a, from + 3 * LANES));
            from += aStride;
        }
        ZERO.add(s0).intoArray(sums, offset);
        ZERO.add(s1).intoArray(sums, offset + LANES);
        ZERO.add(s2).intoArray(sums, offset + 2 * LANES);
        ZERO.add(s3).intoArray(sums, offset + 3 * LANES);
    }

    private static void one(int rows, float[] a, int aOffset, int aStride, float[] sums, int offset) {
        FloatVector sum = FloatVector.fromArray(SPECIES, sums, offset);
        int from = aOffset;
        for (int row = 0; row < rows; row++) {
            sum = sum.add(FloatVector.fromArray(SPECIES, a, from));
            from += aStride;
        }
        ZERO.add(sum).intoArray(sums, offset);
    }
}

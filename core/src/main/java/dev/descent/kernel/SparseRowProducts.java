package dev.descent.kernel;

import static jdk.incubator.vector.VectorOperators.FMA;

import dev.descent.kernel.SparseBatch.Part;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * One sparse row times a matrix, and back: for each element that is not zero one row of the matrix is added to sums kept in
 * registers, or one row of the result is changed.
 */
final class SparseRowProducts {
    private static final VectorSpecies<Float> SPECIES = Tiles.SPECIES;
    private static final int LANES = Tiles.LANES;
    private static final FloatVector ZERO = Tiles.ZERO;

    private SparseRowProducts() {}

    /** {@code c = row + x · b}, eight vectors of it; x is row i of a part. */
    static void eightVectors(
            Part x, int i, float[] b, int bOffset, int bStride, float[] row, int rowOffset, float[] c, int cOffset) {
        int[] columns = x.columns;
        float[] values = x.values;
        int stop = x.starts[i + 1];
        FloatVector c0 = FloatVector.fromArray(SPECIES, row, rowOffset);
        FloatVector c1 = FloatVector.fromArray(SPECIES, row, rowOffset + LANES);
        FloatVector c2 = FloatVector.fromArray(SPECIES, row, rowOffset + 2 * LANES);
        FloatVector c3 = FloatVector.fromArray(SPECIES, row, rowOffset + 3 * LANES);
        FloatVector c4 = FloatVector.fromArray(SPECIES, row, rowOffset + 4 * LANES);
        FloatVector c5 = FloatVector.fromArray(SPECIES, row, rowOffset + 5 * LANES);
        FloatVector c6 = FloatVector.fromArray(SPECIES, row, rowOffset + 6 * LANES);
        FloatVector c7 = FloatVector.fromArray(SPECIES, row, rowOffset + 7 * LANES);
        for (int e = x.starts[i]; e < stop; e++) {
            int bRow = bOffset + columns[e] * bStride;
            FloatVector factor = FloatVector.broadcast(SPECIES, values[e]);
            c0 = factor.lanewise(FMA, FloatVector.fromArray(SPECIES, b, bRow), c0);
            c1 = factor.lanewise(FMA, FloatVector.fromArray(SPECIES, b, bRow + LANES), c1);
            c2 = factor.lanewise(FMA, FloatVector.fromArray(SPECIES, b, bRow + 2 * LANES), c2);
            c3 = factor.lanewise(FMA, FloatVector.fromArray(SPECIES, b, bRow + 3 * LANES), c3);
            c4 = factor.lanewise(FMA, FloatVector.fromArray(SPECIES, b, bRow + 4 * LANES), c4);
            c5 = factor.lanewise(FMA, FloatVector.fromArray(SPECIES, b, bRow + 5 * LANES), c5);
            c6 = factor.lanewise(FMA, FloatVector.fromArray(SPECIES, b, bRow + 6 * LANES), c6);
            c7 = factor.lanewise(FMA, FloatVector.fromArray(SPECIES, b, bRow + 7 * LANES), c7);
        }
        ZERO.add(c0).intoArray(c, cOffset);
        ZERO.add(c1).intoArray(c, cOffset + LANES);
        ZERO.add(c2).intoArray(c, cOffset + 2 * LANES);
        ZERO.add(c3).intoArray(c, cOffset + 3 * LANES);
        ZERO.add(c4).intoArray(c, cOffset + 4 * LANES);
        ZERO.add(c5).intoArray(c, cOffset + 5 * LANES);
        ZERO.add(c6).intoArray(c, cOffset + 6 * LANES);
        ZERO.add(c7).intoArray(c, cOffset + 7 * LANES);
    }

    /** The same, one vector; four sums in turn, as each multiply-add takes four cycles. */
    static void oneVector(
            Part x, int i, float[] b, int bOffset, int bStride, float[] row, int rowOffset, float[] c, int cOffset) {
        int[] columns = x.columns;
        float[] values = x.values;
        int stop = x.starts[i + 1];
        FloatVector c0 = FloatVector.fromArray(SPECIES, row, rowOffset);
        FloatVector c1 = FloatVector.zero(SPECIES);
        FloatVector c2 = c1;
        FloatVector c3 = c1;
        int e = x.starts[i];
        for (; e + 4 <= stop; e += 4) {
            c0 = FloatVector.fromArray(SPECIES, b, bOffset + columns[e] * bStride)
                    .lanewise(FMA, FloatVector.broadcast(SPECIES, values[e]), c0);
            c1 = FloatVector.fromArray(SPECIES, b, bOffset + columns[e + 1] * bStride)
                    .lanewise(FMA, FloatVector.broadcast(SPECIES, values[e + 1]), c1);
            c2 = FloatVector.fromArray(SPECIES, b, bOffset + columns[e + 2] * bStride)
                    .lanewise(FMA, FloatVector.broadcast(SPECIES, values[e + 2]), c2);
            c3 = FloatVector.fromArray(SPECIES, b, bOffset + columns[e + 3] * bStride)
                    .lanewise(FMA, FloatVector.broadcast(SPECIES, values[e + 3]), c3);
        }
        for (; e < stop; e++) {
            c0 = FloatVector.fromArray(SPECIES, b, bOffset + columns[e] * bStride)
                    .lanewise(FMA, FloatVector.broadcast(SPECIES, values[e]), c0);
        }
        ZERO.add(c0).add(c1).add(ZERO.add(c2).add(c3)).intoArray(c, cOffset);
    }

    /** The same for a b of one vector's width. */
    static void oneVectorOfQuads(
            Part x, int i, float[] b, int bOffset, float[] row, int rowOffset, float[] c, int cOffset) {
        int[] columns = x.columns;
        float[] values = x.values;
        int stop = x.starts[i + 1];
        FloatVector c0 = FloatVector.fromArray(SPECIES, row, rowOffset);
        FloatVector c1 = FloatVector.zero(SPECIES);
        FloatVector c2 = c1;
        FloatVector c3 = c1;
        for (int quad = x.starts[i]; quad < stop; quad++) {
            int bRow = bOffset + columns[quad] * LANES;
            int value = SparseRows.QUAD * quad;
            c0 = FloatVector.fromArray(SPECIES, b, bRow)
                    .lanewise(FMA, FloatVector.broadcast(SPECIES, values[value]), c0);
            c1 = FloatVector.fromArray(SPECIES, b, bRow + LANES)
                    .lanewise(FMA, FloatVector.broadcast(SPECIES, values[value + 1]), c1);
            c2 = FloatVector.fromArray(SPECIES, b, bRow + 2 * LANES)
                    .lanewise(FMA, FloatVector.broadcast(SPECIES, values[value + 2]), c2);
            c3 = FloatVector.fromArray(SPECIES, b, bRow + 3 * LANES)
                    .lanewise(FMA, FloatVector.broadcast(SPECIES, values[value + 3]), c3);
        }
        ZERO.add(c0).add(c1).add(ZERO.add(c2).add(c3)).intoArray(c, cOffset);
    }

    /** {@code c += xᵀ · (factor · b)}, one vector of b. */
    static void addOne(Part x, int i, float factor, float[] b, int bOffset, float[] c, int cOffset, int cStride) {
        int[] columns = x.columns;
        float[] values = x.values;
        int stop = x.starts[i + 1];
        FloatVector row = FloatVector.fromArray(SPECIES, b, bOffset).mul(factor);
        for (int e = x.starts[i]; e < stop; e++) {
            int cRow = cOffset + columns[e] * cStride;
            FloatVector.broadcast(SPECIES, values[e])
                    .lanewise(FMA, row, FloatVector.fromArray(SPECIES, c, cRow))
                    .intoArray(c, cRow);
        }
    }

    /** The same for a c of one vector's width. */
    static void addQuads(Part x, int i, float factor, float[] b, int bOffset, float[] c, int cOffset) {
        int[] columns = x.columns;
        float[] values = x.values;
        int stop = x.starts[i + 1];
        FloatVector row = FloatVector.fromArray(SPECIES, b, bOffset).mul(factor);
        for (int quad = x.starts[i]; quad < stop; quad++) {
            int cRow = cOffset + columns[quad] * LANES;
            int value = SparseRows.QUAD * quad;
            FloatVector.broadcast(SPECIES, values[value])
                    .lanewise(FMA, row, FloatVector.fromArray(SPECIES, c, cRow))
                    .intoArray(c, cRow);
            FloatVector.broadcast(SPECIES, values[value + 1])
                    .lanewise(FMA, row, FloatVector.fromArray(SPECIES, c, cRow + LANES))
                    .intoArray(c, cRow + LANES);
            FloatVector.broadcast(SPECIES, values[value + 2])
                    .lanewise(FMA, row, FloatVector.fromArray(SPECIES, c, cRow + 2 * LANES))
                    .intoArray(c, cRow + 2 * LANES);
            FloatVector.broadcast(SPECIES, values[value + 3])
                    .lanewise(FMA, row, FloatVector.fromArray(SPECIES, c, cRow + 3 * LANES))
                    .intoArray(c, cRow + 3 * LANES);
        }
    }
}

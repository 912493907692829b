package dev.descent.kernel;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of a block of samples by {@link ColumnQuads}, {@link #COLUMNS} columns at a time. What belongs to the samples lies packed in a
 * slice {@code [samples, COLUMNS]}, which stays in the first-level cache; the matrix with a row for each of the batch's columns is
 * read, or changed, as it lies, once for each block.
 */
final class QuadProducts {
    private static final VectorSpecies<Float> SPECIES = Tiles.SPECIES;
    private static final int LANES = Tiles.LANES;
    private static final FloatVector ZERO = Tiles.ZERO;

    private static final int LEAD = Alignment.LEAD;

    /** Columns of a slice. */
    static final int COLUMNS = 4 * LANES;

    private QuadProducts() {}

    /** Room for a block. */
    static float[] slice() {
        return new float[LEAD + ColumnQuads.BLOCK * COLUMNS];
    }

    /** {@code slice = factor · b}; b {@code [rows, COLUMNS]} with a stride, which may be 0. */
    static void pack(int rows, float factor, float[] b, int bOffset, int bStride, float[] slice) {
        int from = bOffset;
        for (int row = 0, to = LEAD; row < rows; row++, to += COLUMNS, from += bStride) {
            for (int j = 0; j < COLUMNS; j += LANES) {
                FloatVector.fromArray(SPECIES, b, from + j).mul(factor).intoArray(slice, to + j);
            }
        }
    }

    /** {@code c = slice}, with a stride. */
    static void unpack(int rows, float[] slice, float[] c, int cOffset, int cStride) {
        int to = cOffset;
        for (int row = 0, from = LEAD; row < rows; row++, from += COLUMNS, to += cStride) {
            for (int j = 0; j < COLUMNS; j += LANES) {
                FloatVector.fromArray(SPECIES, slice, from + j).intoArray(c, to + j);
            }
        }
    }

    /** {@code slice += x · b}. */
    static void add(ColumnQuads x, int block, float[] b, int bOffset, int bStride, float[] slice) {
        for (int quad = 0; quad < x.quads; quad++) {
            int start = x.start(block, quad);
            int size = x.size(block, quad);
            if (size > 0) {
                add(start, start + size, x.entries, x.values, b, bOffset + x.column(quad) * bStride, bStride, slice);
            }
        }
    }

    private static void add(
            int start, int stop, int[] entries, float[] values, float[] b, int bOffset, int bStride, float[] slice) {
        int row1 = bOffset + bStride;
        int row2 = row1 + bStride;
        int row3 = row2 + bStride;
        FloatVector b0a = FloatVector.fromArray(SPECIES, b, bOffset);
        FloatVector b0b = FloatVector.fromArray(SPECIES, b, bOffset + LANES);
        FloatVector b0c = FloatVector.fromArray(SPECIES, b, bOffset + 2 * LANES);
        FloatVector b0d = FloatVector.fromArray(SPECIES, b, bOffset + 3 * LANES);
        FloatVector b1a = FloatVector.fromArray(SPECIES, b, row1);
        FloatVector b1b = FloatVector.fromArray(SPECIES, b, row1 + LANES);
        FloatVector b1c = FloatVector.fromArray(SPECIES, b, row1 + 2 * LANES);
        FloatVector b1d = FloatVector.fromArray(SPECIES, b, row1 + 3 * LANES);
        FloatVector b2a = FloatVector.fromArray(SPECIES, b, row2);
        FloatVector b2b = FloatVector.fromArray(SPECIES, b, row2 + LANES);
        FloatVector b2c = FloatVector.fromArray(SPECIES, b, row2 + 2 * LANES);
        FloatVector b2d = FloatVector.fromArray(SPECIES, b, row2 + 3 * LANES);
        FloatVector b3a = FloatVector.fromArray(SPECIES, b, row3);
        FloatVector b3b = FloatVector.fromArray(SPECIES, b, row3 + LANES);
        FloatVector b3c = FloatVector.fromArray(SPECIES, b, row3 + 2 * LANES);
        FloatVector b3d = FloatVector.fromArray(SPECIES, b, row3 + 3 * LANES);
        for (int e = start; e < stop; e++) {
            int value = SparseRows.QUAD * (entries[e] >>> ColumnQuads.SHIFT);
            int c = LEAD + (entries[e] & (ColumnQuads.BLOCK - 1)) * COLUMNS;
            FloatVector factor = FloatVector.broadcast(SPECIES, values[value]);
            FloatVector ca = factor.lanewise(FMA, b0a, FloatVector.fromArray(SPECIES, slice, c));
            FloatVector cb = factor.lanewise(FMA, b0b, FloatVector.fromArray(SPECIES, slice, c + LANES));
            FloatVector cc = factor.lanewise(FMA, b0c, FloatVector.fromArray(SPECIES, slice, c + 2 * LANES));
            FloatVector cd = factor.lanewise(FMA, b0d, FloatVector.fromArray(SPECIES, slice, c + 3 * LANES));
            factor = FloatVector.broadcast(SPECIES, values[value + 1]);
            ca = factor.lanewise(FMA, b1a, ca);
            cb = factor.lanewise(FMA, b1b, cb);
            cc = factor.lanewise(FMA, b1c, cc);
            cd = factor.lanewise(FMA, b1d, cd);
            factor = FloatVector.broadcast(SPECIES, values[value + 2]);
            ca = factor.lanewise(FMA, b2a, ca);
            cb = factor.lanewise(FMA, b2b, cb);
            cc = factor.lanewise(FMA, b2c, cc);
            cd = factor.lanewise(FMA, b2d, cd);
            factor = FloatVector.broadcast(SPECIES, values[value + 3]);
            factor.lanewise(FMA, b3a, ca).intoArray(slice, c);
            factor.lanewise(FMA, b3b, cb).intoArray(slice, c + LANES);
            factor.lanewise(FMA, b3c, cc).intoArray(slice, c + 2 * LANES);
            factor.lanewise(FMA, b3d, cd).intoArray(slice, c + 3 * LANES);
        }
    }

    /** {@code c += xᵀ · slice}. */
    static void addTransposed(ColumnQuads x, int block, float[] slice, float[] c, int cOffset, int cStride) {
        for (int quad = 0; quad < x.quads; quad++) {
            int start = x.start(block, quad);
            int size = x.size(block, quad);
            if (size > 0) {
                int row = cOffset + x.column(quad) * cStride;
                addTransposed(start, start + size, x.entries, x.values, slice, c, row, cStride);
            }
        }
    }

    private static void addTransposed(
            int start, int stop, int[] entries, float[] values, float[] slice, float[] c, int cOffset, int cStride) {
        FloatVector c0a = FloatVector.zero(SPECIES);
        FloatVector c0b = c0a;
        FloatVector c0c = c0a;
        FloatVector c0d = c0a;
        FloatVector c1a = c0a;
        FloatVector c1b = c0a;
        FloatVector c1c = c0a;
        FloatVector c1d = c0a;
        FloatVector c2a = c0a;
        FloatVector c2b = c0a;
        FloatVector c2c = c0a;
        FloatVector c2d = c0a;
        FloatVector c3a = c0a;
        FloatVector c3b = c0a;
        FloatVector c3c = c0a;
        FloatVector c3d = c0a;
        for (int e = start; e < stop; e++) {
            int value = SparseRows.QUAD * (entries[e] >>> ColumnQuads.SHIFT);
            int b = LEAD + (entries[e] & (ColumnQuads.BLOCK - 1)) * COLUMNS;
            FloatVector ba = FloatVector.fromArray(SPECIES, slice, b);
            FloatVector bb = FloatVector.fromArray(SPECIES, slice, b + LANES);
            FloatVector bc = FloatVector.fromArray(SPECIES, slice, b + 2 * LANES);
            FloatVector bd = FloatVector.fromArray(SPECIES, slice, b + 3 * LANES);
            FloatVector factor = FloatVector.broadcast(SPECIES, values[value]);
            c0a = factor.lanewise(FMA, ba, c0a);
            c0b = factor.lanewise(FMA, bb, c0b);
            c0c = factor.lanewise(FMA, bc, c0c);
            c0d = factor.lanewise(FMA, bd, c0d);
            factor = FloatVector.broadcast(SPECIES, values[value + 1]);
            c1a = factor.lanewise(FMA, ba, c1a);
            c1b = factor.lanewise(FMA, bb, c1b);
            c1c = factor.lanewise(FMA, bc, c1c);
            c1d = factor.lanewise(FMA, bd, c1d);
            factor = FloatVector.broadcast(SPECIES, values[value + 2]);
            c2a = factor.lanewise(FMA, ba, c2a);
            c2b = factor.lanewise(FMA, bb, c2b);
            c2c = factor.lanewise(FMA, bc, c2c);
            c2d = factor.lanewise(FMA, bd, c2d);
            factor = FloatVector.broadcast(SPECIES, values[value + 3]);
            c3a = factor.lanewise(FMA, ba, c3a);
            c3b = factor.lanewise(FMA, bb, c3b);
            c3c = factor.lanewise(FMA, bc, c3c);
            c3d = factor.lanewise(FMA, bd, c3d);
        }
        int row1 = cOffset + cStride;
        int row2 = row1 + cStride;
        int row3 = row2 + cStride;
        ZERO.add(c0a).add(FloatVector.fromArray(SPECIES, c, cOffset)).intoArray(c, cOffset);
        ZERO.add(c0b).add(FloatVector.fromArray(SPECIES, c, cOffset + LANES)).intoArray(c, cOffset + LANES);
        ZERO.add(c0c)
                .add(FloatVector.fromArray(SPECIES, c, cOffset + 2 * LANES))
                .intoArray(c, cOffset + 2 * LANES);
        ZERO.add(c0d)
                .add(FloatVector.fromArray(SPECIES, c, cOffset + 3 * LANES))
                .intoArray(c, cOffset + 3 * LANES);
        ZERO.add(c1a).add(FloatVector.fromArray(SPECIES, c, row1)).intoArray(c, row1);
        ZERO.add(c1b).add(FloatVector.fromArray(SPECIES, c, row1 + LANES)).intoArray(c, row1 + LANES);
        ZERO.add(c1c).add(FloatVector.fromArray(SPECIES, c, row1 + 2 * LANES)).intoArray(c, row1 + 2 * LANES);
        ZERO.add(c1d).add(FloatVector.fromArray(SPECIES, c, row1 + 3 * LANES)).intoArray(c, row1 + 3 * LANES);
        ZERO.add(c2a).add(FloatVector.fromArray(SPECIES, c, row2)).intoArray(c, row2);
        ZERO.add(c2b).add(FloatVector.fromArray(SPECIES, c, row2 + LANES)).intoArray(c, row2 + LANES);
        ZERO.add(c2c).add(FloatVector.fromArray(SPECIES, c, row2 + 2 * LANES)).intoArray(c, row2 + 2 * LANES);
        ZERO.add(c2d).add(FloatVector.fromArray(SPECIES, c, row2 + 3 * LANES)).intoArray(c, row2 + 3 * LANES);
        ZERO.add(c3a).add(FloatVector.fromArray(SPECIES, c, row3)).intoArray(c, row3);
        ZERO.add(c3b).add(FloatVector.fromArray(SPECIES, c, row3 + LANES)).intoArray(c, row3 + LANES);
        ZERO.add(c3c).add(FloatVector.fromArray(SPECIES, c, row3 + 2 * LANES)).intoArray(c, row3 + 2 * LANES);
        ZERO.add(c3d).add(FloatVector.fromArray(SPECIES, c, row3 + 3 * LANES)).intoArray(c, row3 + 3 * LANES);
    }
}

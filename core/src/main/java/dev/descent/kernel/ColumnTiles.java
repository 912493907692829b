package dev.descent.kernel;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products with fewer columns than a vector, as of ten classes: the rows of c are the lanes, five of its columns at a time, so that no lane
 * is wasted and an element of b that is dealt out serves four vectors. a lies with its rows side by side, {@code [k, rows]}. The same bits as
 * by {@link PanelTiles}. Helpers are written out, see {@link Tiles}.
 */
final class ColumnTiles {
    private static final VectorSpecies<Float> SPECIES = Tiles.SPECIES;
    private static final int LANES = Tiles.LANES;
    private static final FloatVector ZERO = Tiles.ZERO;

    /** Rows of c at a time. */
    static final int ROWS = 4 * LANES;

    /** Columns of c at a time, and the fewest. */
    static final int COLUMNS = 5;

    /** Floats of the scratch: sums of all columns and the same turned. */
    static final int SCRATCH = 2 * LANES * ROWS;

    private ColumnTiles() {}

    /**
     * {@code c = start + aᵀ · b}, 64 rows.
     *
     * @param n from 5 to 15
     * @param start may be c
     * @param end up to where in c whole vectors may be written though they are wider than a row, each row before those below
     */
    static void rows(
            int n,
            int k,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            int bStride,
            float[] start,
            int startOffset,
            int startStride,
            float[] c,
            int cOffset,
            int cStride,
            int end,
            float[] scratch,
            float[] eight) {
        for (int j = 0; j < n; j += COLUMNS) {
            // The last columns may be computed twice.
            int column = Math.min(j, n - COLUMNS);
            sums(k, a, aOffset, aStride, b, bOffset + column, bStride, scratch, column * ROWS);
        }
        int turned = LANES * ROWS;
        Panels.transpose(ROWS, LANES, scratch, 0, ROWS, scratch, turned, LANES, eight);
        int from = startOffset;
        int to = cOffset;
        int row = 0;
        for (; row < ROWS && to + LANES <= end && from + LANES <= start.length; row++) {
            FloatVector.fromArray(SPECIES, start, from)
                    .add(FloatVector.fromArray(SPECIES, scratch, turned + row * LANES))
                    .intoArray(c, to);
            from += startStride;
            to += cStride;
        }
        for (; row < ROWS; row++) {
            for (int j = 0; j < n; j++) {
                c[to + j] = start[from + j] + scratch[turned + row * LANES + j];
            }
            from += startStride;
            to += cStride;
        }
    }

    /** Five columns of sums, {@code [5, rows]}. */
    private static void sums(
            int k,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            int bStride,
            float[] sums,
            int sumsOffset) {
        FloatVector s0a = FloatVector.zero(SPECIES);
        FloatVector s0b = FloatVector.zero(SPECIES);
        FloatVector s0c = FloatVector.zero(SPECIES);
        FloatVector s0d = FloatVector.zero(SPECIES);
        FloatVector s1a = FloatVector.zero(SPECIES);
        FloatVector s1b = FloatVector.zero(SPECIES);
        FloatVector s1c = FloatVector.zero(SPECIES);
        FloatVector s1d = FloatVector.zero(SPECIES);
        FloatVector s2a = FloatVector.zero(SPECIES);
        FloatVector s2b = FloatVector.zero(SPECIES);
        FloatVector s2c = FloatVector.zero(SPECIES);
        FloatVector s2d = FloatVector.zero(SPECIES);
        FloatVector s3a = FloatVector.zero(SPECIES);
        FloatVector s3b = FloatVector.zero(SPECIES);
        FloatVector s3c = FloatVector.zero(SPECIES);
        FloatVector s3d = FloatVector.zero(SPECIES);
        FloatVector s4a = FloatVector.zero(SPECIES);
        FloatVector s4b = FloatVector.zero(SPECIES);
        FloatVector s4c = FloatVector.zero(SPECIES);
        FloatVector s4d = FloatVector.zero(SPECIES);
        int from = aOffset;
        int row = bOffset;
        for (int p = 0; p < k; p++) {
            FloatVector a0 = FloatVector.fromArray(SPECIES, a, from);
            FloatVector a1 = FloatVector.fromArray(SPECIES, a, from + LANES);
            FloatVector a2 = FloatVector.fromArray(SPECIES, a, from + 2 * LANES);
            FloatVector a3 = FloatVector.fromArray(SPECIES, a, from + 3 * LANES);
            FloatVector factor = FloatVector.broadcast(SPECIES, b[row]);
            s0a = factor.lanewise(FMA, a0, s0a);
            s0b = factor.lanewise(FMA, a1, s0b);
            s0c = factor.lanewise(FMA, a2, s0c);
            s0d = factor.lanewise(FMA, a3, s0d);
            factor = FloatVector.broadcast(SPECIES, b[row + 1]);
            s1a = factor.lanewise(FMA, a0, s1a);
            s1b = factor.lanewise(FMA, a1, s1b);
            s1c = factor.lanewise(FMA, a2, s1c);
            s1d = factor.lanewise(FMA, a3, s1d);
            factor = FloatVector.broadcast(SPECIES, b[row + 2]);
            s2a = factor.lanewise(FMA, a0, s2a);
            s2b = factor.lanewise(FMA, a1, s2b);
            s2c = factor.lanewise(FMA, a2, s2c);
            s2d = factor.lanewise(FMA, a3, s2d);
            factor = FloatVector.broadcast(SPECIES, b[row + 3]);
            s3a = factor.lanewise(FMA, a0, s3a);
            s3b = factor.lanewise(FMA, a1, s3b);
            s3c = factor.lanewise(FMA, a2, s3c);
            s3d = factor.lanewise(FMA, a3, s3d);
            factor = FloatVector.broadcast(SPECIES, b[row + 4]);
            s4a = factor.lanewise(FMA, a0, s4a);
            s4b = factor.lanewise(FMA, a1, s4b);
            s4c = factor.lanewise(FMA, a2, s4c);
            s4d = factor.lanewise(FMA, a3, s4d);
            from += aStride;
            row += bStride;
        }
        ZERO.add(s0a).intoArray(sums, sumsOffset);
        ZERO.add(s0b).intoArray(sums, sumsOffset + LANES);
        ZERO.add(s0c).intoArray(sums, sumsOffset + 2 * LANES);
        ZERO.add(s0d).intoArray(sums, sumsOffset + 3 * LANES);
        ZERO.add(s1a).intoArray(sums, sumsOffset + ROWS);
        ZERO.add(s1b).intoArray(sums, sumsOffset + ROWS + LANES);
        ZERO.add(s1c).intoArray(sums, sumsOffset + ROWS + 2 * LANES);
        ZERO.add(s1d).intoArray(sums, sumsOffset + ROWS + 3 * LANES);
        ZERO.add(s2a).intoArray(sums, sumsOffset + 2 * ROWS);
        ZERO.add(s2b).intoArray(sums, sumsOffset + 2 * ROWS + LANES);
        ZERO.add(s2c).intoArray(sums, sumsOffset + 2 * ROWS + 2 * LANES);
        ZERO.add(s2d).intoArray(sums, sumsOffset + 2 * ROWS + 3 * LANES);
        ZERO.add(s3a).intoArray(sums, sumsOffset + 3 * ROWS);
        ZERO.add(s3b).intoArray(sums, sumsOffset + 3 * ROWS + LANES);
        ZERO.add(s3c).intoArray(sums, sumsOffset + 3 * ROWS + 2 * LANES);
        ZERO.add(s3d).intoArray(sums, sumsOffset + 3 * ROWS + 3 * LANES);
        ZERO.add(s4a).intoArray(sums, sumsOffset + 4 * ROWS);
        ZERO.add(s4b).intoArray(sums, sumsOffset + 4 * ROWS + LANES);
        ZERO.add(s4c).intoArray(sums, sumsOffset + 4 * ROWS + 2 * LANES);
        ZERO.add(s4d).intoArray(sums, sumsOffset + 4 * ROWS + 3 * LANES);
    }
}

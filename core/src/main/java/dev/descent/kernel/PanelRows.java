package dev.descent.kernel;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loop of a product of few rows, for which packing them does not pay: three rows of a as they lie times two panels of b
 * side by side. Helpers are written out, see {@link Tiles}.
 */
final class PanelRows {
    private static final VectorSpecies<Float> SPECIES = Tiles.SPECIES;
    private static final int LANES = Tiles.LANES;
    private static final FloatVector ZERO = Tiles.ZERO;

    /** Rows at a time. */
    static final int ROWS = 3;

    /** Columns at a time: two panels of two vectors. */
    static final int WIDTH = 4 * LANES;

    private PanelRows() {}

    static void times(
            int k,
            float[] a,
            int aOffset,
            int aStride,
            float[] panels,
            int panelsOffset,
            float[] c,
            int cOffset,
            int cStride) {
        FloatVector c0a = FloatVector.zero(SPECIES);
        FloatVector c0b = FloatVector.zero(SPECIES);
        FloatVector c0c = FloatVector.zero(SPECIES);
        FloatVector c0d = FloatVector.zero(SPECIES);
        FloatVector c1a = FloatVector.zero(SPECIES);
        FloatVector c1b = FloatVector.zero(SPECIES);
        FloatVector c1c = FloatVector.zero(SPECIES);
        FloatVector c1d = FloatVector.zero(SPECIES);
        FloatVector c2a = FloatVector.zero(SPECIES);
        FloatVector c2b = FloatVector.zero(SPECIES);
        FloatVector c2c = FloatVector.zero(SPECIES);
        FloatVector c2d = FloatVector.zero(SPECIES);
        int row1 = aOffset + aStride;
        int row2 = aOffset + 2 * aStride;
        int second = panelsOffset + 2 * LANES * k;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, panels, panelsOffset + 2 * LANES * p);
            FloatVector b1 = FloatVector.fromArray(SPECIES, panels, panelsOffset + 2 * LANES * p + LANES);
            FloatVector b2 = FloatVector.fromArray(SPECIES, panels, second + 2 * LANES * p);
            FloatVector b3 = FloatVector.fromArray(SPECIES, panels, second + 2 * LANES * p + LANES);
            FloatVector factor = FloatVector.broadcast(SPECIES, a[aOffset + p]);
            c0a = factor.lanewise(FMA, b0, c0a);
            c0b = factor.lanewise(FMA, b1, c0b);
            c0c = factor.lanewise(FMA, b2, c0c);
            c0d = factor.lanewise(FMA, b3, c0d);
            factor = FloatVector.broadcast(SPECIES, a[row1 + p]);
            c1a = factor.lanewise(FMA, b0, c1a);
            c1b = factor.lanewise(FMA, b1, c1b);
            c1c = factor.lanewise(FMA, b2, c1c);
            c1d = factor.lanewise(FMA, b3, c1d);
            factor = FloatVector.broadcast(SPECIES, a[row2 + p]);
            c2a = factor.lanewise(FMA, b0, c2a);
            c2b = factor.lanewise(FMA, b1, c2b);
            c2c = factor.lanewise(FMA, b2, c2c);
            c2d = factor.lanewise(FMA, b3, c2d);
        }
        ZERO.add(c0a).intoArray(c, cOffset);
        ZERO.add(c0b).intoArray(c, cOffset + LANES);
        ZERO.add(c0c).intoArray(c, cOffset + 2 * LANES);
        ZERO.add(c0d).intoArray(c, cOffset + 3 * LANES);
        ZERO.add(c1a).intoArray(c, cOffset + cStride);
        ZERO.add(c1b).intoArray(c, cOffset + cStride + LANES);
        ZERO.add(c1c).intoArray(c, cOffset + cStride + 2 * LANES);
        ZERO.add(c1d).intoArray(c, cOffset + cStride + 3 * LANES);
        ZERO.add(c2a).intoArray(c, cOffset + 2 * cStride);
        ZERO.add(c2b).intoArray(c, cOffset + 2 * cStride + LANES);
        ZERO.add(c2c).intoArray(c, cOffset + 2 * cStride + 2 * LANES);
        ZERO.add(c2d).intoArray(c, cOffset + 2 * cStride + 3 * LANES);
    }
}

package dev.descent.kernel;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * As {@link PanelTiles}, one vector wide, for c of so few columns that a is read where it lies; b's rows have no gaps. The same bits. Helpers are
 * written out, see {@link Tiles}.
 */
final class LyingTiles {
    private static final VectorSpecies<Float> SPECIES = Tiles.SPECIES;
    private static final int LANES = Tiles.LANES;

    /** Rows of a tile of transposed a as it lies; too many for sixteen registers. */
    static final int HIGH = 16;

    private LyingTiles() {}

    /** a as it lies, rows aStride apart: {@link Tiles#ROWS} of them, one vector wide, b's rows without gaps. */
    static void rowsAsTheyLie(
            int k,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            float[] start,
            int startOffset,
            int startStride,
            float[] c,
            int cOffset,
            int cStride) {
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector c1 = FloatVector.zero(SPECIES);
        FloatVector c2 = FloatVector.zero(SPECIES);
        FloatVector c3 = FloatVector.zero(SPECIES);
        FloatVector c4 = FloatVector.zero(SPECIES);
        FloatVector c5 = FloatVector.zero(SPECIES);
        FloatVector c6 = FloatVector.zero(SPECIES);
        FloatVector c7 = FloatVector.zero(SPECIES);
        int a0 = aOffset;
        int a1 = aOffset + aStride;
        int a2 = aOffset + 2 * aStride;
        int a3 = aOffset + 3 * aStride;
        int a4 = aOffset + 4 * aStride;
        int a5 = aOffset + 5 * aStride;
        int a6 = aOffset + 6 * aStride;
        int a7 = aOffset + 7 * aStride;
        int even = k - (k & 1);
        for (int p = 0; p < even; p += 2) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + LANES * p);
            c0 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[a0 + p]), c0);
            c1 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[a1 + p]), c1);
            c2 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[a2 + p]), c2);
            c3 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[a3 + p]), c3);
            c4 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[a4 + p]), c4);
            c5 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[a5 + p]), c5);
            c6 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[a6 + p]), c6);
            c7 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[a7 + p]), c7);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bOffset + LANES * p + LANES);
            c0 = b1.lanewise(FMA, FloatVector.broadcast(SPECIES, a[a0 + p + 1]), c0);
            c1 = b1.lanewise(FMA, FloatVector.broadcast(SPECIES, a[a1 + p + 1]), c1);
            c2 = b1.lanewise(FMA, FloatVector.broadcast(SPECIES, a[a2 + p + 1]), c2);
            c3 = b1.lanewise(FMA, FloatVector.broadcast(SPECIES, a[a3 + p + 1]), c3);
            c4 = b1.lanewise(FMA, FloatVector.broadcast(SPECIES, a[a4 + p + 1]), c4);
            c5 = b1.lanewise(FMA, FloatVector.broadcast(SPECIES, a[a5 + p + 1]), c5);
            c6 = b1.lanewise(FMA, FloatVector.broadcast(SPECIES, a[a6 + p + 1]), c6);
            c7 = b1.lanewise(FMA, FloatVector.broadcast(SPECIES, a[a7 + p + 1]), c7);
        }
        if (even < k) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + LANES * even);
            c0 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[a0 + even]), c0);
            c1 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[a1 + even]), c1);
            c2 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[a2 + even]), c2);
            c3 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[a3 + even]), c3);
            c4 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[a4 + even]), c4);
            c5 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[a5 + even]), c5);
            c6 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[a6 + even]), c6);
            c7 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[a7 + even]), c7);
        }
        FloatVector.fromArray(SPECIES, start, startOffset).add(c0).intoArray(c, cOffset);
        FloatVector.fromArray(SPECIES, start, startOffset + startStride).add(c1).intoArray(c, cOffset + cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 2 * startStride)
                .add(c2)
                .intoArray(c, cOffset + 2 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 3 * startStride)
                .add(c3)
                .intoArray(c, cOffset + 3 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 4 * startStride)
                .add(c4)
                .intoArray(c, cOffset + 4 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 5 * startStride)
                .add(c5)
                .intoArray(c, cOffset + 5 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 6 * startStride)
                .add(c6)
                .intoArray(c, cOffset + 6 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 7 * startStride)
                .add(c7)
                .intoArray(c, cOffset + 7 * cStride);
    }

    /** a as it lies, the elements of one step side by side: {@link #HIGH} of them, one vector wide, b's rows without gaps. */
    static void columnsAsTheyLie(
            int k,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            float[] start,
            int startOffset,
            int startStride,
            float[] c,
            int cOffset,
            int cStride) {
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector c1 = FloatVector.zero(SPECIES);
        FloatVector c2 = FloatVector.zero(SPECIES);
        FloatVector c3 = FloatVector.zero(SPECIES);
        FloatVector c4 = FloatVector.zero(SPECIES);
        FloatVector c5 = FloatVector.zero(SPECIES);
        FloatVector c6 = FloatVector.zero(SPECIES);
        FloatVector c7 = FloatVector.zero(SPECIES);
        FloatVector c8 = FloatVector.zero(SPECIES);
        FloatVector c9 = FloatVector.zero(SPECIES);
        FloatVector c10 = FloatVector.zero(SPECIES);
        FloatVector c11 = FloatVector.zero(SPECIES);
        FloatVector c12 = FloatVector.zero(SPECIES);
        FloatVector c13 = FloatVector.zero(SPECIES);
        FloatVector c14 = FloatVector.zero(SPECIES);
        FloatVector c15 = FloatVector.zero(SPECIES);
        int aRow = aOffset;
        int even = k - (k & 1);
        for (int p = 0; p < even; p += 2) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + LANES * p);
            c0 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow]), c0);
            c1 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 1]), c1);
            c2 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 2]), c2);
            c3 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 3]), c3);
            c4 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 4]), c4);
            c5 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 5]), c5);
            c6 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 6]), c6);
            c7 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 7]), c7);
            c8 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 8]), c8);
            c9 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 9]), c9);
            c10 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 10]), c10);
            c11 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 11]), c11);
            c12 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 12]), c12);
            c13 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 13]), c13);
            c14 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 14]), c14);
            c15 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 15]), c15);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bOffset + LANES * p + LANES);
            c0 = b1.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + aStride]), c0);
            c1 = b1.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + aStride + 1]), c1);
            c2 = b1.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + aStride + 2]), c2);
            c3 = b1.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + aStride + 3]), c3);
            c4 = b1.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + aStride + 4]), c4);
            c5 = b1.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + aStride + 5]), c5);
            c6 = b1.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + aStride + 6]), c6);
            c7 = b1.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + aStride + 7]), c7);
            c8 = b1.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + aStride + 8]), c8);
            c9 = b1.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + aStride + 9]), c9);
            c10 = b1.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + aStride + 10]), c10);
            c11 = b1.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + aStride + 11]), c11);
            c12 = b1.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + aStride + 12]), c12);
            c13 = b1.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + aStride + 13]), c13);
            c14 = b1.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + aStride + 14]), c14);
            c15 = b1.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + aStride + 15]), c15);
            aRow += 2 * aStride;
        }
        if (even < k) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + LANES * even);
            c0 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow]), c0);
            c1 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 1]), c1);
            c2 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 2]), c2);
            c3 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 3]), c3);
            c4 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 4]), c4);
            c5 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 5]), c5);
            c6 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 6]), c6);
            c7 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 7]), c7);
            c8 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 8]), c8);
            c9 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 9]), c9);
            c10 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 10]), c10);
            c11 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 11]), c11);
            c12 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 12]), c12);
            c13 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 13]), c13);
            c14 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 14]), c14);
            c15 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 15]), c15);
        }
        FloatVector.fromArray(SPECIES, start, startOffset).add(c0).intoArray(c, cOffset);
        FloatVector.fromArray(SPECIES, start, startOffset + startStride).add(c1).intoArray(c, cOffset + cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 2 * startStride)
                .add(c2)
                .intoArray(c, cOffset + 2 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 3 * startStride)
                .add(c3)
                .intoArray(c, cOffset + 3 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 4 * startStride)
                .add(c4)
                .intoArray(c, cOffset + 4 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 5 * startStride)
                .add(c5)
                .intoArray(c, cOffset + 5 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 6 * startStride)
                .add(c6)
                .intoArray(c, cOffset + 6 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 7 * startStride)
                .add(c7)
                .intoArray(c, cOffset + 7 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 8 * startStride)
                .add(c8)
                .intoArray(c, cOffset + 8 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 9 * startStride)
                .add(c9)
                .intoArray(c, cOffset + 9 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 10 * startStride)
                .add(c10)
                .intoArray(c, cOffset + 10 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 11 * startStride)
                .add(c11)
                .intoArray(c, cOffset + 11 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 12 * startStride)
                .add(c12)
                .intoArray(c, cOffset + 12 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 13 * startStride)
                .add(c13)
                .intoArray(c, cOffset + 13 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 14 * startStride)
                .add(c14)
                .intoArray(c, cOffset + 14 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 15 * startStride)
                .add(c15)
                .intoArray(c, cOffset + 15 * cStride);
    }
}

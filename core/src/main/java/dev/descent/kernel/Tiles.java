package dev.descent.kernel;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loops of products with few columns, a as it lies: a tile of c, some rows high and one vector wide, is kept in
 * registers while k runs; each step loads a row of b once and broadcasts one element of a per row of c. A tile takes every sum
 * from 0 to k − 1, so where its corner lies does not change a bit of any element.
 *
 * <p>To each sum {@code start} is added: c itself, a row (stride 0) or zeros. Tiles are written whole. There are no helper methods
 * here on purpose: beyond a certain size C2 inlines only the Vector API's own, and a vector passed to any other is allocated.
 */
final class Tiles {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();

    /**
     * Added to a sum before it is stored: the constant's class is known to C2, a sum's own is not where a method was compiled in
     * the middle of its first loop, and then every vector of the loop is allocated, for as long as the process lives (four times
     * slower, measured). No sum may begin with it: it is no vector that C2 made.
     */
    static final FloatVector ZERO = FloatVector.zero(SPECIES);

    /** Rows of a tile: batches are multiples of 8. */
    static final int ROWS = 8;

    private Tiles() {}

    /** a's {@link #ROWS} elements of one step lie side by side, steps aStride apart. */
    static void narrow(
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
            int cStride) {
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector c1 = FloatVector.zero(SPECIES);
        FloatVector c2 = FloatVector.zero(SPECIES);
        FloatVector c3 = FloatVector.zero(SPECIES);
        FloatVector c4 = FloatVector.zero(SPECIES);
        FloatVector c5 = FloatVector.zero(SPECIES);
        FloatVector c6 = FloatVector.zero(SPECIES);
        FloatVector c7 = FloatVector.zero(SPECIES);
        int aRow = aOffset;
        int bRow = bOffset;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bRow);
            c0 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow]), c0);
            c1 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 1]), c1);
            c2 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 2]), c2);
            c3 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 3]), c3);
            c4 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 4]), c4);
            c5 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 5]), c5);
            c6 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 6]), c6);
            c7 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aRow + 7]), c7);
            aRow += aStride;
            bRow += bStride;
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

    /** a's rows lie aStride apart. */
    static void narrowOfRows(
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
        int bRow = bOffset;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bRow);
            c0 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[a0 + p]), c0);
            c1 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[a1 + p]), c1);
            c2 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[a2 + p]), c2);
            c3 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[a3 + p]), c3);
            c4 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[a4 + p]), c4);
            c5 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[a5 + p]), c5);
            c6 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[a6 + p]), c6);
            c7 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[a7 + p]), c7);
            bRow += bStride;
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
}

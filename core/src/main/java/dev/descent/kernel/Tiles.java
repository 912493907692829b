package dev.descent.kernel;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loops of a product of matrices: a tile of c, {@link #ROWS} rows high and one or two vectors wide, is kept in
 * registers while k runs; each step loads a row of b once and broadcasts one element of a per row of c. A tile takes every sum
 * from 0 to k − 1, so where its corner lies does not change a bit of any element.
 *
 * <p>Sums begin with {@code start}: c itself, a row (stride 0) or zeros. Tiles are written whole. There are no helper methods
 * here on purpose: beyond a certain size C2 inlines only the Vector API's own, and a vector passed to any other is allocated.
 */
final class Tiles {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();

    /**
     * Added to a sum before it is stored: the constant's class is known to C2, a sum's own is not where a method was compiled in
     * the middle of its first loop, and then every vector of the loop is allocated, for as long as the process lives (four times
     * slower, measured).
     */
    static final FloatVector ZERO = FloatVector.zero(SPECIES);

    /** Rows of a tile: 16 sums and 3 operands fit the 32 registers of AVX-512, and batches are multiples of 8. */
    static final int ROWS = 8;

    private Tiles() {}

    /** Two vectors wide; a's {@link #ROWS} elements of one step lie side by side, steps aStride apart. */
    static void wide(
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
        FloatVector c0a = FloatVector.fromArray(SPECIES, start, startOffset);
        FloatVector c0b = FloatVector.fromArray(SPECIES, start, startOffset + LANES);
        FloatVector c1a = FloatVector.fromArray(SPECIES, start, startOffset + startStride);
        FloatVector c1b = FloatVector.fromArray(SPECIES, start, startOffset + startStride + LANES);
        FloatVector c2a = FloatVector.fromArray(SPECIES, start, startOffset + 2 * startStride);
        FloatVector c2b = FloatVector.fromArray(SPECIES, start, startOffset + 2 * startStride + LANES);
        FloatVector c3a = FloatVector.fromArray(SPECIES, start, startOffset + 3 * startStride);
        FloatVector c3b = FloatVector.fromArray(SPECIES, start, startOffset + 3 * startStride + LANES);
        FloatVector c4a = FloatVector.fromArray(SPECIES, start, startOffset + 4 * startStride);
        FloatVector c4b = FloatVector.fromArray(SPECIES, start, startOffset + 4 * startStride + LANES);
        FloatVector c5a = FloatVector.fromArray(SPECIES, start, startOffset + 5 * startStride);
        FloatVector c5b = FloatVector.fromArray(SPECIES, start, startOffset + 5 * startStride + LANES);
        FloatVector c6a = FloatVector.fromArray(SPECIES, start, startOffset + 6 * startStride);
        FloatVector c6b = FloatVector.fromArray(SPECIES, start, startOffset + 6 * startStride + LANES);
        FloatVector c7a = FloatVector.fromArray(SPECIES, start, startOffset + 7 * startStride);
        FloatVector c7b = FloatVector.fromArray(SPECIES, start, startOffset + 7 * startStride + LANES);
        int aRow = aOffset;
        int bRow = bOffset;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bRow);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bRow + LANES);
            FloatVector factor = FloatVector.broadcast(SPECIES, a[aRow]);
            c0a = factor.lanewise(FMA, b0, c0a);
            c0b = factor.lanewise(FMA, b1, c0b);
            factor = FloatVector.broadcast(SPECIES, a[aRow + 1]);
            c1a = factor.lanewise(FMA, b0, c1a);
            c1b = factor.lanewise(FMA, b1, c1b);
            factor = FloatVector.broadcast(SPECIES, a[aRow + 2]);
            c2a = factor.lanewise(FMA, b0, c2a);
            c2b = factor.lanewise(FMA, b1, c2b);
            factor = FloatVector.broadcast(SPECIES, a[aRow + 3]);
            c3a = factor.lanewise(FMA, b0, c3a);
            c3b = factor.lanewise(FMA, b1, c3b);
            factor = FloatVector.broadcast(SPECIES, a[aRow + 4]);
            c4a = factor.lanewise(FMA, b0, c4a);
            c4b = factor.lanewise(FMA, b1, c4b);
            factor = FloatVector.broadcast(SPECIES, a[aRow + 5]);
            c5a = factor.lanewise(FMA, b0, c5a);
            c5b = factor.lanewise(FMA, b1, c5b);
            factor = FloatVector.broadcast(SPECIES, a[aRow + 6]);
            c6a = factor.lanewise(FMA, b0, c6a);
            c6b = factor.lanewise(FMA, b1, c6b);
            factor = FloatVector.broadcast(SPECIES, a[aRow + 7]);
            c7a = factor.lanewise(FMA, b0, c7a);
            c7b = factor.lanewise(FMA, b1, c7b);
            aRow += aStride;
            bRow += bStride;
        }
        ZERO.add(c0a).intoArray(c, cOffset);
        ZERO.add(c0b).intoArray(c, cOffset + LANES);
        ZERO.add(c1a).intoArray(c, cOffset + cStride);
        ZERO.add(c1b).intoArray(c, cOffset + cStride + LANES);
        ZERO.add(c2a).intoArray(c, cOffset + 2 * cStride);
        ZERO.add(c2b).intoArray(c, cOffset + 2 * cStride + LANES);
        ZERO.add(c3a).intoArray(c, cOffset + 3 * cStride);
        ZERO.add(c3b).intoArray(c, cOffset + 3 * cStride + LANES);
        ZERO.add(c4a).intoArray(c, cOffset + 4 * cStride);
        ZERO.add(c4b).intoArray(c, cOffset + 4 * cStride + LANES);
        ZERO.add(c5a).intoArray(c, cOffset + 5 * cStride);
        ZERO.add(c5b).intoArray(c, cOffset + 5 * cStride + LANES);
        ZERO.add(c6a).intoArray(c, cOffset + 6 * cStride);
        ZERO.add(c6b).intoArray(c, cOffset + 6 * cStride + LANES);
        ZERO.add(c7a).intoArray(c, cOffset + 7 * cStride);
        ZERO.add(c7b).intoArray(c, cOffset + 7 * cStride + LANES);
    }

    /** One vector wide; a's {@link #ROWS} elements of one step lie side by side, steps aStride apart. */
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
        FloatVector c0 = FloatVector.fromArray(SPECIES, start, startOffset);
        FloatVector c1 = FloatVector.fromArray(SPECIES, start, startOffset + startStride);
        FloatVector c2 = FloatVector.fromArray(SPECIES, start, startOffset + 2 * startStride);
        FloatVector c3 = FloatVector.fromArray(SPECIES, start, startOffset + 3 * startStride);
        FloatVector c4 = FloatVector.fromArray(SPECIES, start, startOffset + 4 * startStride);
        FloatVector c5 = FloatVector.fromArray(SPECIES, start, startOffset + 5 * startStride);
        FloatVector c6 = FloatVector.fromArray(SPECIES, start, startOffset + 6 * startStride);
        FloatVector c7 = FloatVector.fromArray(SPECIES, start, startOffset + 7 * startStride);
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
        ZERO.add(c0).intoArray(c, cOffset);
        ZERO.add(c1).intoArray(c, cOffset + cStride);
        ZERO.add(c2).intoArray(c, cOffset + 2 * cStride);
        ZERO.add(c3).intoArray(c, cOffset + 3 * cStride);
        ZERO.add(c4).intoArray(c, cOffset + 4 * cStride);
        ZERO.add(c5).intoArray(c, cOffset + 5 * cStride);
        ZERO.add(c6).intoArray(c, cOffset + 6 * cStride);
        ZERO.add(c7).intoArray(c, cOffset + 7 * cStride);
    }

    /** Two vectors wide; a's rows lie aStride apart. */
    static void wideOfRows(
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
        FloatVector c0a = FloatVector.fromArray(SPECIES, start, startOffset);
        FloatVector c0b = FloatVector.fromArray(SPECIES, start, startOffset + LANES);
        FloatVector c1a = FloatVector.fromArray(SPECIES, start, startOffset + startStride);
        FloatVector c1b = FloatVector.fromArray(SPECIES, start, startOffset + startStride + LANES);
        FloatVector c2a = FloatVector.fromArray(SPECIES, start, startOffset + 2 * startStride);
        FloatVector c2b = FloatVector.fromArray(SPECIES, start, startOffset + 2 * startStride + LANES);
        FloatVector c3a = FloatVector.fromArray(SPECIES, start, startOffset + 3 * startStride);
        FloatVector c3b = FloatVector.fromArray(SPECIES, start, startOffset + 3 * startStride + LANES);
        FloatVector c4a = FloatVector.fromArray(SPECIES, start, startOffset + 4 * startStride);
        FloatVector c4b = FloatVector.fromArray(SPECIES, start, startOffset + 4 * startStride + LANES);
        FloatVector c5a = FloatVector.fromArray(SPECIES, start, startOffset + 5 * startStride);
        FloatVector c5b = FloatVector.fromArray(SPECIES, start, startOffset + 5 * startStride + LANES);
        FloatVector c6a = FloatVector.fromArray(SPECIES, start, startOffset + 6 * startStride);
        FloatVector c6b = FloatVector.fromArray(SPECIES, start, startOffset + 6 * startStride + LANES);
        FloatVector c7a = FloatVector.fromArray(SPECIES, start, startOffset + 7 * startStride);
        FloatVector c7b = FloatVector.fromArray(SPECIES, start, startOffset + 7 * startStride + LANES);
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
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bRow + LANES);
            FloatVector factor = FloatVector.broadcast(SPECIES, a[a0 + p]);
            c0a = factor.lanewise(FMA, b0, c0a);
            c0b = factor.lanewise(FMA, b1, c0b);
            factor = FloatVector.broadcast(SPECIES, a[a1 + p]);
            c1a = factor.lanewise(FMA, b0, c1a);
            c1b = factor.lanewise(FMA, b1, c1b);
            factor = FloatVector.broadcast(SPECIES, a[a2 + p]);
            c2a = factor.lanewise(FMA, b0, c2a);
            c2b = factor.lanewise(FMA, b1, c2b);
            factor = FloatVector.broadcast(SPECIES, a[a3 + p]);
            c3a = factor.lanewise(FMA, b0, c3a);
            c3b = factor.lanewise(FMA, b1, c3b);
            factor = FloatVector.broadcast(SPECIES, a[a4 + p]);
            c4a = factor.lanewise(FMA, b0, c4a);
            c4b = factor.lanewise(FMA, b1, c4b);
            factor = FloatVector.broadcast(SPECIES, a[a5 + p]);
            c5a = factor.lanewise(FMA, b0, c5a);
            c5b = factor.lanewise(FMA, b1, c5b);
            factor = FloatVector.broadcast(SPECIES, a[a6 + p]);
            c6a = factor.lanewise(FMA, b0, c6a);
            c6b = factor.lanewise(FMA, b1, c6b);
            factor = FloatVector.broadcast(SPECIES, a[a7 + p]);
            c7a = factor.lanewise(FMA, b0, c7a);
            c7b = factor.lanewise(FMA, b1, c7b);
            bRow += bStride;
        }
        ZERO.add(c0a).intoArray(c, cOffset);
        ZERO.add(c0b).intoArray(c, cOffset + LANES);
        ZERO.add(c1a).intoArray(c, cOffset + cStride);
        ZERO.add(c1b).intoArray(c, cOffset + cStride + LANES);
        ZERO.add(c2a).intoArray(c, cOffset + 2 * cStride);
        ZERO.add(c2b).intoArray(c, cOffset + 2 * cStride + LANES);
        ZERO.add(c3a).intoArray(c, cOffset + 3 * cStride);
        ZERO.add(c3b).intoArray(c, cOffset + 3 * cStride + LANES);
        ZERO.add(c4a).intoArray(c, cOffset + 4 * cStride);
        ZERO.add(c4b).intoArray(c, cOffset + 4 * cStride + LANES);
        ZERO.add(c5a).intoArray(c, cOffset + 5 * cStride);
        ZERO.add(c5b).intoArray(c, cOffset + 5 * cStride + LANES);
        ZERO.add(c6a).intoArray(c, cOffset + 6 * cStride);
        ZERO.add(c6b).intoArray(c, cOffset + 6 * cStride + LANES);
        ZERO.add(c7a).intoArray(c, cOffset + 7 * cStride);
        ZERO.add(c7b).intoArray(c, cOffset + 7 * cStride + LANES);
    }

    /** One vector wide; a's rows lie aStride apart. */
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
        FloatVector c0 = FloatVector.fromArray(SPECIES, start, startOffset);
        FloatVector c1 = FloatVector.fromArray(SPECIES, start, startOffset + startStride);
        FloatVector c2 = FloatVector.fromArray(SPECIES, start, startOffset + 2 * startStride);
        FloatVector c3 = FloatVector.fromArray(SPECIES, start, startOffset + 3 * startStride);
        FloatVector c4 = FloatVector.fromArray(SPECIES, start, startOffset + 4 * startStride);
        FloatVector c5 = FloatVector.fromArray(SPECIES, start, startOffset + 5 * startStride);
        FloatVector c6 = FloatVector.fromArray(SPECIES, start, startOffset + 6 * startStride);
        FloatVector c7 = FloatVector.fromArray(SPECIES, start, startOffset + 7 * startStride);
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
        ZERO.add(c0).intoArray(c, cOffset);
        ZERO.add(c1).intoArray(c, cOffset + cStride);
        ZERO.add(c2).intoArray(c, cOffset + 2 * cStride);
        ZERO.add(c3).intoArray(c, cOffset + 3 * cStride);
        ZERO.add(c4).intoArray(c, cOffset + 4 * cStride);
        ZERO.add(c5).intoArray(c, cOffset + 5 * cStride);
        ZERO.add(c6).intoArray(c, cOffset + 6 * cStride);
        ZERO.add(c7).intoArray(c, cOffset + 7 * cStride);
    }
}

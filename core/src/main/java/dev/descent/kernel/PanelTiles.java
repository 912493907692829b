package dev.descent.kernel;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loops of a product of matrices: a tile of c, some rows high and one or two vectors wide, is kept in registers while
 * k runs; each step loads a row of b once and broadcasts one element of a per row of c. A tile takes every sum from 0 to
 * k − 1, so where its corner lies does not change a bit of any element.
 *
 * <p>a lies in panels of {@link #QUAD} rows, {@code [k, 4]}, one behind the other ({@link Panels}). Tiles of {@link #ROWS} rows read b
 * without gaps between its rows: strides that C2 knows need no checks of bounds within the loop and fewer registers, which is
 * worth a fifth on Intel. Those of {@link #FEW} rows are for what is left, and for b as it lies.
 *
 * <p>To each sum {@code start} is added, which is c itself, a row (stride 0) or zeros. Tiles are written whole. Helpers are
 * written out, see {@link Tiles}.
 */
final class PanelTiles {
    private static final VectorSpecies<Float> SPECIES = Tiles.SPECIES;
    private static final int LANES = Tiles.LANES;
    /** Rows of a panel of a. */
    static final int QUAD = 4;

    /** Rows of a tile: 24 sums and some operands fit the 32 registers of AVX-512. */
    static final int ROWS = 12;

    /** Rows of a small tile: every multiple of 4 from 8 on is a sum of tiles of either kind. */
    static final int FEW = 8;

    private PanelTiles() {}

    /** Two vectors wide, b's rows without gaps. */
    static void wide(
            int k,
            float[] a,
            int aOffset,
            float[] b,
            int bOffset,
            float[] start,
            int startOffset,
            int startStride,
            float[] c,
            int cOffset,
            int cStride) {
        FloatVector c0a = FloatVector.zero(SPECIES);
        FloatVector c0b = FloatVector.zero(SPECIES);
        FloatVector c1a = FloatVector.zero(SPECIES);
        FloatVector c1b = FloatVector.zero(SPECIES);
        FloatVector c2a = FloatVector.zero(SPECIES);
        FloatVector c2b = FloatVector.zero(SPECIES);
        FloatVector c3a = FloatVector.zero(SPECIES);
        FloatVector c3b = FloatVector.zero(SPECIES);
        FloatVector c4a = FloatVector.zero(SPECIES);
        FloatVector c4b = FloatVector.zero(SPECIES);
        FloatVector c5a = FloatVector.zero(SPECIES);
        FloatVector c5b = FloatVector.zero(SPECIES);
        FloatVector c6a = FloatVector.zero(SPECIES);
        FloatVector c6b = FloatVector.zero(SPECIES);
        FloatVector c7a = FloatVector.zero(SPECIES);
        FloatVector c7b = FloatVector.zero(SPECIES);
        FloatVector c8a = FloatVector.zero(SPECIES);
        FloatVector c8b = FloatVector.zero(SPECIES);
        FloatVector c9a = FloatVector.zero(SPECIES);
        FloatVector c9b = FloatVector.zero(SPECIES);
        FloatVector c10a = FloatVector.zero(SPECIES);
        FloatVector c10b = FloatVector.zero(SPECIES);
        FloatVector c11a = FloatVector.zero(SPECIES);
        FloatVector c11b = FloatVector.zero(SPECIES);
        int quad1 = aOffset + QUAD * k;
        int quad2 = aOffset + 2 * QUAD * k;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + 2 * LANES * p);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bOffset + 2 * LANES * p + LANES);
            FloatVector factor = FloatVector.broadcast(SPECIES, a[aOffset + QUAD * p]);
            c0a = factor.lanewise(FMA, b0, c0a);
            c0b = factor.lanewise(FMA, b1, c0b);
            factor = FloatVector.broadcast(SPECIES, a[aOffset + QUAD * p + 1]);
            c1a = factor.lanewise(FMA, b0, c1a);
            c1b = factor.lanewise(FMA, b1, c1b);
            factor = FloatVector.broadcast(SPECIES, a[aOffset + QUAD * p + 2]);
            c2a = factor.lanewise(FMA, b0, c2a);
            c2b = factor.lanewise(FMA, b1, c2b);
            factor = FloatVector.broadcast(SPECIES, a[aOffset + QUAD * p + 3]);
            c3a = factor.lanewise(FMA, b0, c3a);
            c3b = factor.lanewise(FMA, b1, c3b);
            factor = FloatVector.broadcast(SPECIES, a[quad1 + QUAD * p]);
            c4a = factor.lanewise(FMA, b0, c4a);
            c4b = factor.lanewise(FMA, b1, c4b);
            factor = FloatVector.broadcast(SPECIES, a[quad1 + QUAD * p + 1]);
            c5a = factor.lanewise(FMA, b0, c5a);
            c5b = factor.lanewise(FMA, b1, c5b);
            factor = FloatVector.broadcast(SPECIES, a[quad1 + QUAD * p + 2]);
            c6a = factor.lanewise(FMA, b0, c6a);
            c6b = factor.lanewise(FMA, b1, c6b);
            factor = FloatVector.broadcast(SPECIES, a[quad1 + QUAD * p + 3]);
            c7a = factor.lanewise(FMA, b0, c7a);
            c7b = factor.lanewise(FMA, b1, c7b);
            factor = FloatVector.broadcast(SPECIES, a[quad2 + QUAD * p]);
            c8a = factor.lanewise(FMA, b0, c8a);
            c8b = factor.lanewise(FMA, b1, c8b);
            factor = FloatVector.broadcast(SPECIES, a[quad2 + QUAD * p + 1]);
            c9a = factor.lanewise(FMA, b0, c9a);
            c9b = factor.lanewise(FMA, b1, c9b);
            factor = FloatVector.broadcast(SPECIES, a[quad2 + QUAD * p + 2]);
            c10a = factor.lanewise(FMA, b0, c10a);
            c10b = factor.lanewise(FMA, b1, c10b);
            factor = FloatVector.broadcast(SPECIES, a[quad2 + QUAD * p + 3]);
            c11a = factor.lanewise(FMA, b0, c11a);
            c11b = factor.lanewise(FMA, b1, c11b);
        }
        FloatVector.fromArray(SPECIES, start, startOffset).add(c0a).intoArray(c, cOffset);
        FloatVector.fromArray(SPECIES, start, startOffset + LANES).add(c0b).intoArray(c, cOffset + LANES);
        FloatVector.fromArray(SPECIES, start, startOffset + startStride)
                .add(c1a)
                .intoArray(c, cOffset + cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + startStride + LANES)
                .add(c1b)
                .intoArray(c, cOffset + cStride + LANES);
        FloatVector.fromArray(SPECIES, start, startOffset + 2 * startStride)
                .add(c2a)
                .intoArray(c, cOffset + 2 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 2 * startStride + LANES)
                .add(c2b)
                .intoArray(c, cOffset + 2 * cStride + LANES);
        FloatVector.fromArray(SPECIES, start, startOffset + 3 * startStride)
                .add(c3a)
                .intoArray(c, cOffset + 3 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 3 * startStride + LANES)
                .add(c3b)
                .intoArray(c, cOffset + 3 * cStride + LANES);
        FloatVector.fromArray(SPECIES, start, startOffset + 4 * startStride)
                .add(c4a)
                .intoArray(c, cOffset + 4 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 4 * startStride + LANES)
                .add(c4b)
                .intoArray(c, cOffset + 4 * cStride + LANES);
        FloatVector.fromArray(SPECIES, start, startOffset + 5 * startStride)
                .add(c5a)
                .intoArray(c, cOffset + 5 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 5 * startStride + LANES)
                .add(c5b)
                .intoArray(c, cOffset + 5 * cStride + LANES);
        FloatVector.fromArray(SPECIES, start, startOffset + 6 * startStride)
                .add(c6a)
                .intoArray(c, cOffset + 6 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 6 * startStride + LANES)
                .add(c6b)
                .intoArray(c, cOffset + 6 * cStride + LANES);
        FloatVector.fromArray(SPECIES, start, startOffset + 7 * startStride)
                .add(c7a)
                .intoArray(c, cOffset + 7 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 7 * startStride + LANES)
                .add(c7b)
                .intoArray(c, cOffset + 7 * cStride + LANES);
        FloatVector.fromArray(SPECIES, start, startOffset + 8 * startStride)
                .add(c8a)
                .intoArray(c, cOffset + 8 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 8 * startStride + LANES)
                .add(c8b)
                .intoArray(c, cOffset + 8 * cStride + LANES);
        FloatVector.fromArray(SPECIES, start, startOffset + 9 * startStride)
                .add(c9a)
                .intoArray(c, cOffset + 9 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 9 * startStride + LANES)
                .add(c9b)
                .intoArray(c, cOffset + 9 * cStride + LANES);
        FloatVector.fromArray(SPECIES, start, startOffset + 10 * startStride)
                .add(c10a)
                .intoArray(c, cOffset + 10 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 10 * startStride + LANES)
                .add(c10b)
                .intoArray(c, cOffset + 10 * cStride + LANES);
        FloatVector.fromArray(SPECIES, start, startOffset + 11 * startStride)
                .add(c11a)
                .intoArray(c, cOffset + 11 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 11 * startStride + LANES)
                .add(c11b)
                .intoArray(c, cOffset + 11 * cStride + LANES);
    }

    /** Two vectors wide, b's rows bStride apart. */
    static void fewWide(
            int k,
            float[] a,
            int aOffset,
            float[] b,
            int bOffset,
            int bStride,
            float[] start,
            int startOffset,
            int startStride,
            float[] c,
            int cOffset,
            int cStride) {
        FloatVector c0a = FloatVector.zero(SPECIES);
        FloatVector c0b = FloatVector.zero(SPECIES);
        FloatVector c1a = FloatVector.zero(SPECIES);
        FloatVector c1b = FloatVector.zero(SPECIES);
        FloatVector c2a = FloatVector.zero(SPECIES);
        FloatVector c2b = FloatVector.zero(SPECIES);
        FloatVector c3a = FloatVector.zero(SPECIES);
        FloatVector c3b = FloatVector.zero(SPECIES);
        FloatVector c4a = FloatVector.zero(SPECIES);
        FloatVector c4b = FloatVector.zero(SPECIES);
        FloatVector c5a = FloatVector.zero(SPECIES);
        FloatVector c5b = FloatVector.zero(SPECIES);
        FloatVector c6a = FloatVector.zero(SPECIES);
        FloatVector c6b = FloatVector.zero(SPECIES);
        FloatVector c7a = FloatVector.zero(SPECIES);
        FloatVector c7b = FloatVector.zero(SPECIES);
        int quad1 = aOffset + QUAD * k;
        int row = bOffset;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, row);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, row + LANES);
            FloatVector factor = FloatVector.broadcast(SPECIES, a[aOffset + QUAD * p]);
            c0a = factor.lanewise(FMA, b0, c0a);
            c0b = factor.lanewise(FMA, b1, c0b);
            factor = FloatVector.broadcast(SPECIES, a[aOffset + QUAD * p + 1]);
            c1a = factor.lanewise(FMA, b0, c1a);
            c1b = factor.lanewise(FMA, b1, c1b);
            factor = FloatVector.broadcast(SPECIES, a[aOffset + QUAD * p + 2]);
            c2a = factor.lanewise(FMA, b0, c2a);
            c2b = factor.lanewise(FMA, b1, c2b);
            factor = FloatVector.broadcast(SPECIES, a[aOffset + QUAD * p + 3]);
            c3a = factor.lanewise(FMA, b0, c3a);
            c3b = factor.lanewise(FMA, b1, c3b);
            factor = FloatVector.broadcast(SPECIES, a[quad1 + QUAD * p]);
            c4a = factor.lanewise(FMA, b0, c4a);
            c4b = factor.lanewise(FMA, b1, c4b);
            factor = FloatVector.broadcast(SPECIES, a[quad1 + QUAD * p + 1]);
            c5a = factor.lanewise(FMA, b0, c5a);
            c5b = factor.lanewise(FMA, b1, c5b);
            factor = FloatVector.broadcast(SPECIES, a[quad1 + QUAD * p + 2]);
            c6a = factor.lanewise(FMA, b0, c6a);
            c6b = factor.lanewise(FMA, b1, c6b);
            factor = FloatVector.broadcast(SPECIES, a[quad1 + QUAD * p + 3]);
            c7a = factor.lanewise(FMA, b0, c7a);
            c7b = factor.lanewise(FMA, b1, c7b);
            row += bStride;
        }
        FloatVector.fromArray(SPECIES, start, startOffset).add(c0a).intoArray(c, cOffset);
        FloatVector.fromArray(SPECIES, start, startOffset + LANES).add(c0b).intoArray(c, cOffset + LANES);
        FloatVector.fromArray(SPECIES, start, startOffset + startStride)
                .add(c1a)
                .intoArray(c, cOffset + cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + startStride + LANES)
                .add(c1b)
                .intoArray(c, cOffset + cStride + LANES);
        FloatVector.fromArray(SPECIES, start, startOffset + 2 * startStride)
                .add(c2a)
                .intoArray(c, cOffset + 2 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 2 * startStride + LANES)
                .add(c2b)
                .intoArray(c, cOffset + 2 * cStride + LANES);
        FloatVector.fromArray(SPECIES, start, startOffset + 3 * startStride)
                .add(c3a)
                .intoArray(c, cOffset + 3 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 3 * startStride + LANES)
                .add(c3b)
                .intoArray(c, cOffset + 3 * cStride + LANES);
        FloatVector.fromArray(SPECIES, start, startOffset + 4 * startStride)
                .add(c4a)
                .intoArray(c, cOffset + 4 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 4 * startStride + LANES)
                .add(c4b)
                .intoArray(c, cOffset + 4 * cStride + LANES);
        FloatVector.fromArray(SPECIES, start, startOffset + 5 * startStride)
                .add(c5a)
                .intoArray(c, cOffset + 5 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 5 * startStride + LANES)
                .add(c5b)
                .intoArray(c, cOffset + 5 * cStride + LANES);
        FloatVector.fromArray(SPECIES, start, startOffset + 6 * startStride)
                .add(c6a)
                .intoArray(c, cOffset + 6 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 6 * startStride + LANES)
                .add(c6b)
                .intoArray(c, cOffset + 6 * cStride + LANES);
        FloatVector.fromArray(SPECIES, start, startOffset + 7 * startStride)
                .add(c7a)
                .intoArray(c, cOffset + 7 * cStride);
        FloatVector.fromArray(SPECIES, start, startOffset + 7 * startStride + LANES)
                .add(c7b)
                .intoArray(c, cOffset + 7 * cStride + LANES);
    }

    /** One vector wide, b's rows without gaps. */
    static void narrow(
            int k,
            float[] a,
            int aOffset,
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
        int quad1 = aOffset + QUAD * k;
        int quad2 = aOffset + 2 * QUAD * k;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + LANES * p);
            c0 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aOffset + QUAD * p]), c0);
            c1 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aOffset + QUAD * p + 1]), c1);
            c2 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aOffset + QUAD * p + 2]), c2);
            c3 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aOffset + QUAD * p + 3]), c3);
            c4 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[quad1 + QUAD * p]), c4);
            c5 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[quad1 + QUAD * p + 1]), c5);
            c6 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[quad1 + QUAD * p + 2]), c6);
            c7 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[quad1 + QUAD * p + 3]), c7);
            c8 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[quad2 + QUAD * p]), c8);
            c9 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[quad2 + QUAD * p + 1]), c9);
            c10 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[quad2 + QUAD * p + 2]), c10);
            c11 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[quad2 + QUAD * p + 3]), c11);
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
    }

    /** One vector wide, b's rows bStride apart. */
    static void fewNarrow(
            int k,
            float[] a,
            int aOffset,
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
        int quad1 = aOffset + QUAD * k;
        int row = bOffset;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, row);
            c0 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aOffset + QUAD * p]), c0);
            c1 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aOffset + QUAD * p + 1]), c1);
            c2 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aOffset + QUAD * p + 2]), c2);
            c3 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[aOffset + QUAD * p + 3]), c3);
            c4 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[quad1 + QUAD * p]), c4);
            c5 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[quad1 + QUAD * p + 1]), c5);
            c6 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[quad1 + QUAD * p + 2]), c6);
            c7 = b0.lanewise(FMA, FloatVector.broadcast(SPECIES, a[quad1 + QUAD * p + 3]), c7);
            row += bStride;
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

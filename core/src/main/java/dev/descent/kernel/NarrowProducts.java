package dev.descent.kernel;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of a row or two with matrices narrower than a vector, as for one sample before ten classes: nothing is packed, which
 * would cost more than the product. Whole vectors are read and written across the ends of rows where the array goes on; what
 * they hold beyond the row is not used, or is written back as it was. (Masked vectors would say the same more plainly, but take
 * seconds to be compiled.)
 */
final class NarrowProducts {
    private static final VectorSpecies<Float> SPECIES = Tiles.SPECIES;
    private static final int LANES = Tiles.LANES;
    private static final FloatVector ZERO = Tiles.ZERO;

    /** Columns of a b that {@link #rowOfTens} takes, and its rows at a time. */
    private static final int TEN = 10;

    private static final int TENS = 8;

    /** Rows of b from which on it pays to add up at the end. */
    private static final int WORTH_TENS = 48;

    /** Which row of eight each lane of five vectors belongs to. */
    private static final VectorShuffle<Float> TENS_0 = rows(0);

    private static final VectorShuffle<Float> TENS_1 = rows(1);
    private static final VectorShuffle<Float> TENS_2 = rows(2);
    private static final VectorShuffle<Float> TENS_3 = rows(3);
    private static final VectorShuffle<Float> TENS_4 = rows(4);

    private NarrowProducts() {}

    private static VectorShuffle<Float> rows(int vector) {
        return SPECIES.shuffleFromOp(lane -> (LANES * vector + lane) / TEN % LANES);
    }

    /** {@code c = start + a · b}; a {@code [k]}, b {@code [k, n]}, n below {@link Tiles#LANES}. */
    static void row(
            int n,
            int k,
            float[] a,
            int aOffset,
            float[] b,
            int bOffset,
            int bStride,
            float[] start,
            int startOffset,
            float[] c,
            int cOffset,
            float[] scratch) {
        int tens = n == TEN && bStride == TEN && LANES == 16 && k >= WORTH_TENS ? tens(k, a, aOffset) : 0;
        if (tens > 0) {
            rowOfTens(tens, a, aOffset, b, bOffset, scratch);
            rest(tens, n, k, a, aOffset, b, bOffset, bStride, start, startOffset, c, cOffset, scratch);
            return;
        }
        // How many rows of b a whole vector can be read from.
        int whole = Math.clamp(Math.floorDiv(b.length - LANES - bOffset, Math.max(1, bStride)) + 1L, 0, k);
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector c1 = c0;
        FloatVector c2 = c0;
        FloatVector c3 = c0;
        int bRow = bOffset;
        int p = 0;
        for (; p + 4 <= whole; p += 4) {
            c0 = FloatVector.broadcast(SPECIES, a[aOffset + p])
                    .lanewise(FMA, FloatVector.fromArray(SPECIES, b, bRow), c0);
            c1 = FloatVector.broadcast(SPECIES, a[aOffset + p + 1])
                    .lanewise(FMA, FloatVector.fromArray(SPECIES, b, bRow + bStride), c1);
            c2 = FloatVector.broadcast(SPECIES, a[aOffset + p + 2])
                    .lanewise(FMA, FloatVector.fromArray(SPECIES, b, bRow + 2 * bStride), c2);
            c3 = FloatVector.broadcast(SPECIES, a[aOffset + p + 3])
                    .lanewise(FMA, FloatVector.fromArray(SPECIES, b, bRow + 3 * bStride), c3);
            bRow += 4 * bStride;
        }
        ZERO.add(c0).add(c1).add(ZERO.add(c2).add(c3)).intoArray(scratch, 0);
        rest(p, n, k, a, aOffset, b, bOffset, bStride, start, startOffset, c, cOffset, scratch);
    }

    /** What rows of b from one on add to the sums in scratch, and these to c. */
    private static void rest(
            int from,
            int n,
            int k,
            float[] a,
            int aOffset,
            float[] b,
            int bOffset,
            int bStride,
            float[] start,
            int startOffset,
            float[] c,
            int cOffset,
            float[] scratch) {
        for (int p = from; p < k; p++) {
            int bRow = bOffset + p * bStride;
            for (int j = 0; j < n; j++) {
                scratch[j] = Math.fma(a[aOffset + p], b[bRow + j], scratch[j]);
            }
        }
        for (int j = 0; j < n; j++) {
            c[cOffset + j] = start[startOffset + j] + scratch[j];
        }
    }

    /** How many of the k rows of b go by {@link #rowOfTens}, which reads whole vectors of a. */
    private static int tens(int k, float[] a, int aOffset) {
        int readable = Math.floorDiv(a.length - LANES - aOffset, TENS) + 1;
        return TENS * Math.min(Math.floorDiv(k, TENS), readable);
    }

    /**
     * {@code scratch = a · b}, b ten wide as for ten classes: eight of its rows are five vectors side by side, for which elements of a are
     * dealt out. That is five loads where rows one by one take eight, each of two lines of the cache.
     *
     * @param k a multiple of 8
     */
    private static void rowOfTens(int k, float[] a, int aOffset, float[] b, int bOffset, float[] scratch) {
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector c1 = c0;
        FloatVector c2 = c0;
        FloatVector c3 = c0;
        FloatVector c4 = c0;
        for (int p = 0; p < k; p += TENS) {
            FloatVector factors = FloatVector.fromArray(SPECIES, a, aOffset + p);
            int from = bOffset + TEN * p;
            c0 = factors.rearrange(TENS_0).lanewise(FMA, FloatVector.fromArray(SPECIES, b, from), c0);
            c1 = factors.rearrange(TENS_1).lanewise(FMA, FloatVector.fromArray(SPECIES, b, from + LANES), c1);
            c2 = factors.rearrange(TENS_2).lanewise(FMA, FloatVector.fromArray(SPECIES, b, from + 2 * LANES), c2);
            c3 = factors.rearrange(TENS_3).lanewise(FMA, FloatVector.fromArray(SPECIES, b, from + 3 * LANES), c3);
            c4 = factors.rearrange(TENS_4).lanewise(FMA, FloatVector.fromArray(SPECIES, b, from + 4 * LANES), c4);
        }
        ZERO.add(c0).intoArray(scratch, 0);
        ZERO.add(c1).intoArray(scratch, LANES);
        ZERO.add(c2).intoArray(scratch, 2 * LANES);
        ZERO.add(c3).intoArray(scratch, 3 * LANES);
        ZERO.add(c4).intoArray(scratch, 4 * LANES);
        // Columns of what now are eight rows again; lanes beyond the tenth are not used.
        FloatVector sum = FloatVector.fromArray(SPECIES, scratch, 0);
        for (int row = 1; row < TENS; row++) {
            sum = sum.add(FloatVector.fromArray(SPECIES, scratch, TEN * row));
        }
        sum.intoArray(scratch, 0);
    }

    /** {@code c += factor · aᵀ · b}; a {@code [k, m]}, b {@code [k, n]}, n below {@link Tiles#LANES}; worth it for small k. */
    static void addOuter(
            int m,
            int n,
            int k,
            float factor,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset,
            int cStride,
            float[] scratch) {
        for (int p = 0; p < k; p++) {
            int at = aOffset + p * aStride;
            int bRow = bOffset + p * bStride;
            for (int j = 0; j < LANES; j++) {
                scratch[j] = j < n ? factor * b[bRow + j] : 0;
            }
            FloatVector row = FloatVector.fromArray(SPECIES, scratch, 0);
            int i = 0;
            // Never beyond the last row, where the array may be another thread's.
            for (; i < m - 1 && cOffset + i * cStride + LANES <= cOffset + (m - 1) * cStride + n; i++) {
                int cRow = cOffset + i * cStride;
                FloatVector.broadcast(SPECIES, a[at + i])
                        .lanewise(FMA, row, FloatVector.fromArray(SPECIES, c, cRow))
                        .intoArray(c, cRow);
            }
            for (; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    int place = cOffset + i * cStride + j;
                    c[place] = Math.fma(a[at + i], scratch[j], c[place]);
                }
            }
        }
    }

    /** {@code c = start + a · bᵀ}; a {@code [k]}, b {@code [n, k]}; worth it for k up to {@link Tiles#LANES}. */
    static void rowTransposed(
            int n,
            int k,
            float[] a,
            int aOffset,
            float[] b,
            int bOffset,
            int bStride,
            float[] start,
            int startOffset,
            float[] c,
            int cOffset) {
        for (int j = 0; j < n; j++) {
            int bRow = bOffset + j * bStride;
            float sum = start[startOffset + j];
            for (int p = 0; p < k; p++) {
                sum = Math.fma(a[aOffset + p], b[bRow + p], sum);
            }
            c[cOffset + j] = sum;
        }
    }
}

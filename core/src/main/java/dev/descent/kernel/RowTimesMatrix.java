package dev.descent.kernel;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A row times a matrix: b is read once, so memory sets the pace and nothing is packed. Eight vectors of c at a time, then one
 * by one, then what is left of one.
 */
final class RowTimesMatrix {
    private static final VectorSpecies<Float> SPECIES = Tiles.SPECIES;
    private static final int LANES = Tiles.LANES;
    private static final FloatVector ZERO = Tiles.ZERO;

    /** Columns taken at a time; parts that are multiples of it have the bits of the whole. */
    static final int COLUMNS = 8 * LANES;

    private RowTimesMatrix() {}

    /** {@code c = start + a · b}; a {@code [k]}, b {@code [k, n]}, start and c {@code [n]}. */
    static void multiply(
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
        int j = 0;
        for (; j + COLUMNS <= n; j += COLUMNS) {
            eight(k, a, aOffset, b, bOffset + j, bStride, start, startOffset + j, c, cOffset + j);
        }
        for (; j + LANES <= n; j += LANES) {
            one(k, a, aOffset, b, bOffset + j, bStride, start, startOffset + j, c, cOffset + j);
        }
        if (j < n) {
            NarrowProducts.row(
                    n - j, k, a, aOffset, b, bOffset + j, bStride, start, startOffset + j, c, cOffset + j, scratch);
        }
    }

    private static void eight(
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
        FloatVector c0 = FloatVector.fromArray(SPECIES, start, startOffset);
        FloatVector c1 = FloatVector.fromArray(SPECIES, start, startOffset + LANES);
        FloatVector c2 = FloatVector.fromArray(SPECIES, start, startOffset + 2 * LANES);
        FloatVector c3 = FloatVector.fromArray(SPECIES, start, startOffset + 3 * LANES);
        FloatVector c4 = FloatVector.fromArray(SPECIES, start, startOffset + 4 * LANES);
        FloatVector c5 = FloatVector.fromArray(SPECIES, start, startOffset + 5 * LANES);
        FloatVector c6 = FloatVector.fromArray(SPECIES, start, startOffset + 6 * LANES);
        FloatVector c7 = FloatVector.fromArray(SPECIES, start, startOffset + 7 * LANES);
        int bRow = bOffset;
        for (int p = 0; p < k; p++) {
            FloatVector factor = FloatVector.broadcast(SPECIES, a[aOffset + p]);
            c0 = factor.lanewise(FMA, FloatVector.fromArray(SPECIES, b, bRow), c0);
            c1 = factor.lanewise(FMA, FloatVector.fromArray(SPECIES, b, bRow + LANES), c1);
            c2 = factor.lanewise(FMA, FloatVector.fromArray(SPECIES, b, bRow + 2 * LANES), c2);
            c3 = factor.lanewise(FMA, FloatVector.fromArray(SPECIES, b, bRow + 3 * LANES), c3);
            c4 = factor.lanewise(FMA, FloatVector.fromArray(SPECIES, b, bRow + 4 * LANES), c4);
            c5 = factor.lanewise(FMA, FloatVector.fromArray(SPECIES, b, bRow + 5 * LANES), c5);
            c6 = factor.lanewise(FMA, FloatVector.fromArray(SPECIES, b, bRow + 6 * LANES), c6);
            c7 = factor.lanewise(FMA, FloatVector.fromArray(SPECIES, b, bRow + 7 * LANES), c7);
            bRow += bStride;
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

    /** Four sums in turn, as each multiply-add takes four cycles. */
    static void one(
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
        FloatVector c0 = FloatVector.fromArray(SPECIES, start, startOffset);
        FloatVector c1 = FloatVector.zero(SPECIES);
        FloatVector c2 = c1;
        FloatVector c3 = c1;
        int bRow = bOffset;
        int p = 0;
        for (; p + 4 <= k; p += 4) {
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
        for (; p < k; p++) {
            c0 = FloatVector.broadcast(SPECIES, a[aOffset + p])
                    .lanewise(FMA, FloatVector.fromArray(SPECIES, b, bRow), c0);
            bRow += bStride;
        }
        ZERO.add(c0).add(c1).add(ZERO.add(c2).add(c3)).intoArray(c, cOffset);
    }

    /** {@code c = start + a · bᵀ}; a {@code [k]}, b {@code [n, k]}: b is read once, row by row. */
    static void multiplyTransposed(
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
        for (int j = 0; j < n; j++) {
            int bRow = bOffset + j * bStride;
            FloatVector c0 = FloatVector.zero(SPECIES);
            FloatVector c1 = c0;
            int p = 0;
            for (; p + 2 * LANES <= k; p += 2 * LANES) {
                c0 = FloatVector.fromArray(SPECIES, a, aOffset + p)
                        .lanewise(FMA, FloatVector.fromArray(SPECIES, b, bRow + p), c0);
                c1 = FloatVector.fromArray(SPECIES, a, aOffset + p + LANES)
                        .lanewise(FMA, FloatVector.fromArray(SPECIES, b, bRow + p + LANES), c1);
            }
            ZERO.add(c0).add(c1).intoArray(scratch, 0);
            float sum = start[startOffset + j];
            for (int lane = 0; lane < LANES; lane++) {
                // In a fixed order, as the Vector API's own sum of lanes need not keep one.
                sum += scratch[lane];
            }
            for (; p < k; p++) {
                sum = Math.fma(a[aOffset + p], b[bRow + p], sum);
            }
            c[cOffset + j] = sum;
        }
    }

    /** {@code c += factor · aᵀ · b}; a {@code [k, m]}, b {@code [k, n]}: for each of few k all of c is changed row by row. */
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
            int cStride) {
        for (int p = 0; p < k; p++) {
            int bRow = bOffset + p * bStride;
            for (int i = 0; i < m; i++) {
                float scaled = factor * a[aOffset + p * aStride + i];
                int cRow = cOffset + i * cStride;
                int j = 0;
                for (; j + LANES <= n; j += LANES) {
                    FloatVector.fromArray(SPECIES, b, bRow + j)
                            .lanewise(
                                    FMA,
                                    FloatVector.broadcast(SPECIES, scaled),
                                    FloatVector.fromArray(SPECIES, c, cRow + j))
                            .intoArray(c, cRow + j);
                }
                for (; j < n; j++) {
                    c[cRow + j] = Math.fma(scaled, b[bRow + j], c[cRow + j]);
                }
            }
        }
    }
}

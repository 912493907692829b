package dev.descent.kernel;

import static jdk.incubator.vector.VectorOperators.FMA;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products with sparse rows: for each element that is not zero, one row of the dense matrix is added to sums kept in
 * registers, or one row of the result is changed. Fewer columns than a vector are plain
 * loops.
 */
final class VectorSparseKernels implements SparseKernels {
    private static final VectorSpecies<Float> SPECIES = Tiles.SPECIES;
    private static final int LANES = Tiles.LANES;

    private final Workers workers;

    /** The last columns of a row, with zeros before them. */
    private final ThreadLocal<float[]> lasts = ThreadLocal.withInitial(() -> new float[LANES]);

    VectorSparseKernels(Workers workers) {
        this.workers = workers;
    }

    @Override
    public void productPlusRow(
            int m,
            int n,
            SparseRows x,
            int[] picked,
            int from,
            float[] b,
            int bOffset,
            int bStride,
            float[] row,
            int rowOffset,
            float[] c,
            int cOffset,
            int cStride) {
        if (workers.isWorthSharing((long) (m * x.meanLength() * n))) {
            workers.share(
                    m,
                    1,
                    (first, end) -> products(
                            first, end, n, x, picked, from, b, bOffset, bStride, row, rowOffset, c, cOffset, cStride));
        } else {
            products(0, m, n, x, picked, from, b, bOffset, bStride, row, rowOffset, c, cOffset, cStride);
        }
    }

    private static void products(
            int first,
            int end,
            int n,
            SparseRows x,
            int[] picked,
            int from,
            float[] b,
            int bOffset,
            int bStride,
            float[] row,
            int rowOffset,
            float[] c,
            int cOffset,
            int cStride) {
        int[] starts = x.starts();
        int[] ends = x.ends();
        char[] columns = x.columns();
        float[] values = x.values();
        for (int i = first; i < end; i++) {
            int start = starts[picked[from + i]];
            int stop = ends[picked[from + i]];
            int to = cOffset + i * cStride;
            int j = 0;
            for (; j + 8 * LANES <= n; j += 8 * LANES) {
                eightVectors(start, stop, columns, values, b, bOffset + j, bStride, row, rowOffset + j, c, to + j);
            }
            for (; j + LANES <= n; j += LANES) {
                oneVector(start, stop, columns, values, b, bOffset + j, bStride, row, rowOffset + j, c, to + j);
            }
            if (j < n && n >= LANES) {
                j = n - LANES;
                oneVector(start, stop, columns, values, b, bOffset + j, bStride, row, rowOffset + j, c, to + j);
            } else if (j < n) {
                System.arraycopy(row, rowOffset, c, to, n);
                for (int e = start; e < stop; e++) {
                    ScalarMatrixKernels.addScaled(n, values[e], b, bOffset + columns[e] * bStride, c, to);
                }
            }
        }
    }

    private static void eightVectors(
            int start,
            int stop,
            char[] columns,
            float[] values,
            float[] b,
            int bOffset,
            int bStride,
            float[] row,
            int rowOffset,
            float[] c,
            int cOffset) {
        FloatVector c0 = FloatVector.fromArray(SPECIES, row, rowOffset);
        FloatVector c1 = FloatVector.fromArray(SPECIES, row, rowOffset + LANES);
        FloatVector c2 = FloatVector.fromArray(SPECIES, row, rowOffset + 2 * LANES);
        FloatVector c3 = FloatVector.fromArray(SPECIES, row, rowOffset + 3 * LANES);
        FloatVector c4 = FloatVector.fromArray(SPECIES, row, rowOffset + 4 * LANES);
        FloatVector c5 = FloatVector.fromArray(SPECIES, row, rowOffset + 5 * LANES);
        FloatVector c6 = FloatVector.fromArray(SPECIES, row, rowOffset + 6 * LANES);
        FloatVector c7 = FloatVector.fromArray(SPECIES, row, rowOffset + 7 * LANES);
        for (int e = start; e < stop; e++) {
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
        c0.intoArray(c, cOffset);
        c1.intoArray(c, cOffset + LANES);
        c2.intoArray(c, cOffset + 2 * LANES);
        c3.intoArray(c, cOffset + 3 * LANES);
        c4.intoArray(c, cOffset + 4 * LANES);
        c5.intoArray(c, cOffset + 5 * LANES);
        c6.intoArray(c, cOffset + 6 * LANES);
        c7.intoArray(c, cOffset + 7 * LANES);
    }

    /** Four sums in turn, as each multiply-add takes four cycles. */
    private static void oneVector(
            int start,
            int stop,
            char[] columns,
            float[] values,
            float[] b,
            int bOffset,
            int bStride,
            float[] row,
            int rowOffset,
            float[] c,
            int cOffset) {
        FloatVector c0 = FloatVector.fromArray(SPECIES, row, rowOffset);
        FloatVector c1 = FloatVector.zero(SPECIES);
        FloatVector c2 = c1;
        FloatVector c3 = c1;
        int e = start;
        for (; e + 3 < stop; e += 4) {
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
        c0.add(c1).add(c2.add(c3)).intoArray(c, cOffset);
    }

    @Override
    public void addTransposedProduct(
            int m,
            int n,
            float factor,
            SparseRows x,
            int[] picked,
            int from,
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset,
            int cStride,
            float[] scratch) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                scratch[i * n + j] = factor * b[bOffset + i * bStride + j];
            }
        }
        int groups = n / (4 * LANES);
        if (groups > 1 && workers.isWorthSharing((long) (m * x.meanLength() * n))) {
            workers.share(groups, 1, (first, end) -> {
                int right = end == groups ? n : end * 4 * LANES;
                addProducts(m, n, first * 4 * LANES, right, x, picked, from, scratch, c, cOffset, cStride);
            });
        } else {
            addProducts(m, n, 0, n, x, picked, from, scratch, c, cOffset, cStride);
        }
    }

    /** Columns {@code left … right − 1} of c. */
    private void addProducts(
            int m,
            int n,
            int left,
            int right,
            SparseRows x,
            int[] picked,
            int from,
            float[] scaled,
            float[] c,
            int cOffset,
            int cStride) {
        int[] starts = x.starts();
        int[] ends = x.ends();
        char[] columns = x.columns();
        float[] values = x.values();
        int j = left;
        for (; j + 4 * LANES <= right; j += 4 * LANES) {
            for (int i = 0; i < m; i++) {
                int sample = picked[from + i];
                addFour(starts[sample], ends[sample], columns, values, scaled, i * n + j, c, cOffset + j, cStride);
            }
        }
        for (; j + LANES <= right; j += LANES) {
            for (int i = 0; i < m; i++) {
                int sample = picked[from + i];
                addOne(starts[sample], ends[sample], columns, values, scaled, i * n + j, c, cOffset + j, cStride);
            }
        }
        if (j < right) {
            addRest(m, n, right - j, x, picked, from, scaled, c, cOffset, cStride);
        }
    }

    /** The last columns, fewer than a vector: the vector that ends with them adds 0 to those before. */
    private void addRest(
            int m,
            int n,
            int rest,
            SparseRows x,
            int[] picked,
            int from,
            float[] scaled,
            float[] c,
            int cOffset,
            int cStride) {
        float[] last = lasts.get();
        Arrays.fill(last, 0);
        for (int i = 0; i < m; i++) {
            int start = x.starts()[picked[from + i]];
            int end = x.ends()[picked[from + i]];
            if (n >= LANES) {
                System.arraycopy(scaled, (i + 1) * n - rest, last, LANES - rest, rest);
                addOne(start, end, x.columns(), x.values(), last, 0, c, cOffset + n - LANES, cStride);
            } else {
                for (int e = start; e < end; e++) {
                    ScalarMatrixKernels.addScaled(
                            n, x.values()[e], scaled, i * n, c, cOffset + x.columns()[e] * cStride);
                }
            }
        }
    }

    private static void addFour(
            int start,
            int stop,
            char[] columns,
            float[] values,
            float[] scaled,
            int scaledOffset,
            float[] c,
            int cOffset,
            int cStride) {
        FloatVector b0 = FloatVector.fromArray(SPECIES, scaled, scaledOffset);
        FloatVector b1 = FloatVector.fromArray(SPECIES, scaled, scaledOffset + LANES);
        FloatVector b2 = FloatVector.fromArray(SPECIES, scaled, scaledOffset + 2 * LANES);
        FloatVector b3 = FloatVector.fromArray(SPECIES, scaled, scaledOffset + 3 * LANES);
        for (int e = start; e < stop; e++) {
            int cRow = cOffset + columns[e] * cStride;
            FloatVector factor = FloatVector.broadcast(SPECIES, values[e]);
            b0.lanewise(FMA, factor, FloatVector.fromArray(SPECIES, c, cRow)).intoArray(c, cRow);
            b1.lanewise(FMA, factor, FloatVector.fromArray(SPECIES, c, cRow + LANES))
                    .intoArray(c, cRow + LANES);
            b2.lanewise(FMA, factor, FloatVector.fromArray(SPECIES, c, cRow + 2 * LANES))
                    .intoArray(c, cRow + 2 * LANES);
            b3.lanewise(FMA, factor, FloatVector.fromArray(SPECIES, c, cRow + 3 * LANES))
                    .intoArray(c, cRow + 3 * LANES);
        }
    }

    private static void addOne(
            int start,
            int stop,
            char[] columns,
            float[] values,
            float[] scaled,
            int scaledOffset,
            float[] c,
            int cOffset,
            int cStride) {
        FloatVector b = FloatVector.fromArray(SPECIES, scaled, scaledOffset);
        for (int e = start; e < stop; e++) {
            int cRow = cOffset + columns[e] * cStride;
            b.lanewise(FMA, FloatVector.broadcast(SPECIES, values[e]), FloatVector.fromArray(SPECIES, c, cRow))
                    .intoArray(c, cRow);
        }
    }
}

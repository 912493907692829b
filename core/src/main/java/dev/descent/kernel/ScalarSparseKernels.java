package dev.descent.kernel;

import dev.descent.kernel.SparseBatch.Half;

/** Products with sparse rows in plain loops. */
class ScalarSparseKernels implements SparseKernels {
    /** Packing a column costs about as much as so many multiply-adds. */
    private static final long COST = 8;

    final Workers workers;

    ScalarSparseKernels(Workers workers) {
        this.workers = workers;
    }

    @Override
    public final void pack(int count, SparseRows rows, int[] picked, int first, float factor, SparseBatch to) {
        to.setRows(count);
        forEachHalf(COST * count * to.width(), number -> {
            Half half = to.half(number);
            SparseRows.Half kept = rows.half(number);
            kept.prepare(picked, first, count);
            int size = 0;
            for (int i = 0; i < count; i++) {
                half.reserve(size);
                int row = picked[first + i];
                expand(kept, kept.starts[row], kept.ends[row], factor, to.stride(), half, size);
                size += kept.ends[row] - kept.starts[row];
                half.starts[i + 1] = size;
            }
        });
    }

    @Override
    public final void pack(int count, float[] source, int[] places, float factor, SparseBatch to) {
        to.setRows(count);
        forEachHalf(COST * count * to.width(), number -> {
            Half half = to.half(number);
            int size = 0;
            for (int i = 0; i < count; i++) {
                half.reserve(size);
                size = packRow(source, places[i], factor, to.stride(), half, size);
                half.starts[i + 1] = size;
            }
        });
    }

    /** Writes kept elements, and perhaps some behind them, from {@code size} on. */
    void expand(SparseRows.Half kept, int start, int end, float factor, int stride, Half half, int size) {
        for (int e = start; e < end; e++) {
            half.offsets[size + e - start] = kept.columns[e] * stride;
            half.values[size + e - start] = (kept.values[e] & 0xFF) * factor;
        }
    }

    /** Appends what is not zero of a half of a row; returns the new number of elements. */
    int packRow(float[] source, int place, float factor, int stride, Half half, int size) {
        return packColumns(source, place, half.left, factor, stride, half, size);
    }

    /** From a column to the end of the half; without a branch: what is zero is overwritten by the next. */
    static int packColumns(float[] source, int place, int from, float factor, int stride, Half half, int size) {
        int[] offsets = half.offsets;
        float[] values = half.values;
        int element = size;
        for (int column = from; column < half.right; column++) {
            float value = source[place + column];
            offsets[element] = column * stride;
            values[element] = value * factor;
            element += value == 0 ? 0 : 1;
        }
        return element;
    }

    /** Part of a job that belongs to one half. */
    @FunctionalInterface
    interface HalfJob {
        void run(int number);
    }

    /** Does both halves, each on its own thread where that pays. */
    final void forEachHalf(long work, HalfJob job) {
        if (workers.isWorthSharing(work)) {
            workers.share(2, 1, (from, to) -> {
                for (int number = from; number < to; number++) {
                    job.run(number);
                }
            });
        } else {
            job.run(0);
            job.run(1);
        }
    }

    @Override
    public void productPlusRow(
            int m,
            int n,
            SparseBatch x,
            int first,
            float[] b,
            int bOffset,
            float[] row,
            int rowOffset,
            float[] c,
            int cOffset,
            int cStride) {
        for (int i = 0; i < m; i++) {
            int to = cOffset + i * cStride;
            System.arraycopy(row, rowOffset, c, to, n);
            for (int number = 0; number < 2; number++) {
                Half half = x.half(number);
                for (int e = half.starts[first + i]; e < half.starts[first + i + 1]; e++) {
                    ScalarMatrixKernels.addScaled(n, half.values[e], b, bOffset + half.offsets[e], c, to);
                }
            }
        }
    }

    @Override
    public boolean sumsFirst(int m, int n, SparseBatch x) {
        return false;
    }

    @Override
    public void addTransposedProduct(
            int m,
            int n,
            float factor,
            SparseBatch x,
            int first,
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset,
            float[] scratch) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                scratch[i * n + j] = factor * b[bOffset + i * bStride + j];
            }
        }
        forEachHalf(4L * x.size(first, m) * n, number -> {
            Half half = x.half(number);
            for (int i = 0; i < m; i++) {
                for (int e = half.starts[first + i]; e < half.starts[first + i + 1]; e++) {
                    ScalarMatrixKernels.addScaled(n, half.values[e], scratch, i * n, c, cOffset + half.offsets[e]);
                }
            }
        });
    }
}

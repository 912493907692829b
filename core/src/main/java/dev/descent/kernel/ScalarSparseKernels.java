package dev.descent.kernel;

/** Products with sparse rows in plain loops. */
final class ScalarSparseKernels implements SparseKernels {
    private final Workers workers;

    ScalarSparseKernels(Workers workers) {
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
        int[] starts = x.starts();
        int[] ends = x.ends();
        char[] columns = x.columns();
        float[] values = x.values();
        Workers.Range range = (first, end) -> {
            for (int i = first; i < end; i++) {
                int sample = picked[from + i];
                System.arraycopy(row, rowOffset, c, cOffset + i * cStride, n);
                for (int e = starts[sample]; e < ends[sample]; e++) {
                    ScalarMatrixKernels.addScaled(
                            n, values[e], b, bOffset + columns[e] * bStride, c, cOffset + i * cStride);
                }
            }
        };
        if (workers.isWorthSharing((long) (m * x.meanLength() * n))) {
            workers.share(m, 1, range);
        } else {
            range.run(0, m);
        }
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
        int[] starts = x.starts();
        int[] ends = x.ends();
        for (int i = 0; i < m; i++) {
            int sample = picked[from + i];
            for (int j = 0; j < n; j++) {
                scratch[j] = factor * b[bOffset + i * bStride + j];
            }
            for (int e = starts[sample]; e < ends[sample]; e++) {
                ScalarMatrixKernels.addScaled(n, x.values()[e], scratch, 0, c, cOffset + x.columns()[e] * cStride);
            }
        }
    }
}

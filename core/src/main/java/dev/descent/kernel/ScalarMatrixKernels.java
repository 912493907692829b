package dev.descent.kernel;

import java.util.Arrays;

/** Products of matrices in plain loops. */
final class ScalarMatrixKernels implements MatrixKernels {
    private final Workers workers;

    ScalarMatrixKernels(Workers workers) {
        this.workers = workers;
    }

    @Override
    public void product(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset,
            int cStride,
            boolean accumulate) {
        rows(n == 0 ? 0 : m, (long) m * n * k, (from, to) -> {
            for (int i = from; i < to; i++) {
                int row = cOffset + i * cStride;
                if (!accumulate) {
                    Arrays.fill(c, row, row + n, 0);
                }
                for (int p = 0; p < k; p++) {
                    addScaled(n, a[aOffset + i * aStride + p], b, bOffset + p * bStride, c, row);
                }
            }
        });
    }

    @Override
    public void productTransposedLeft(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset,
            int cStride,
            boolean accumulate) {
        rows(n == 0 ? 0 : m, (long) m * n * k, (from, to) -> {
            for (int i = from; i < to; i++) {
                int row = cOffset + i * cStride;
                if (!accumulate) {
                    Arrays.fill(c, row, row + n, 0);
                }
                for (int p = 0; p < k; p++) {
                    addScaled(n, a[aOffset + p * aStride + i], b, bOffset + p * bStride, c, row);
                }
            }
        });
    }

    @Override
    public void addTransposedLeft(
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
        rows(n == 0 ? 0 : m, (long) m * n * k, (from, to) -> {
            for (int i = from; i < to; i++) {
                for (int p = 0; p < k; p++) {
                    addScaled(
                            n,
                            factor * a[aOffset + p * aStride + i],
                            b,
                            bOffset + p * bStride,
                            c,
                            cOffset + i * cStride);
                }
            }
        });
    }

    @Override
    public void productTransposedRight(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset,
            int cStride,
            boolean accumulate) {
        rows(n == 0 ? 0 : m, (long) m * n * k, (from, to) -> {
            for (int i = from; i < to; i++) {
                for (int j = 0; j < n; j++) {
                    float sum = accumulate ? c[cOffset + i * cStride + j] : 0;
                    for (int p = 0; p < k; p++) {
                        sum += a[aOffset + i * aStride + p] * b[bOffset + j * bStride + p];
                    }
                    c[cOffset + i * cStride + j] = sum;
                }
            }
        });
    }

    @Override
    public void productPlusRow(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            int bStride,
            float[] row,
            int rowOffset,
            float[] c,
            int cOffset,
            int cStride) {
        for (int i = 0; i < m; i++) {
            System.arraycopy(row, rowOffset, c, cOffset + i * cStride, n);
        }
        product(m, n, k, a, aOffset, aStride, b, bOffset, bStride, c, cOffset, cStride, true);
    }

    @Override
    public int panelWidth() {
        return 16;
    }

    @Override
    public void productOfPanels(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aStride,
            float[] panels,
            int panelsOffset,
            float[] c,
            int cOffset,
            int cStride) {
        for (int i = 0; i < m; i++) {
            int row = cOffset + i * cStride;
            Arrays.fill(c, row, row + n, 0);
            for (int j = 0; j < n; j += panelWidth()) {
                int columns = Math.min(panelWidth(), n - j);
                for (int p = 0; p < k; p++) {
                    int from = panelsOffset + j * k + p * columns;
                    addScaled(columns, a[aOffset + i * aStride + p], panels, from, c, row + j);
                }
            }
        }
    }

    @Override
    public void columnSums(
            int rows,
            int columns,
            float[] a,
            int aOffset,
            int aStride,
            float[] sums,
            int sumsOffset,
            boolean accumulate) {
        if (!accumulate) {
            Arrays.fill(sums, sumsOffset, sumsOffset + columns, 0);
        }
        for (int row = 0; row < rows; row++) {
            addScaled(columns, 1, a, aOffset + row * aStride, sums, sumsOffset);
        }
    }

    @Override
    public void transpose(
            int rows, int columns, float[] a, int aOffset, int aStride, float[] b, int bOffset, int bStride) {
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                b[bOffset + column * bStride + row] = a[aOffset + row * aStride + column];
            }
        }
    }

    private void rows(int count, long work, Workers.Range range) {
        if (workers.isWorthSharing(work)) {
            workers.share(count, 1, range);
        } else {
            range.run(0, count);
        }
    }

    /** {@code to += factor · from}. */
    static void addScaled(int n, float factor, float[] from, int fromOffset, float[] to, int toOffset) {
        for (int j = 0; j < n; j++) {
            to[toOffset + j] += factor * from[fromOffset + j];
        }
    }
}

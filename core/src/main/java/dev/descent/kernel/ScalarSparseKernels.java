package dev.descent.kernel;

/** Products with sparse rows in plain loops. */
class ScalarSparseKernels implements SparseKernels {
    /** An element costs about as much as so many multiply-adds of a dense product, for each column. */
    static final long COST = 4;

    final Workers workers;

    ScalarSparseKernels(Workers workers) {
        this.workers = workers;
    }

    @Override
    public final void pack(int rows, float[] source, int offset, SparseRows to) {
        int start = 0;
        for (int row = 0; row < rows; row++) {
            int place = offset + row * to.width();
            int middle = packColumns(source, place, 0, to.middle(), to, start);
            int end = packColumns(source, place, to.middle(), to.width(), to, middle);
            to.setRange(row, start, middle, end);
            start = end;
        }
    }

    /** Appends what is not zero of some columns; returns the new number of elements. */
    int packColumns(float[] source, int place, int from, int until, SparseRows to, int size) {
        int element = size;
        for (int column = from; column < until; column++) {
            float value = source[place + column];
            // Without a branch: what is zero is overwritten by the next.
            to.elements[element] = element << 16 | column;
            to.table[element] = value;
            element += value == 0 ? 0 : 1;
        }
        return element;
    }

    /** Part of a job that belongs to one half. */
    @FunctionalInterface
    interface HalfJob {
        void run(int half);
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
            float[] b,
            int bOffset,
            float[] row,
            int rowOffset,
            float[] c,
            int cOffset,
            int cStride) {
        SparseRows rows = x.rows;
        for (int i = 0; i < m; i++) {
            int to = cOffset + i * cStride;
            System.arraycopy(row, rowOffset, c, to, n);
            for (int e = rows.start(x.row(i), 0); e < rows.start(x.row(i), 2); e++) {
                int column = rows.elements[e] & 0xFFFF;
                float value = rows.table[rows.elements[e] >>> 16];
                ScalarMatrixKernels.addScaled(n, value, b, bOffset + column * n, c, to);
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
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset,
            float[] scratch) {
        scale(m, n, factor, b, bOffset, bStride, scratch);
        SparseRows rows = x.rows;
        forEachHalf(COST * x.size(m) * n, half -> {
            for (int i = 0; i < m; i++) {
                for (int e = rows.start(x.row(i), half); e < rows.start(x.row(i), half + 1); e++) {
                    int column = rows.elements[e] & 0xFFFF;
                    float value = rows.table[rows.elements[e] >>> 16];
                    ScalarMatrixKernels.addScaled(n, value, scratch, i * n, c, cOffset + column * n);
                }
            }
        });
    }

    static void scale(int m, int n, float factor, float[] b, int bOffset, int bStride, float[] scaled) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                scaled[i * n + j] = factor * b[bOffset + i * bStride + j];
            }
        }
    }
}

package dev.descent.kernel;

import dev.descent.kernel.SparseBatch.Part;

/** Products with sparse rows in plain loops. */
class ScalarSparseKernels implements SparseKernels {
    /** An element costs about as much as so many multiply-adds of a dense product, for each column. */
    static final long COST = 4;

    final Workers workers;

    ScalarSparseKernels(Workers workers) {
        this.workers = workers;
    }

    @Override
    public final void pack(int rows, float[] source, int offset, SparseBatch to) {
        int width = to.width();
        Part packed = to.packed();
        packed.begin(rows, rows * width, 1);
        int place = 0;
        for (int row = 0; row < rows; row++) {
            packed.starts[row] = place;
            place = packRow(source, offset + row * width, 0, width, packed, place);
        }
        packed.starts[rows] = place;
        packed.count = rows;
    }

    /** Appends what is not zero of some columns; returns the place behind it. */
    int packRow(float[] source, int offset, int from, int until, Part to, int first) {
        int place = first;
        for (int column = from; column < until; column++) {
            float value = source[offset + column];
            // Without a branch: what is zero is overwritten by the next.
            to.columns[place] = column;
            to.values[place] = value;
            place += value == 0 ? 0 : 1;
        }
        return place;
    }

    /** Appends what is not zero of some quads; returns the place behind it. */
    int elements(SparseRows rows, int start, int stop, Part to, int first) {
        int place = first;
        for (int quad = start; quad < stop; quad++) {
            for (int k = 0; k < SparseRows.QUAD; k++) {
                float value = (rows.values[SparseRows.QUAD * quad + k] & 0xFF) * rows.factor;
                to.columns[place] = rows.columns[quad] + k;
                to.values[place] = value;
                place += value == 0 ? 0 : 1;
            }
        }
        return place;
    }

    /** Writes some quads from a place on; returns the place behind them. */
    int quads(SparseRows rows, int start, int stop, Part to, int first) {
        for (int quad = start; quad < stop; quad++) {
            int place = first + quad - start;
            to.columns[place] = rows.columns[quad];
            for (int k = 0; k < SparseRows.QUAD; k++) {
                to.values[SparseRows.QUAD * place + k] = (rows.values[SparseRows.QUAD * quad + k] & 0xFF) * rows.factor;
            }
        }
        return first + stop - start;
    }

    /** A job for part of the columns. */
    @FunctionalInterface
    interface PartJob {
        void run(int part);
    }

    /** Whether the halves of the columns are taken apart, as a job of that size is shared where there are threads. */
    boolean goesByHalves(int m, int n, SparseBatch x) {
        return x.hasQuads() && Workers.isLarge(COST * x.work(m) * n);
    }

    /** Does both halves, each on its own thread, or all columns at once. */
    final void forEachPart(int m, int n, SparseBatch x, PartJob job) {
        if (!goesByHalves(m, n, x)) {
            job.run(SparseBatch.ALL);
            return;
        }
        Workers.Range halves = (from, to) -> {
            for (int half = from; half < to; half++) {
                job.run(half);
            }
        };
        if (workers.isWorthSharing(COST * x.work(m) * n)) {
            workers.share(2, 1, halves);
        } else {
            halves.run(0, 2);
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
        for (int i = 0; i < m; i++) {
            System.arraycopy(row, rowOffset, c, cOffset + i * cStride, n);
        }
        Part part = x.elements(SparseBatch.ALL, m, this);
        for (int i = 0; i < m; i++) {
            int stop = part.starts[x.at() + i + 1];
            for (int e = part.starts[x.at() + i]; e < stop; e++) {
                int from = bOffset + part.columns[e] * n;
                ScalarMatrixKernels.addScaled(n, part.values[e], b, from, c, cOffset + i * cStride);
            }
        }
    }

    @Override
    public boolean sumsFirst(int m, int n, SparseBatch x) {
        return false;
    }

    @Override
    public void addTransposedProduct(
            int m, int n, float factor, SparseBatch x, float[] b, int bOffset, int bStride, float[] c, int cOffset) {
        forEachPart(m, n, x, number -> {
            Part part = x.elements(number, m, this);
            for (int i = 0; i < m; i++) {
                int stop = part.starts[x.at() + i + 1];
                for (int e = part.starts[x.at() + i]; e < stop; e++) {
                    int to = cOffset + part.columns[e] * n;
                    for (int j = 0; j < n; j++) {
                        c[to + j] += part.values[e] * (factor * b[bOffset + i * bStride + j]);
                    }
                }
            }
        });
    }
}

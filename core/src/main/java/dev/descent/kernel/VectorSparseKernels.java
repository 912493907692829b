package dev.descent.kernel;

import dev.descent.kernel.SparseBatch.Part;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Products with sparse rows, by whichever way suits the width of the other matrix: fewer columns than a vector in plain loops, one
 * vector by quads, multiples of {@link QuadProducts#COLUMNS} with many rows by the batch's columns, others element by element,
 * eight vectors of columns at a time, then one.
 */
final class VectorSparseKernels extends ScalarSparseKernels {
    private static final int LANES = Tiles.LANES;

    /** From so many columns on threads share these, under it the halves of the inputs: a matrix of the sums would be too much to add. */
    private static final int LEAST_SHARED = 4 * QuadProducts.COLUMNS;

    /** Samples for which looking at them by columns pays. */
    private static final int WORTH_COLUMNS = 16;

    /** Elements of a batch whose quads can be numbered beside their samples. */
    private static final long MOST_BY_COLUMNS = 1L << (33 - ColumnQuads.SHIFT);

    /** Columns of a group. */
    private static final int GROUP = 8 * LANES;

    private static final float[] ZEROS = new float[GROUP];

    private final ThreadLocal<Scratch> scratches = ThreadLocal.withInitial(Scratch::new);

    VectorSparseKernels(Workers workers) {
        super(workers);
    }

    private static final class Scratch {
        /** The last columns of a row, with zeros before them. */
        final float[] last = new float[LANES];

        /** Sums over the second half of the columns, {@code [m, n]}. */
        float[] sums = new float[0];

        /** {@link QuadProducts#COLUMNS} columns of a block of samples. */
        final float[] slice = QuadProducts.slice();

        float[] sums(int size) {
            if (sums.length < size) {
                sums = new float[size];
            }
            return sums;
        }
    }

    @Override
    int packRow(float[] source, int offset, int from, int until, Part to, int first) {
        int vectors = until - (until - from) % LANES;
        int place = SparsePacking.packRow(source, offset, from, vectors, to, first);
        return super.packRow(source, offset, vectors, until, to, place);
    }

    @Override
    int elements(SparseRows rows, int start, int stop, Part to, int first) {
        return SparsePacking.READS_BYTES
                ? SparsePacking.elements(rows, start, stop, to, first)
                : super.elements(rows, start, stop, to, first);
    }

    @Override
    int quads(SparseRows rows, int start, int stop, Part to, int first) {
        return SparsePacking.READS_BYTES
                ? SparsePacking.quads(rows, start, stop, to, first)
                : super.quads(rows, start, stop, to, first);
    }

    @Override
    public boolean sumsFirst(int m, int n, SparseBatch x) {
        return goesByColumns(m, n, x);
    }

    /** Whole slices only, and registers for sixteen vectors of a matrix. */
    private static boolean goesByColumns(int m, int n, SparseBatch x) {
        return LANES == 16
                && m >= WORTH_COLUMNS
                && n % QuadProducts.COLUMNS == 0
                && x.hasQuads()
                && (long) m * x.width() < MOST_BY_COLUMNS;
    }

    @Override
    boolean goesByHalves(int m, int n, SparseBatch x) {
        return goesByColumns(m, n, x) || super.goesByHalves(m, n, x);
    }

    /** One vector wide. */
    private static boolean goesByQuads(int n, SparseBatch x) {
        return LANES == 16 && n == LANES && x.hasQuads();
    }

    /**
     * Wide layers: threads share the columns of the result, so each keeps its own of the weight in its cache, when both have the
     * quads.
     */
    private void forEachSlice(int m, int n, SparseBatch x, SliceJob job) {
        boolean isShared = workers.isWorthSharing(x.work(m) * n);
        Workers.Range columns = (from, to) -> {
            for (int half = from; half < to; half++) {
                x.columns(half, m, this);
            }
        };
        Workers.Range slices = (from, to) -> {
            float[] slice = scratches.get().slice;
            for (int j = from; j < to; j++) {
                job.run(j * QuadProducts.COLUMNS, slice);
            }
        };
        int count = n / QuadProducts.COLUMNS;
        if (isShared) {
            workers.share(2, 1, columns);
            workers.share(count, 1, slices);
        } else {
            columns.run(0, 2);
            slices.run(0, count);
        }
    }

    /** Part of a product by quads: the columns from {@code j} on. */
    private interface SliceJob {
        void run(int j, float[] slice);
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
        if (n < LANES) {
            super.productPlusRow(m, n, x, b, bOffset, row, rowOffset, c, cOffset, cStride);
            return;
        }
        if (goesByColumns(m, n, x) && n >= LEAST_SHARED) {
            forEachSlice(m, n, x, (j, slice) -> {
                for (int i = 0; i < m; i += ColumnQuads.BLOCK) {
                    int rows = Math.min(ColumnQuads.BLOCK, m - i);
                    QuadProducts.pack(rows, 1, row, rowOffset + j, 0, slice);
                    for (int half = 0; half < 2; half++) {
                        QuadProducts.add(x.columns(half, m, this), i / ColumnQuads.BLOCK, b, bOffset + j, n, slice);
                    }
                    QuadProducts.unpack(rows, slice, c, cOffset + i * cStride + j, cStride);
                }
            });
        } else if (goesByHalves(m, n, x)) {
            float[] sums = scratches.get().sums(m * n);
            forEachPart(m, n, x, half -> {
                if (half == SparseBatch.FIRST) {
                    products(m, n, x, half, b, bOffset, row, rowOffset, c, cOffset, cStride);
                } else {
                    products(m, n, x, half, b, bOffset, null, 0, sums, 0, n);
                }
            });
            addRows(m, n, sums, c, cOffset, cStride);
        } else {
            products(m, n, x, SparseBatch.ALL, b, bOffset, row, rowOffset, c, cOffset, cStride);
        }
    }

    private static void addRows(int m, int n, float[] sums, float[] c, int cOffset, int cStride) {
        if (cStride == n) {
            ScalarMatrixKernels.addScaled(m * n, 1, sums, 0, c, cOffset);
            return;
        }
        for (int i = 0; i < m; i++) {
            ScalarMatrixKernels.addScaled(n, 1, sums, i * n, c, cOffset + i * cStride);
        }
    }

    /** Sums over part of x's columns, from the row on, or from zero where there is none. */
    private void products(
            int m,
            int n,
            SparseBatch x,
            int part,
            float[] b,
            int bOffset,
            float @Nullable [] row,
            int rowOffset,
            float[] c,
            int cOffset,
            int cStride) {
        float[] from = row == null ? ZEROS : row;
        if (goesByColumns(m, n, x)) {
            productsByColumns(m, n, x.columns(part, m, this), b, bOffset, row, rowOffset, c, cOffset, cStride);
        } else if (goesByQuads(n, x)) {
            Part quads = x.quads(part, m, this);
            for (int i = 0; i < m; i++) {
                SparseRowProducts.oneVectorOfQuads(
                        quads, x.at() + i, b, bOffset, from, rowOffset, c, cOffset + i * cStride);
            }
        } else {
            Part elements = x.elements(part, m, this);
            if (!x.hasQuads() && n >= 2 * GROUP && workers.isWorthSharing(COST * x.work(m) * n)) {
                // An answer of one or a few samples: each thread reads its own columns of the weight.
                workers.share(n / GROUP, 1, 1, (first, last) -> {
                    int until = last == n / GROUP ? n : last * GROUP;
                    columns(
                            m,
                            first * GROUP,
                            until,
                            elements,
                            x.at(),
                            b,
                            bOffset,
                            n,
                            row,
                            rowOffset,
                            c,
                            cOffset,
                            cStride);
                });
            } else {
                columns(m, 0, n, elements, x.at(), b, bOffset, n, row, rowOffset, c, cOffset, cStride);
            }
        }
    }

    /** Some columns of the same, a vector or more, element by element. */
    private static void columns(
            int m,
            int first,
            int until,
            Part x,
            int at,
            float[] b,
            int bOffset,
            int bStride,
            float @Nullable [] row,
            int rowOffset,
            float[] c,
            int cOffset,
            int cStride) {
        float[] from = row == null ? ZEROS : row;
        int j = first;
        for (; j + GROUP <= until; j += GROUP) {
            int fromOffset = row == null ? 0 : rowOffset + j;
            for (int i = 0; i < m; i++) {
                SparseRowProducts.eightVectors(
                        x, at + i, b, bOffset + j, bStride, from, fromOffset, c, cOffset + i * cStride + j);
            }
        }
        for (; j < until; j += LANES) {
            // The last vector may overlap the one before, and computes the same there.
            int column = Math.min(j, until - LANES);
            int fromOffset = row == null ? 0 : rowOffset + column;
            for (int i = 0; i < m; i++) {
                int to = cOffset + i * cStride + column;
                SparseRowProducts.oneVector(x, at + i, b, bOffset + column, bStride, from, fromOffset, c, to);
            }
        }
    }

    private void productsByColumns(
            int m,
            int n,
            ColumnQuads columns,
            float[] b,
            int bOffset,
            float @Nullable [] row,
            int rowOffset,
            float[] c,
            int cOffset,
            int cStride) {
        float[] slice = scratches.get().slice;
        float[] from = row == null ? ZEROS : row;
        for (int j = 0; j < n; j += QuadProducts.COLUMNS) {
            for (int i = 0; i < m; i += ColumnQuads.BLOCK) {
                int rows = Math.min(ColumnQuads.BLOCK, m - i);
                QuadProducts.pack(rows, 1, from, row == null ? 0 : rowOffset + j, 0, slice);
                QuadProducts.add(columns, i / ColumnQuads.BLOCK, b, bOffset + j, n, slice);
                QuadProducts.unpack(rows, slice, c, cOffset + i * cStride + j, cStride);
            }
        }
    }

    @Override
    public void addTransposedProduct(
            int m, int n, float factor, SparseBatch x, float[] b, int bOffset, int bStride, float[] c, int cOffset) {
        if (n < LANES) {
            super.addTransposedProduct(m, n, factor, x, b, bOffset, bStride, c, cOffset);
        } else if (goesByColumns(m, n, x)) {
            if (n >= LEAST_SHARED) {
                forEachSlice(m, n, x, (j, slice) -> {
                    for (int half = 0; half < 2; half++) {
                        addByColumns(m, n, factor, x.columns(half, m, this), j, b, bOffset, bStride, c, cOffset, slice);
                    }
                });
            } else {
                forEachPart(m, n, x, half -> {
                    float[] slice = scratches.get().slice;
                    for (int j = 0; j < n; j += QuadProducts.COLUMNS) {
                        addByColumns(m, n, factor, x.columns(half, m, this), j, b, bOffset, bStride, c, cOffset, slice);
                    }
                });
            }
        } else {
            forEachPart(m, n, x, part -> addProducts(m, n, factor, x, part, b, bOffset, bStride, c, cOffset));
        }
    }

    private static void addByColumns(
            int m,
            int n,
            float factor,
            ColumnQuads columns,
            int j,
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset,
            float[] slice) {
        for (int i = 0; i < m; i += ColumnQuads.BLOCK) {
            int rows = Math.min(ColumnQuads.BLOCK, m - i);
            QuadProducts.pack(rows, factor, b, bOffset + i * bStride + j, bStride, slice);
            QuadProducts.addTransposed(columns, i / ColumnQuads.BLOCK, slice, c, cOffset + j, n);
        }
    }

    private void addProducts(
            int m,
            int n,
            float factor,
            SparseBatch x,
            int part,
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset) {
        if (goesByQuads(n, x)) {
            Part quads = x.quads(part, m, this);
            for (int i = 0; i < m; i++) {
                SparseRowProducts.addQuads(quads, x.at() + i, factor, b, bOffset + i * bStride, c, cOffset);
            }
            return;
        }
        Part elements = x.elements(part, m, this);
        int j = 0;
        for (; j + LANES <= n; j += LANES) {
            for (int i = 0; i < m; i++) {
                SparseRowProducts.addOne(elements, x.at() + i, factor, b, bOffset + i * bStride + j, c, cOffset + j, n);
            }
        }
        if (j < n) {
            // The vector that ends with the last columns adds 0 to those before.
            float[] last = scratches.get().last;
            Arrays.fill(last, 0);
            for (int i = 0; i < m; i++) {
                System.arraycopy(b, bOffset + i * bStride + j, last, LANES - (n - j), n - j);
                SparseRowProducts.addOne(elements, x.at() + i, factor, last, 0, c, cOffset + n - LANES, n);
            }
        }
    }
}

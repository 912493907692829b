package dev.descent.kernel;

import static jdk.incubator.vector.VectorOperators.FMA;

import dev.descent.kernel.SparseBatch.Part;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * Products with sparse rows: for each element that is not zero, one row of the dense matrix is added to sums kept in registers,
 * or one row of the result is changed. Columns are taken eight vectors at a time, then one; fewer than a vector are plain loops.
 */
final class VectorSparseKernels extends ScalarSparseKernels {
    private static final VectorSpecies<Float> SPECIES = Tiles.SPECIES;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = Tiles.LANES;
    private static final FloatVector ZERO = Tiles.ZERO;

    /**
     * Columns from which on threads share a product by quads; measured on two cores that take 0.33 µs to tell each other something,
     * 128 columns at batch 32: 457,000 samples/s on one, 204,000 on both.
     */
    private static final int LEAST_SHARED = 4 * QuadProducts.COLUMNS;

    /** Samples for which looking at them by columns pays. */
    private static final int WORTH_COLUMNS = 16;

    /** Elements of a batch whose quads can be numbered beside their samples. */
    private static final long MOST_BY_COLUMNS = 1L << (33 - ColumnQuads.SHIFT);

    /** Columns of a group. */
    private static final int GROUP = 8 * LANES;

    /** 0, 1, 2, … */
    private static final IntVector INDEX = IntVector.broadcast(INTS, 0).addIndex(1);

    /** Of the elements of a vector: which quad each belongs to, and which of its columns it is. */
    private static final VectorShuffle<Integer> QUAD_OF_ELEMENT =
            VectorShuffle.fromOp(INTS, lane -> lane / SparseRows.QUAD);

    private static final IntVector COLUMN_IN_QUAD = INDEX.and(SparseRows.QUAD - 1);

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
        final float[] slice = new float[ColumnQuads.BLOCK * QuadProducts.COLUMNS];

        float[] sums(int size) {
            if (sums.length < size) {
                sums = new float[size];
            }
            return sums;
        }
    }

    @Override
    int packRow(float[] source, int offset, int from, int until, Part to, int first) {
        int place = first;
        int column = from;
        for (; column + LANES <= until; column += LANES) {
            FloatVector raw = FloatVector.fromArray(SPECIES, source, offset + column);
            VectorMask<Float> isThere = raw.compare(VectorOperators.NE, 0);
            INDEX.add(column).compress(isThere.cast(INTS)).intoArray(to.columns, place);
            raw.compress(isThere).intoArray(to.values, place);
            place += isThere.trueCount();
        }
        return super.packRow(source, offset, column, until, to, place);
    }

    @Override
    int elements(SparseRows rows, int start, int stop, Part to, int first) {
        if (LANES != 16) {
            return super.elements(rows, start, stop, to, first);
        }
        int place = first;
        for (int quad = start; quad < stop; quad += 4) {
            FloatVector values = floats(rows, quad);
            VectorMask<Float> isThere = values.compare(VectorOperators.NE, 0);
            if (quad + 4 > stop) {
                isThere = isThere.and(SPECIES.indexInRange(0, 4 * (stop - quad)));
            }
            columns(rows, quad)
                    .rearrange(QUAD_OF_ELEMENT)
                    .add(COLUMN_IN_QUAD)
                    .compress(isThere.cast(INTS))
                    .intoArray(to.columns, place);
            values.compress(isThere).intoArray(to.values, place);
            place += isThere.trueCount();
        }
        return place;
    }

    @Override
    void quads(SparseRows rows, int start, int stop, Part to, int first) {
        if (LANES != 16) {
            super.quads(rows, start, stop, to, first);
            return;
        }
        for (int quad = start; quad < stop; quad += 16) {
            columns(rows, quad).intoArray(to.columns, first + quad - start);
        }
        for (int quad = start; quad < stop; quad += 4) {
            floats(rows, quad).intoArray(to.values, SparseRows.QUAD * (first + quad - start));
        }
    }

    /** The columns of sixteen quads. */
    private static IntVector columns(SparseRows rows, int quad) {
        return (IntVector) ShortVector.fromCharArray(ShortVector.SPECIES_256, rows.columns, quad)
                .convertShape(VectorOperators.ZERO_EXTEND_S2I, IntVector.SPECIES_512, 0);
    }

    /** The values of four quads. */
    private static FloatVector floats(SparseRows rows, int quad) {
        return ((FloatVector) ByteVector.fromArray(ByteVector.SPECIES_128, rows.values, SparseRows.QUAD * quad)
                        .convertShape(VectorOperators.ZERO_EXTEND_B2I, IntVector.SPECIES_512, 0)
                        .convert(VectorOperators.I2F, 0))
                .mul(rows.factor);
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
                oneVectorOfQuads(quads, x.at() + i, b, bOffset, from, rowOffset, c, cOffset + i * cStride);
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
                eightVectors(x, at + i, b, bOffset + j, bStride, from, fromOffset, c, cOffset + i * cStride + j);
            }
        }
        for (; j < until; j += LANES) {
            // The last vector may overlap the one before, and computes the same there.
            int column = Math.min(j, until - LANES);
            int fromOffset = row == null ? 0 : rowOffset + column;
            for (int i = 0; i < m; i++) {
                int to = cOffset + i * cStride + column;
                oneVector(x, at + i, b, bOffset + column, bStride, from, fromOffset, c, to);
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

    private static void eightVectors(
            Part x, int i, float[] b, int bOffset, int bStride, float[] row, int rowOffset, float[] c, int cOffset) {
        int[] columns = x.columns;
        float[] values = x.values;
        int stop = x.starts[i + 1];
        FloatVector c0 = FloatVector.fromArray(SPECIES, row, rowOffset);
        FloatVector c1 = FloatVector.fromArray(SPECIES, row, rowOffset + LANES);
        FloatVector c2 = FloatVector.fromArray(SPECIES, row, rowOffset + 2 * LANES);
        FloatVector c3 = FloatVector.fromArray(SPECIES, row, rowOffset + 3 * LANES);
        FloatVector c4 = FloatVector.fromArray(SPECIES, row, rowOffset + 4 * LANES);
        FloatVector c5 = FloatVector.fromArray(SPECIES, row, rowOffset + 5 * LANES);
        FloatVector c6 = FloatVector.fromArray(SPECIES, row, rowOffset + 6 * LANES);
        FloatVector c7 = FloatVector.fromArray(SPECIES, row, rowOffset + 7 * LANES);
        for (int e = x.starts[i]; e < stop; e++) {
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
    private static void oneVector(
            Part x, int i, float[] b, int bOffset, int bStride, float[] row, int rowOffset, float[] c, int cOffset) {
        int[] columns = x.columns;
        float[] values = x.values;
        int stop = x.starts[i + 1];
        FloatVector c0 = FloatVector.fromArray(SPECIES, row, rowOffset);
        FloatVector c1 = FloatVector.zero(SPECIES);
        FloatVector c2 = c1;
        FloatVector c3 = c1;
        int e = x.starts[i];
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
        ZERO.add(c0).add(c1).add(ZERO.add(c2).add(c3)).intoArray(c, cOffset);
    }

    /** The same for a b of one vector's width. */
    private static void oneVectorOfQuads(
            Part x, int i, float[] b, int bOffset, float[] row, int rowOffset, float[] c, int cOffset) {
        int[] columns = x.columns;
        float[] values = x.values;
        int stop = x.starts[i + 1];
        FloatVector c0 = FloatVector.fromArray(SPECIES, row, rowOffset);
        FloatVector c1 = FloatVector.zero(SPECIES);
        FloatVector c2 = c1;
        FloatVector c3 = c1;
        for (int quad = x.starts[i]; quad < stop; quad++) {
            int bRow = bOffset + columns[quad] * LANES;
            int value = SparseRows.QUAD * quad;
            c0 = FloatVector.fromArray(SPECIES, b, bRow)
                    .lanewise(FMA, FloatVector.broadcast(SPECIES, values[value]), c0);
            c1 = FloatVector.fromArray(SPECIES, b, bRow + LANES)
                    .lanewise(FMA, FloatVector.broadcast(SPECIES, values[value + 1]), c1);
            c2 = FloatVector.fromArray(SPECIES, b, bRow + 2 * LANES)
                    .lanewise(FMA, FloatVector.broadcast(SPECIES, values[value + 2]), c2);
            c3 = FloatVector.fromArray(SPECIES, b, bRow + 3 * LANES)
                    .lanewise(FMA, FloatVector.broadcast(SPECIES, values[value + 3]), c3);
        }
        ZERO.add(c0).add(c1).add(ZERO.add(c2).add(c3)).intoArray(c, cOffset);
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
                addQuads(quads, x.at() + i, factor, b, bOffset + i * bStride, c, cOffset);
            }
            return;
        }
        Part elements = x.elements(part, m, this);
        int j = 0;
        for (; j + LANES <= n; j += LANES) {
            for (int i = 0; i < m; i++) {
                addOne(elements, x.at() + i, factor, b, bOffset + i * bStride + j, c, cOffset + j, n);
            }
        }
        if (j < n) {
            // The vector that ends with the last columns adds 0 to those before.
            float[] last = scratches.get().last;
            Arrays.fill(last, 0);
            for (int i = 0; i < m; i++) {
                System.arraycopy(b, bOffset + i * bStride + j, last, LANES - (n - j), n - j);
                addOne(elements, x.at() + i, factor, last, 0, c, cOffset + n - LANES, n);
            }
        }
    }

    private static void addOne(
            Part x, int i, float factor, float[] b, int bOffset, float[] c, int cOffset, int cStride) {
        int[] columns = x.columns;
        float[] values = x.values;
        int stop = x.starts[i + 1];
        FloatVector row = FloatVector.fromArray(SPECIES, b, bOffset).mul(factor);
        for (int e = x.starts[i]; e < stop; e++) {
            int cRow = cOffset + columns[e] * cStride;
            FloatVector.broadcast(SPECIES, values[e])
                    .lanewise(FMA, row, FloatVector.fromArray(SPECIES, c, cRow))
                    .intoArray(c, cRow);
        }
    }

    /** The same for a c of one vector's width. */
    private static void addQuads(Part x, int i, float factor, float[] b, int bOffset, float[] c, int cOffset) {
        int[] columns = x.columns;
        float[] values = x.values;
        int stop = x.starts[i + 1];
        FloatVector row = FloatVector.fromArray(SPECIES, b, bOffset).mul(factor);
        for (int quad = x.starts[i]; quad < stop; quad++) {
            int cRow = cOffset + columns[quad] * LANES;
            int value = SparseRows.QUAD * quad;
            FloatVector.broadcast(SPECIES, values[value])
                    .lanewise(FMA, row, FloatVector.fromArray(SPECIES, c, cRow))
                    .intoArray(c, cRow);
            FloatVector.broadcast(SPECIES, values[value + 1])
                    .lanewise(FMA, row, FloatVector.fromArray(SPECIES, c, cRow + LANES))
                    .intoArray(c, cRow + LANES);
            FloatVector.broadcast(SPECIES, values[value + 2])
                    .lanewise(FMA, row, FloatVector.fromArray(SPECIES, c, cRow + 2 * LANES))
                    .intoArray(c, cRow + 2 * LANES);
            FloatVector.broadcast(SPECIES, values[value + 3])
                    .lanewise(FMA, row, FloatVector.fromArray(SPECIES, c, cRow + 3 * LANES))
                    .intoArray(c, cRow + 3 * LANES);
        }
    }
}

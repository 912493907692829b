package dev.descent.kernel;

import static jdk.incubator.vector.VectorOperators.FMA;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
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

    private static final Workers ALONE = Workers.of(1);

    /** Samples for which looking at them by columns pays. */
    private static final int WORTH_QUADS = 16;

    /** Columns of a group. */
    private static final int GROUP = 8 * LANES;

    /** 0, 1, 2, … */
    private static final IntVector INDEX = IntVector.broadcast(INTS, 0).addIndex(1);

    /** As it stands in an element: number and column both grow by one. */
    private static final IntVector NUMBERS = INDEX.lanewise(VectorOperators.LSHL, 16);

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
    int packColumns(float[] source, int place, int from, int until, SparseRows to, int size) {
        int element = size;
        int column = from;
        for (; column + LANES <= until; column += LANES) {
            FloatVector raw = FloatVector.fromArray(SPECIES, source, place + column);
            VectorMask<Float> isThere = raw.compare(VectorOperators.NE, 0);
            INDEX.add(column)
                    .compress(isThere.cast(INTS))
                    .add(NUMBERS)
                    .add(element << 16)
                    .intoArray(to.elements, element);
            raw.compress(isThere).intoArray(to.table, element);
            element += isThere.trueCount();
        }
        return super.packColumns(source, place, column, until, to, element);
    }

    @Override
    public boolean sumsFirst(int m, int n, SparseBatch x) {
        return goesByQuads(m, n, x);
    }

    /** Whole slices and whole quads only, and registers for sixteen vectors of a matrix. */
    private static boolean goesByQuads(int m, int n, SparseBatch x) {
        return LANES == 16 && m >= WORTH_QUADS && n % QuadProducts.COLUMNS == 0 && x.width() % ColumnQuads.WIDTH == 0;
    }

    /** Of fewer columns, telling another core about the batch takes longer than it then saves. */
    private boolean isWorthSharing(int m, int n, SparseBatch x) {
        return n >= LEAST_SHARED && workers.isWorthSharing(x.size(m) * n);
    }

    private ColumnQuads quads(int m, int n, SparseBatch x) {
        return x.quads(m, isWorthSharing(m, n, x) ? workers : ALONE);
    }

    /** Part of a product by quads: the columns from {@code j} on. */
    private interface SliceJob {
        void run(int j, float[] slice);
    }

    /** Threads share the columns of the result, so each keeps its own of the weight in its cache. */
    private void forEachSlice(int m, int n, SparseBatch x, SliceJob job) {
        Workers.Range range = (from, to) -> {
            float[] slice = scratches.get().slice;
            for (int j = from; j < to; j++) {
                job.run(j * QuadProducts.COLUMNS, slice);
            }
        };
        int slices = n / QuadProducts.COLUMNS;
        if (isWorthSharing(m, n, x)) {
            workers.share(slices, 1, range);
        } else {
            range.run(0, slices);
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
        if (n < LANES) {
            super.productPlusRow(m, n, x, b, bOffset, row, rowOffset, c, cOffset, cStride);
            return;
        }
        if (goesByQuads(m, n, x)) {
            ColumnQuads quads = quads(m, n, x);
            forEachSlice(m, n, x, (j, slice) -> {
                for (int i = 0; i < m; i += ColumnQuads.BLOCK) {
                    int rows = Math.min(ColumnQuads.BLOCK, m - i);
                    int part = ColumnQuads.parts(i);
                    QuadProducts.pack(rows, 1, row, rowOffset + j, 0, slice);
                    QuadProducts.add(quads.part(part), b, bOffset + j, n, slice);
                    QuadProducts.add(quads.part(part + 1), b, bOffset + j, n, slice);
                    QuadProducts.unpack(rows, slice, c, cOffset + i * cStride + j, cStride);
                }
            });
            return;
        }
        long work = COST * x.size(m) * n;
        if (!Workers.isLarge(work)) {
            products(m, n, x, 0, 2, b, bOffset, row, rowOffset, c, cOffset, cStride);
            return;
        }
        float[] sums = scratches.get().sums(m * n);
        forEachHalf(work, half -> {
            if (half == 0) {
                products(m, n, x, 0, 1, b, bOffset, row, rowOffset, c, cOffset, cStride);
            } else {
                products(m, n, x, 1, 2, b, bOffset, null, 0, sums, 0, n);
            }
        });
        if (cStride == n) {
            ScalarMatrixKernels.addScaled(m * n, 1, sums, 0, c, cOffset);
        } else {
            for (int i = 0; i < m; i++) {
                ScalarMatrixKernels.addScaled(n, 1, sums, i * n, c, cOffset + i * cStride);
            }
        }
    }

    /** Sums over some halves of x's columns, from the row on, or from zero where there is none. */
    private static void products(
            int m,
            int n,
            SparseBatch x,
            int half,
            int untilHalf,
            float[] b,
            int bOffset,
            float @Nullable [] row,
            int rowOffset,
            float[] c,
            int cOffset,
            int cStride) {
        SparseRows rows = x.rows;
        if (m > 1) {
            for (int touched = half; touched < untilHalf; touched++) {
                rows.touch(x.picked, x.first, m, touched);
            }
        }
        int[] elements = rows.elements;
        float[] table = rows.table;
        float[] from = row == null ? ZEROS : row;
        int j = 0;
        for (; j + GROUP <= n; j += GROUP) {
            int fromOffset = row == null ? 0 : rowOffset + j;
            for (int i = 0; i < m; i++) {
                int start = rows.start(x.row(i), half);
                int stop = rows.start(x.row(i), untilHalf);
                int to = cOffset + i * cStride + j;
                eightVectors(start, stop, elements, table, b, bOffset + j, n, from, fromOffset, c, to);
            }
        }
        for (; j < n; j += LANES) {
            // The last vector may overlap the one before, and computes the same there.
            int column = Math.min(j, n - LANES);
            int fromOffset = row == null ? 0 : rowOffset + column;
            for (int i = 0; i < m; i++) {
                int start = rows.start(x.row(i), half);
                int stop = rows.start(x.row(i), untilHalf);
                int to = cOffset + i * cStride + column;
                oneVector(start, stop, elements, table, b, bOffset + column, n, from, fromOffset, c, to);
            }
        }
    }

    private static void eightVectors(
            int start,
            int stop,
            int[] elements,
            float[] table,
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
            int element = elements[e];
            int bRow = bOffset + (element & 0xFFFF) * bStride;
            FloatVector factor = FloatVector.broadcast(SPECIES, table[element >>> 16]);
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
            int start,
            int stop,
            int[] elements,
            float[] table,
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
            int e0 = elements[e];
            int e1 = elements[e + 1];
            int e2 = elements[e + 2];
            int e3 = elements[e + 3];
            c0 = FloatVector.fromArray(SPECIES, b, bOffset + (e0 & 0xFFFF) * bStride)
                    .lanewise(FMA, FloatVector.broadcast(SPECIES, table[e0 >>> 16]), c0);
            c1 = FloatVector.fromArray(SPECIES, b, bOffset + (e1 & 0xFFFF) * bStride)
                    .lanewise(FMA, FloatVector.broadcast(SPECIES, table[e1 >>> 16]), c1);
            c2 = FloatVector.fromArray(SPECIES, b, bOffset + (e2 & 0xFFFF) * bStride)
                    .lanewise(FMA, FloatVector.broadcast(SPECIES, table[e2 >>> 16]), c2);
            c3 = FloatVector.fromArray(SPECIES, b, bOffset + (e3 & 0xFFFF) * bStride)
                    .lanewise(FMA, FloatVector.broadcast(SPECIES, table[e3 >>> 16]), c3);
        }
        for (; e < stop; e++) {
            int element = elements[e];
            c0 = FloatVector.fromArray(SPECIES, b, bOffset + (element & 0xFFFF) * bStride)
                    .lanewise(FMA, FloatVector.broadcast(SPECIES, table[element >>> 16]), c0);
        }
        ZERO.add(c0).add(c1).add(ZERO.add(c2).add(c3)).intoArray(c, cOffset);
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
        if (n < LANES) {
            super.addTransposedProduct(m, n, factor, x, b, bOffset, bStride, c, cOffset, scratch);
            return;
        }
        if (goesByQuads(m, n, x)) {
            ColumnQuads quads = quads(m, n, x);
            forEachSlice(m, n, x, (j, slice) -> {
                for (int i = 0; i < m; i += ColumnQuads.BLOCK) {
                    int rows = Math.min(ColumnQuads.BLOCK, m - i);
                    int part = ColumnQuads.parts(i);
                    QuadProducts.pack(rows, factor, b, bOffset + i * bStride + j, bStride, slice);
                    QuadProducts.addTransposed(quads.part(part), slice, c, cOffset + j, n);
                    QuadProducts.addTransposed(quads.part(part + 1), slice, c, cOffset + j, n);
                }
            });
            return;
        }
        scale(m, n, factor, b, bOffset, bStride, scratch);
        forEachHalf(COST * x.size(m) * n, half -> addProducts(m, n, x, half, scratch, c, cOffset));
    }

    private void addProducts(int m, int n, SparseBatch x, int half, float[] scaled, float[] c, int cOffset) {
        int j = 0;
        for (; j + LANES <= n; j += LANES) {
            for (int i = 0; i < m; i++) {
                addOne(i, x, half, scaled, i * n + j, c, cOffset + j, n);
            }
        }
        if (j < n) {
            addRest(m, n, n - j, x, half, scaled, c, cOffset);
        }
    }

    /** The last columns, fewer than a vector: the vector that ends with them adds 0 to those before. */
    private void addRest(int m, int n, int rest, SparseBatch x, int half, float[] scaled, float[] c, int cOffset) {
        float[] last = scratches.get().last;
        Arrays.fill(last, 0);
        for (int i = 0; i < m; i++) {
            System.arraycopy(scaled, (i + 1) * n - rest, last, LANES - rest, rest);
            addOne(i, x, half, last, 0, c, cOffset + n - LANES, n);
        }
    }

    private static void addOne(
            int i, SparseBatch x, int half, float[] scaled, int scaledOffset, float[] c, int cOffset, int cStride) {
        int[] elements = x.rows.elements;
        float[] table = x.rows.table;
        int stop = x.rows.start(x.row(i), half + 1);
        FloatVector b = FloatVector.fromArray(SPECIES, scaled, scaledOffset);
        for (int e = x.rows.start(x.row(i), half); e < stop; e++) {
            int element = elements[e];
            int cRow = cOffset + (element & 0xFFFF) * cStride;
            FloatVector.broadcast(SPECIES, table[element >>> 16])
                    .lanewise(FMA, b, FloatVector.fromArray(SPECIES, c, cRow))
                    .intoArray(c, cRow);
        }
    }
}

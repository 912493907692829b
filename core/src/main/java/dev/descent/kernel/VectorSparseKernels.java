package dev.descent.kernel;

import static jdk.incubator.vector.VectorOperators.FMA;

import dev.descent.kernel.SparseBatch.Half;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * Products with sparse rows: for each element that is not zero, one row of the dense matrix is added to sums kept in registers,
 * or one row of the result is changed. Columns are taken four vectors at a time, then one; fewer than a vector are plain loops.
 */
final class VectorSparseKernels extends ScalarSparseKernels {
    private static final VectorSpecies<Float> SPECIES = Tiles.SPECIES;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = Tiles.LANES;
    private static final FloatVector ZERO = Tiles.ZERO;

    /** Columns of a group. */
    private static final int GROUP = 4 * LANES;

    /** An element costs about as much as so many multiply-adds of a dense product, for each column. */
    private static final int COST = 4;

    /** Samples for which looking at them by columns pays. */
    private static final int WORTH_QUADS = 16;

    /** 0, 1, 2, … */
    private static final IntVector INDEX = IntVector.broadcast(INTS, 0).addIndex(1);

    private static final float[] ZEROS = new float[GROUP];

    private final ThreadLocal<Scratch> scratches = ThreadLocal.withInitial(Scratch::new);

    VectorSparseKernels(Workers workers) {
        super(workers);
    }

    private static final class Scratch {
        /** The last columns of a row, with zeros before them. */
        final float[] last = new float[LANES];

        /** {@link QuadProducts#COLUMNS} columns of a block of samples. */
        final float[] slice = new float[ColumnQuads.BLOCK * QuadProducts.COLUMNS];

        /** Sums over the second half of the columns, {@code [m, n]}. */
        float[] sums = new float[0];

        float[] sums(int size) {
            if (sums.length < size) {
                sums = new float[size];
            }
            return sums;
        }
    }

    /** As many bytes and shorts as a vector has floats, where there are such vectors. */
    private static final class Narrow {
        static final VectorSpecies<Byte> BYTES = VectorSpecies.of(byte.class, VectorShape.forBitSize(8 * LANES));
        static final VectorSpecies<Short> SHORTS = VectorSpecies.of(short.class, VectorShape.forBitSize(16 * LANES));
    }

    @Override
    void expand(SparseRows.Half kept, int start, int end, float factor, int stride, Half half, int size) {
        if (LANES < 8) {
            super.expand(kept, start, end, factor, stride, half, size);
            return;
        }
        int to = size;
        for (int e = start; e < end; e += LANES, to += LANES) {
            IntVector columns = (IntVector) ShortVector.fromCharArray(Narrow.SHORTS, kept.columns, e)
                    .convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, 0);
            columns.mul(stride).intoArray(half.offsets, to);
            Vector<Integer> raw = ByteVector.fromArray(Narrow.BYTES, kept.values, e)
                    .convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0);
            ((FloatVector) raw.convertShape(VectorOperators.I2F, SPECIES, 0))
                    .mul(factor)
                    .intoArray(half.values, to);
        }
    }

    @Override
    int packRow(float[] source, int place, float factor, int stride, Half half, int size) {
        IntVector steps = INDEX.mul(stride);
        int element = size;
        int column = half.left;
        for (; column + LANES <= half.right; column += LANES) {
            FloatVector raw = FloatVector.fromArray(SPECIES, source, place + column);
            VectorMask<Float> isThere = raw.compare(VectorOperators.NE, 0);
            steps.add(column * stride).compress(isThere.cast(INTS)).intoArray(half.offsets, element);
            raw.compress(isThere).mul(factor).intoArray(half.values, element);
            element += isThere.trueCount();
        }
        return packColumns(source, place, column, factor, stride, half, element);
    }

    @Override
    public boolean sumsFirst(int m, int n, SparseBatch x) {
        return goesByQuads(m, n, x);
    }

    /** Whole slices and whole quads only, and registers for sixteen vectors of a matrix. */
    private static boolean goesByQuads(int m, int n, SparseBatch x) {
        return LANES == 16 && m >= WORTH_QUADS && n % QuadProducts.COLUMNS == 0 && x.width() % ColumnQuads.WIDTH == 0;
    }

    /** Part of a product by quads: the columns from {@code j} on. */
    private interface SliceJob {
        void run(int j, float[] slice);
    }

    /** Threads share the columns of the result, so each keeps its own of the weight in its cache. */
    private void forEachSlice(int m, int n, SparseBatch x, int first, SliceJob job) {
        Workers.Range range = (from, to) -> {
            float[] slice = scratches.get().slice;
            for (int j = from; j < to; j++) {
                job.run(j * QuadProducts.COLUMNS, slice);
            }
        };
        int slices = n / QuadProducts.COLUMNS;
        if (workers.isWorthSharing((long) x.size(first, m) * n)) {
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
            int first,
            float[] b,
            int bOffset,
            float[] row,
            int rowOffset,
            float[] c,
            int cOffset,
            int cStride) {
        if (n < LANES) {
            super.productPlusRow(m, n, x, first, b, bOffset, row, rowOffset, c, cOffset, cStride);
            return;
        }
        if (goesByQuads(m, n, x)) {
            ColumnQuads quads = x.quads(first, m, workers);
            forEachSlice(m, n, x, first, (j, slice) -> {
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
        float[] sums = scratches.get().sums(m * n);
        forEachHalf((long) COST * x.size(first, m) * n, number -> {
            if (number == 0) {
                products(m, n, x.half(0), first, b, bOffset, row, rowOffset, c, cOffset, cStride);
            } else {
                products(m, n, x.half(1), first, b, bOffset, null, 0, sums, 0, n);
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

    /** Sums over one half of x's columns, from the row on, or from zero where there is none. */
    private static void products(
            int m,
            int n,
            Half x,
            int first,
            float[] b,
            int bOffset,
            float @Nullable [] row,
            int rowOffset,
            float[] c,
            int cOffset,
            int cStride) {
        float[] from = row == null ? ZEROS : row;
        int j = 0;
        for (; j + GROUP <= n; j += GROUP) {
            int fromOffset = row == null ? 0 : rowOffset + j;
            for (int i = 0; i < m; i++) {
                int start = x.starts[first + i];
                int stop = x.starts[first + i + 1];
                int to = cOffset + i * cStride + j;
                fourVectors(start, stop, x.offsets, x.values, b, bOffset + j, from, fromOffset, c, to);
            }
        }
        for (; j < n; j += LANES) {
            // The last vector may overlap the one before, and computes the same there.
            int column = Math.min(j, n - LANES);
            int fromOffset = row == null ? 0 : rowOffset + column;
            for (int i = 0; i < m; i++) {
                int start = x.starts[first + i];
                int stop = x.starts[first + i + 1];
                int to = cOffset + i * cStride + column;
                oneVector(start, stop, x.offsets, x.values, b, bOffset + column, from, fromOffset, c, to);
            }
        }
    }

    private static void fourVectors(
            int start,
            int stop,
            int[] offsets,
            float[] values,
            float[] b,
            int bOffset,
            float[] row,
            int rowOffset,
            float[] c,
            int cOffset) {
        FloatVector c0 = FloatVector.fromArray(SPECIES, row, rowOffset);
        FloatVector c1 = FloatVector.fromArray(SPECIES, row, rowOffset + LANES);
        FloatVector c2 = FloatVector.fromArray(SPECIES, row, rowOffset + 2 * LANES);
        FloatVector c3 = FloatVector.fromArray(SPECIES, row, rowOffset + 3 * LANES);
        for (int e = start; e < stop; e++) {
            int bRow = bOffset + offsets[e];
            FloatVector factor = FloatVector.broadcast(SPECIES, values[e]);
            c0 = factor.lanewise(FMA, FloatVector.fromArray(SPECIES, b, bRow), c0);
            c1 = factor.lanewise(FMA, FloatVector.fromArray(SPECIES, b, bRow + LANES), c1);
            c2 = factor.lanewise(FMA, FloatVector.fromArray(SPECIES, b, bRow + 2 * LANES), c2);
            c3 = factor.lanewise(FMA, FloatVector.fromArray(SPECIES, b, bRow + 3 * LANES), c3);
        }
        ZERO.add(c0).intoArray(c, cOffset);
        ZERO.add(c1).intoArray(c, cOffset + LANES);
        ZERO.add(c2).intoArray(c, cOffset + 2 * LANES);
        ZERO.add(c3).intoArray(c, cOffset + 3 * LANES);
    }

    /** Four sums in turn, as each multiply-add takes four cycles. */
    private static void oneVector(
            int start,
            int stop,
            int[] offsets,
            float[] values,
            float[] b,
            int bOffset,
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
            c0 = FloatVector.fromArray(SPECIES, b, bOffset + offsets[e])
                    .lanewise(FMA, FloatVector.broadcast(SPECIES, values[e]), c0);
            c1 = FloatVector.fromArray(SPECIES, b, bOffset + offsets[e + 1])
                    .lanewise(FMA, FloatVector.broadcast(SPECIES, values[e + 1]), c1);
            c2 = FloatVector.fromArray(SPECIES, b, bOffset + offsets[e + 2])
                    .lanewise(FMA, FloatVector.broadcast(SPECIES, values[e + 2]), c2);
            c3 = FloatVector.fromArray(SPECIES, b, bOffset + offsets[e + 3])
                    .lanewise(FMA, FloatVector.broadcast(SPECIES, values[e + 3]), c3);
        }
        for (; e < stop; e++) {
            c0 = FloatVector.fromArray(SPECIES, b, bOffset + offsets[e])
                    .lanewise(FMA, FloatVector.broadcast(SPECIES, values[e]), c0);
        }
        ZERO.add(c0).add(c1).add(ZERO.add(c2).add(c3)).intoArray(c, cOffset);
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
        if (n < LANES) {
            super.addTransposedProduct(m, n, factor, x, first, b, bOffset, bStride, c, cOffset, scratch);
            return;
        }
        if (goesByQuads(m, n, x)) {
            ColumnQuads quads = x.quads(first, m, workers);
            forEachSlice(m, n, x, first, (j, slice) -> {
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
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                scratch[i * n + j] = factor * b[bOffset + i * bStride + j];
            }
        }
        forEachHalf(
                (long) COST * x.size(first, m) * n,
                number -> addProducts(m, n, x.half(number), first, scratch, c, cOffset));
    }

    private void addProducts(int m, int n, Half x, int first, float[] scaled, float[] c, int cOffset) {
        int j = 0;
        for (; j + GROUP <= n; j += GROUP) {
            for (int i = 0; i < m; i++) {
                int start = x.starts[first + i];
                int stop = x.starts[first + i + 1];
                addFour(start, stop, x.offsets, x.values, scaled, i * n + j, c, cOffset + j);
            }
        }
        for (; j + LANES <= n; j += LANES) {
            for (int i = 0; i < m; i++) {
                int start = x.starts[first + i];
                int stop = x.starts[first + i + 1];
                addOne(start, stop, x.offsets, x.values, scaled, i * n + j, c, cOffset + j);
            }
        }
        if (j < n) {
            addRest(m, n, n - j, x, first, scaled, c, cOffset);
        }
    }

    /** The last columns, fewer than a vector: the vector that ends with them adds 0 to those before. */
    private void addRest(int m, int n, int rest, Half x, int first, float[] scaled, float[] c, int cOffset) {
        float[] last = scratches.get().last;
        Arrays.fill(last, 0);
        for (int i = 0; i < m; i++) {
            System.arraycopy(scaled, (i + 1) * n - rest, last, LANES - rest, rest);
            int start = x.starts[first + i];
            int stop = x.starts[first + i + 1];
            addOne(start, stop, x.offsets, x.values, last, 0, c, cOffset + n - LANES);
        }
    }

    private static void addFour(
            int start,
            int stop,
            int[] offsets,
            float[] values,
            float[] scaled,
            int scaledOffset,
            float[] c,
            int cOffset) {
        FloatVector b0 = FloatVector.fromArray(SPECIES, scaled, scaledOffset);
        FloatVector b1 = FloatVector.fromArray(SPECIES, scaled, scaledOffset + LANES);
        FloatVector b2 = FloatVector.fromArray(SPECIES, scaled, scaledOffset + 2 * LANES);
        FloatVector b3 = FloatVector.fromArray(SPECIES, scaled, scaledOffset + 3 * LANES);
        for (int e = start; e < stop; e++) {
            int cRow = cOffset + offsets[e];
            FloatVector factor = FloatVector.broadcast(SPECIES, values[e]);
            factor.lanewise(FMA, b0, FloatVector.fromArray(SPECIES, c, cRow)).intoArray(c, cRow);
            factor.lanewise(FMA, b1, FloatVector.fromArray(SPECIES, c, cRow + LANES))
                    .intoArray(c, cRow + LANES);
            factor.lanewise(FMA, b2, FloatVector.fromArray(SPECIES, c, cRow + 2 * LANES))
                    .intoArray(c, cRow + 2 * LANES);
            factor.lanewise(FMA, b3, FloatVector.fromArray(SPECIES, c, cRow + 3 * LANES))
                    .intoArray(c, cRow + 3 * LANES);
        }
    }

    private static void addOne(
            int start,
            int stop,
            int[] offsets,
            float[] values,
            float[] scaled,
            int scaledOffset,
            float[] c,
            int cOffset) {
        FloatVector b = FloatVector.fromArray(SPECIES, scaled, scaledOffset);
        for (int e = start; e < stop; e++) {
            int cRow = cOffset + offsets[e];
            FloatVector.broadcast(SPECIES, values[e])
                    .lanewise(FMA, b, FloatVector.fromArray(SPECIES, c, cRow))
                    .intoArray(c, cRow);
        }
    }
}

package dev.descent.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a batch without their zeros, in two halves: the elements of the first half of the columns, and those of the second.
 * Each half is one thread's business, from packing over the product forward to the change of the weights, so that each core's
 * cache holds the weights it needs and nobody waits for the other's.
 *
 * <p>Columns are kept as offsets into a dense matrix of the given stride, which is what they are for. Filled by {@link
 * SparseKernels#pack}.
 */
public final class SparseBatch {
    /** Halves meet at a multiple of it, so that both begin with whole vectors. */
    static final int GRAIN = 16;

    private final int width;
    private final int stride;
    private final Half first;
    private final Half second;
    private int rows;

    /** The rows seen by their columns, once somebody has asked. */
    private @Nullable ColumnQuads quads;

    /** Which rows, and how many, the quads hold; none after rows have changed. */
    private int quadsFirst;

    private int quadsCount;

    /**
     * @param width columns
     * @param stride of the dense matrix {@code [width, stride]} to be multiplied
     */
    public SparseBatch(int width, int stride) {
        if (width < 1 || stride < 1) {
            throw new IllegalArgumentException(
                    "a sparse batch needs a width and a stride of at least 1, got " + width + " and " + stride);
        }
        this.width = width;
        this.stride = stride;
        int middle = middle(width);
        first = new Half(0, middle);
        second = new Half(middle, width);
    }

    /** Where the second half of the columns begins. */
    static int middle(int width) {
        return Math.min(width, Math.floorDiv(Math.floorDiv(width, 2) + GRAIN - 1, GRAIN) * GRAIN);
    }

    /** The elements of some columns: those of row i are {@code starts[i] … starts[i + 1] − 1}, columns ascending. */
    static final class Half {
        final int left;
        final int right;
        int[] starts = new int[1];
        int[] offsets = new int[0];
        float[] values = new float[0];

        Half(int left, int right) {
            this.left = left;
            this.right = right;
        }

        /** Makes room for one more row after {@code size} elements, and a vector that writes too far. */
        void reserve(int size) {
            int needed = size + right - left + GRAIN;
            if (needed > values.length) {
                int capacity = needed + (needed >> 1);
                offsets = Arrays.copyOf(offsets, capacity);
                values = Arrays.copyOf(values, capacity);
            }
        }
    }

    /** The half 0 or 1. */
    Half half(int number) {
        return number == 0 ? first : second;
    }

    void setRows(int count) {
        rows = count;
        quadsCount = 0;
        if (first.starts.length <= count) {
            first.starts = new int[count + 1];
            second.starts = new int[count + 1];
        }
    }

    /** {@code count} rows from {@code row} on by their columns, made on the workers unless they are still there. */
    ColumnQuads quads(int row, int count, Workers workers) {
        ColumnQuads made = quads;
        if (made == null || !made.holds(count)) {
            made = new ColumnQuads(width, stride, count);
            quads = made;
            quadsCount = 0;
        }
        if (quadsCount != count || quadsFirst != row) {
            ColumnQuads filled = made;
            workers.share(ColumnQuads.parts(count), 1, (from, to) -> {
                for (int part = from; part < to; part++) {
                    filled.fill(part, this, row, count);
                }
            });
            quadsFirst = row;
            quadsCount = count;
        }
        return made;
    }

    /** Writes {@code count} rows from {@code row} on to a dense {@code [count, width]}. */
    public void unpack(int row, int count, float[] dense) {
        Arrays.fill(dense, 0, count * width, 0);
        for (int number = 0; number < 2; number++) {
            Half half = half(number);
            for (int i = 0; i < count; i++) {
                for (int e = half.starts[row + i]; e < half.starts[row + i + 1]; e++) {
                    dense[i * width + half.offsets[e] / stride] = half.values[e];
                }
            }
        }
    }

    public int rows() {
        return rows;
    }

    public int width() {
        return width;
    }

    public int stride() {
        return stride;
    }

    /** Elements that are not zero in {@code count} rows from {@code row} on. */
    public int size(int row, int count) {
        return first.starts[row + count] - first.starts[row] + second.starts[row + count] - second.starts[row];
    }
}

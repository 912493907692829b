package dev.descent.kernel;

import java.util.Arrays;

/**
 * The rows of a data set of bytes without their zeros, three bytes an element: a row is packed when it is first asked for and kept
 * for all later epochs. In the two halves of a {@link SparseBatch}, each filled by one thread at a time. Unpacked into batches by
 * {@link SparseKernels#pack(int, SparseRows, int[], int, float, SparseBatch)}.
 */
public final class SparseRows {
    /** Columns are kept in two bytes. */
    public static final int MOST_COLUMNS = 1 << 16;

    private static final int ABSENT = -1;

    private final byte[] source;
    private final int width;
    private final Half first;
    private final Half second;

    /**
     * @param source unsigned bytes, not copied
     * @param places where in the source each row begins
     * @param width columns, at most {@link #MOST_COLUMNS}
     */
    public SparseRows(byte[] source, int[] places, int width) {
        if (width < 1 || width > MOST_COLUMNS) {
            throw new IllegalArgumentException("sparse rows have 1 to " + MOST_COLUMNS + " columns, got " + width);
        }
        this.source = source;
        this.width = width;
        int middle = SparseBatch.middle(width);
        first = new Half(0, middle, places);
        second = new Half(middle, width, places);
    }

    int width() {
        return width;
    }

    Half half(int number) {
        return number == 0 ? first : second;
    }

    /** Some columns of every row. */
    final class Half {
        private final int left;
        private final int right;
        private final int[] places;

        /** Where each row's elements begin and end, {@link #ABSENT} for rows not yet packed. */
        final int[] starts;

        final int[] ends;
        char[] columns = new char[0];
        byte[] values = new byte[0];
        private int size;

        /** Kept so that reading ahead is not optimised away. */
        float touched;

        private Half(int left, int right, int[] places) {
            this.left = left;
            this.right = right;
            this.places = places;
            starts = new int[places.length];
            ends = new int[places.length];
            Arrays.fill(starts, ABSENT);
        }

        /** Packs the rows that are not yet, and brings all into the cache: asked for at once, they come together from memory. */
        void prepare(int[] rows, int from, int count) {
            float sum = 0;
            for (int i = from; i < from + count; i++) {
                int row = rows[i];
                if (starts[row] == ABSENT) {
                    pack(row);
                }
                for (int e = starts[row]; e < ends[row]; e += 32) {
                    sum += columns[e] + values[e];
                }
            }
            touched = sum;
        }

        /** Without a branch: what is zero is overwritten by the next. */
        private void pack(int row) {
            reserve();
            int element = size;
            for (int column = left; column < right; column++) {
                byte value = source[places[row] + column];
                columns[element] = (char) column;
                values[element] = value;
                element += value == 0 ? 0 : 1;
            }
            starts[row] = size;
            ends[row] = element;
            size = element;
        }

        /** Room for one more row, and for a vector that reads too far. */
        private void reserve() {
            int needed = size + right - left + SparseBatch.GRAIN;
            if (needed > values.length) {
                int capacity = Math.toIntExact(Math.min(Integer.MAX_VALUE - 8L, needed + (long) (needed >> 1)));
                columns = Arrays.copyOf(columns, capacity);
                values = Arrays.copyOf(values, capacity);
            }
        }
    }
}

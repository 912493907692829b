package dev.descent.kernel;

import java.util.Arrays;

/**
 * Rows without their zeros, four bytes an element: its column, and the number of its value in a table of the values there are. Of
 * bytes there are few values, so a data set of images is kept like this for all epochs ({@link #ofBytes}); of other rows every
 * element has its own place in the table ({@link #scratch}). A row's elements lie in the order of their columns, those of the
 * first half of the columns before those of the second: each half is one thread's business, so that each core's cache holds the
 * weights it needs and nobody waits for the other's.
 */
public final class SparseRows {
    /** Columns, and values of the table, are numbered in two bytes. */
    public static final int MOST = 1 << 16;

    /** Halves meet at a multiple of it, so that both begin with whole vectors. */
    static final int GRAIN = 16;

    /** Elements in a line of the cache. */
    private static final int LINE = 16;

    private static final int ABSENT = -1;

    private final int width;

    /** What rows are packed from when they are first asked for; empty when they are packed by others. */
    private final byte[] source;

    /** Where in the source each row begins. */
    private final int[] places;

    /** Of each row: its first element, the first of its second half, the end. */
    private final int[] ranges;

    /** {@code number of the value << 16 | column}. */
    int[] elements = new int[0];

    float[] table;
    private int size;

    /** Kept so that reading ahead is not optimised away. */
    int touched;

    private SparseRows(int width, byte[] source, int[] places, int rows, float[] table) {
        if (width < 1 || width > MOST) {
            throw new IllegalArgumentException("sparse rows have 1 to " + MOST + " columns, got " + width);
        }
        this.width = width;
        this.source = source;
        this.places = places;
        this.ranges = new int[3 * rows];
        this.table = table;
        Arrays.fill(ranges, ABSENT);
    }

    /**
     * Rows of unsigned bytes, each packed when it is first asked for and then kept.
     *
     * @param source not copied
     * @param places where in the source each row begins
     * @param width columns, at most {@link #MOST}
     * @param factor a value is {@code byte · factor}
     */
    public static SparseRows ofBytes(byte[] source, int[] places, int width, float factor) {
        float[] table = new float[256];
        for (int i = 0; i < table.length; i++) {
            table[i] = i * factor;
        }
        return new SparseRows(width, source, places, places.length, table);
    }

    /** Room for rows that {@link SparseKernels#pack} writes, again and again; {@code rows · width} is at most {@link #MOST}. */
    public static SparseRows scratch(int rows, int width) {
        if ((long) rows * width > MOST) {
            throw new IllegalArgumentException(
                    "packed rows have at most %d elements, got %d rows of %d".formatted(MOST, rows, width));
        }
        SparseRows scratch = new SparseRows(width, new byte[0], new int[0], rows, new float[rows * width + GRAIN]);
        scratch.elements = new int[rows * width + GRAIN];
        return scratch;
    }

    /** Columns. */
    public int width() {
        return width;
    }

    /** The first column of the second half. */
    int middle() {
        return middle(width);
    }

    /** The same of rows of some width. */
    static int middle(int width) {
        return Math.min(width, Math.floorDiv(Math.floorDiv(width, 2) + GRAIN - 1, GRAIN) * GRAIN);
    }

    /** The first element of a half, 0 or 1, of a row; that of half 2 is the row's end. */
    int start(int row, int half) {
        return ranges[3 * row + half];
    }

    /** Elements of a row that is packed. */
    public int count(int row) {
        return start(row, 2) - start(row, 0);
    }

    /** Says where the elements of a row lie. */
    void setRange(int row, int start, int middle, int end) {
        ranges[3 * row] = start;
        ranges[3 * row + 1] = middle;
        ranges[3 * row + 2] = end;
    }

    /** Packs those of the rows {@code picked[first …]} that are not yet. */
    public void prepare(int[] picked, int first, int count) {
        for (int i = first; i < first + count; i++) {
            if (ranges[3 * picked[i]] == ABSENT) {
                pack(picked[i]);
            }
        }
    }

    /** Packs rows that will soon be needed and brings them into the cache. */
    public void fetch(int[] picked, int first, int count) {
        prepare(picked, first, count);
        touch(picked, first, count, 0);
        touch(picked, first, count, 1);
    }

    /** Brings a half of rows into the cache: asked for at once they come from memory together. */
    void touch(int[] picked, int first, int count, int half) {
        int sum = 0;
        for (int i = first; i < first + count; i++) {
            int end = start(picked[i], half + 1);
            for (int e = start(picked[i], half); e < end; e += LINE) {
                sum += elements[e];
            }
        }
        touched = sum;
    }

    private void pack(int row) {
        int needed = size + width;
        if (needed > elements.length) {
            long most = (long) places.length * width;
            long larger = Math.min(most, Math.max(needed, elements.length + (elements.length >> 1)));
            elements = Arrays.copyOf(elements, (int) Math.min(Integer.MAX_VALUE - 8, larger));
        }
        int start = size;
        int middle = pack(places[row], 0, middle(), start);
        size = pack(places[row], middle(), width, middle);
        setRange(row, start, middle, size);
    }

    /** Without a branch: what is zero is overwritten by the next. */
    private int pack(int place, int from, int to, int start) {
        int element = start;
        for (int column = from; column < to; column++) {
            int value = source[place + column] & 0xFF;
            elements[element] = value << 16 | column;
            element += value == 0 ? 0 : 1;
        }
        return element;
    }

    /** Writes rows to a dense {@code [count, width]}. */
    public void unpack(int[] picked, int first, int count, float[] dense) {
        Arrays.fill(dense, 0, count * width, 0);
        for (int i = 0; i < count; i++) {
            int row = picked[first + i];
            for (int e = start(row, 0); e < start(row, 2); e++) {
                dense[i * width + (elements[e] & 0xFFFF)] = table[elements[e] >>> 16];
            }
        }
    }
}

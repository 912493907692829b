package dev.descent.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Rows of unsigned bytes without their zeros, four neighbours (a quad) at a time: a quad in which all are zero is left out. In
 * pictures what is not zero lies together, so most quads that are kept are well filled (MNIST: 28 % of the quads, 19 % of the
 * pixels), and six bytes hold one. A row's quads lie in the order of their columns, those of the first half of the columns before
 * those of the second: each half is one thread's business, so that each core's cache holds the weights it needs.
 */
public final class SparseRows {
    /** Columns of a quad. */
    static final int QUAD = 4;

    /** Columns are numbered in two bytes. */
    public static final int MOST = 1 << 16;

    /** Halves meet at a multiple of it, so that both begin with whole vectors. */
    static final int GRAIN = 16;

    private static final int ABSENT = -1;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();

    private final int width;
    private final byte[] source;
    private final int[] places;

    /** A value is {@code byte · factor}. */
    final float factor;

    /** Of each row: its first quad, the first of its second half, the end. */
    private final int[] ranges;

    /** Of each quad its first column; longer than there are quads, as whole vectors are read. */
    char[] columns = new char[GRAIN];

    /** Of each quad its four bytes. */
    byte[] values = new byte[QUAD * GRAIN];

    private int size;

    private SparseRows(byte[] source, int[] places, int width, float factor) {
        if (width < QUAD || width > MOST) {
            throw new IllegalArgumentException(
                    "sparse rows have %d to %d columns, got %d".formatted(QUAD, MOST, width));
        }
        this.width = width;
        this.source = source;
        this.places = places;
        this.factor = factor;
        this.ranges = new int[3 * places.length];
        Arrays.fill(ranges, ABSENT);
    }

    /**
     * Rows that are packed when they are first asked for and then kept.
     *
     * @param source not copied
     * @param places where in the source each row begins
     * @param width columns, {@value #QUAD} to {@value #MOST}
     * @param factor a value is {@code byte · factor}
     */
    public static SparseRows ofBytes(byte[] source, int[] places, int width, float factor) {
        return new SparseRows(source, places, width, factor);
    }

    /** Columns. */
    public int width() {
        return width;
    }

    /** The first column of the second half of rows of some width; a half has no columns or at least {@value #QUAD}. */
    static int middle(int width) {
        int middle = Math.floorDiv(Math.floorDiv(width, 2) + GRAIN - 1, GRAIN) * GRAIN;
        return middle + QUAD > width ? width : middle;
    }

    /** The first quad of a half, 0 or 1, of a row; that of half 2 is the row's end. */
    int start(int row, int half) {
        return ranges[3 * row + half];
    }

    /** Packs those of the rows {@code picked[first …]} that are not yet. */
    public void prepare(int[] picked, int first, int count) {
        for (int i = first; i < first + count; i++) {
            if (ranges[3 * picked[i]] == ABSENT) {
                pack(picked[i]);
            }
        }
    }

    private void pack(int row) {
        makeRoom();
        int middle = middle(width);
        int start = size;
        int startOfSecond = pack(places[row], 0, middle, start);
        size = pack(places[row], middle, width, startOfSecond);
        ranges[3 * row] = start;
        ranges[3 * row + 1] = startOfSecond;
        ranges[3 * row + 2] = size;
    }

    /** For one more row and a vector behind it. */
    private void makeRoom() {
        int needed = size + Math.ceilDiv(width, QUAD) + 1 + GRAIN;
        if (needed > columns.length) {
            long most = (long) places.length * (Math.ceilDiv(width, QUAD) + 1) + GRAIN;
            long larger = Math.min(most, Math.max(needed, columns.length + (columns.length >> 1)));
            int room = (int) Math.min((Integer.MAX_VALUE - 8) / QUAD, larger);
            columns = Arrays.copyOf(columns, room);
            values = Arrays.copyOf(values, QUAD * room);
        }
    }

    /** Without a branch: what is empty is overwritten by the next. */
    private int pack(int place, int from, int to, int start) {
        int quad = start;
        int column = from;
        for (; column + QUAD <= to; column += QUAD) {
            quad = put(quad, column, (int) INT.get(source, place + column));
        }
        if (column < to) {
            // The last quad overlaps the one before, without its values.
            int last = to - QUAD;
            quad = put(quad, last, (int) INT.get(source, place + last) & (-1 << (8 * (column - last))));
        }
        return quad;
    }

    private int put(int quad, int column, int bytes) {
        columns[quad] = (char) column;
        INT.set(values, QUAD * quad, bytes);
        return quad + (bytes == 0 ? 0 : 1);
    }

    /** Adds a row that is packed to a dense one. */
    void unpack(int row, float[] dense, int offset) {
        for (int quad = start(row, 0); quad < start(row, 2); quad++) {
            for (int k = 0; k < QUAD; k++) {
                dense[offset + columns[quad] + k] += (values[QUAD * quad + k] & 0xFF) * factor;
            }
        }
    }
}

package dev.descent.kernel;

import java.util.Arrays;

/**
 * A matrix of which only the non-zero elements are kept, row by row (compressed sparse rows): row r holds {@code values[e]} in
 * column {@code columns[e]} for e from {@code starts[r]} to {@code ends[r] − 1}, columns ascending. Rows are set one by one, in
 * any order; a row not yet set is empty.
 */
public final class SparseRows {
    /** The widest matrix; columns are kept in 16 bits. */
    public static final int MAX_WIDTH = 1 << 16;

    private final int width;
    private final int[] starts;
    private final int[] ends;
    private final boolean[] isSet;
    private char[] columns;
    private float[] values;
    private int size;
    private int rowsSet;

    /** Without a row set. */
    public SparseRows(int rows, int width) {
        if (rows < 0 || width < 0 || width > MAX_WIDTH) {
            throw new IllegalArgumentException("sparse rows have 0 to " + MAX_WIDTH + " columns, got " + rows
                    + " rows of " + width + ": use a dense matrix");
        }
        this.width = width;
        this.starts = new int[rows];
        this.ends = new int[rows];
        this.isSet = new boolean[rows];
        this.columns = new char[width];
        this.values = new float[width];
    }

    /** The non-zero elements of a dense {@code [rows, width]}. */
    public static SparseRows of(float[] dense, int rows, int width) {
        SparseRows sparse = new SparseRows(rows, width);
        for (int row = 0; row < rows; row++) {
            sparse.set(row, dense, row * width);
        }
        return sparse;
    }

    /** Sets a row from its dense elements, once. */
    public void set(int row, float[] dense, int offset) {
        if (isSet[row]) {
            throw new IllegalStateException("row " + row + " is already set");
        }
        if (size + width > values.length) {
            int capacity = Math.max(Math.multiplyExact(size, 2), Math.addExact(size, width));
            columns = Arrays.copyOf(columns, capacity);
            values = Arrays.copyOf(values, capacity);
        }
        int element = size;
        for (int column = 0; column < width; column++) {
            float value = dense[offset + column];
            columns[element] = (char) column;
            values[element] = value;
            // No branch: what is zero is overwritten by the next.
            element += value == 0 ? 0 : 1;
        }
        starts[row] = size;
        ends[row] = element;
        isSet[row] = true;
        size = element;
        rowsSet++;
    }

    public boolean isSet(int row) {
        return isSet[row];
    }

    public int rows() {
        return starts.length;
    }

    public int width() {
        return width;
    }

    /** First element of each row. */
    public int[] starts() {
        return starts;
    }

    /** One after the last element of each row. */
    public int[] ends() {
        return ends;
    }

    /** Column of each element, read as unsigned; another array after {@link #set}. */
    public char[] columns() {
        return columns;
    }

    /** Each element; another array after {@link #set}. */
    public float[] values() {
        return values;
    }

    /** Elements of a row that is set, on average. */
    double meanLength() {
        return rowsSet == 0 ? 0 : size / (double) rowsSet;
    }
}

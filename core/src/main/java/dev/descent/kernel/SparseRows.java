package dev.descent.kernel;

/**
 * A matrix of which only the non-zero elements are kept, row by row (compressed sparse rows): row r holds
 * {@code values[e]} in column {@code columns[e]} for e from {@code starts[r]} to {@code starts[r + 1] − 1}, columns ascending.
 *
 * @param width number of columns, at most 65 536
 * @param starts one more than there are rows
 * @param columns read as unsigned
 * @param values same length as columns
 */
public record SparseRows(int width, int[] starts, char[] columns, float[] values) {
    /** The widest matrix. */
    public static final int MAX_WIDTH = 1 << 16;

    public SparseRows {
        if (width < 0 || width > MAX_WIDTH) {
            throw new IllegalArgumentException(
                    "sparse rows have at most " + MAX_WIDTH + " columns, got " + width + ": use a dense matrix");
        }
        if (columns.length != values.length || starts.length == 0 || starts[starts.length - 1] > columns.length) {
            throw new IllegalArgumentException("sparse rows need a column for each value and a start for each row, got "
                    + values.length + " values, " + columns.length + " columns and "
                    + starts.length + " starts");
        }
        for (char column : columns) {
            if (column >= width) {
                throw new IllegalArgumentException("sparse rows are " + width + " wide, got column " + (int) column);
            }
        }
    }

    /** The non-zero elements of a dense {@code [rows, width]}. */
    public static SparseRows of(float[] dense, int rows, int width) {
        int count = 0;
        for (int i = 0; i < rows * width; i++) {
            count += dense[i] == 0 ? 0 : 1;
        }
        int[] starts = new int[rows + 1];
        char[] columns = new char[count];
        float[] values = new float[count];
        int element = 0;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < width; column++) {
                float value = dense[row * width + column];
                if (value != 0) {
                    columns[element] = (char) column;
                    values[element++] = value;
                }
            }
            starts[row + 1] = element;
        }
        return new SparseRows(width, starts, columns, values);
    }

    public int rows() {
        return starts.length - 1;
    }

    /** Elements kept of a row, on average. */
    double meanLength() {
        return rows() == 0 ? 0 : starts[rows()] / (double) rows();
    }

    /** Share of elements kept, 0 to 1. */
    public double density() {
        return rows() == 0 || width == 0 ? 0 : starts[rows()] / ((double) rows() * width);
    }
}

package dev.descent.audit.algebra;

/**
 * The elements of a matrix that are not zero, row after row (compressed sparse rows).
 *
 * @param starts of each row among the elements, and their number
 * @param columns of each element, ascending within a row
 * @param values of each element
 */
record NonZeros(int[] starts, int[] columns, double[] values) {
    static NonZeros ofRows(Matrix matrix) {
        double[] all = matrix.values();
        int width = matrix.columns();
        int[] starts = new int[matrix.rows() + 1];
        int count = matrix.size() - matrix.zeros();
        int[] columns = new int[count];
        double[] values = new double[count];
        int to = 0;
        for (int row = 0; row < matrix.rows(); row++) {
            for (int column = 0; column < width; column++) {
                double value = all[row * width + column];
                if (value != 0) {
                    columns[to] = column;
                    values[to++] = value;
                }
            }
            starts[row + 1] = to;
        }
        return new NonZeros(starts, columns, values);
    }

    /** Those of the transposed matrix. */
    NonZeros transposed(int width) {
        int[] ends = new int[width + 1];
        for (int column : columns) {
            ends[column + 1]++;
        }
        for (int column = 0; column < width; column++) {
            ends[column + 1] += ends[column];
        }
        int[] next = ends.clone();
        int[] rows = new int[columns.length];
        double[] turned = new double[columns.length];
        for (int row = 0; row + 1 < starts.length; row++) {
            for (int i = starts[row]; i < starts[row + 1]; i++) {
                int to = next[columns[i]]++;
                rows[to] = row;
                turned[to] = values[i];
            }
        }
        return new NonZeros(ends, rows, turned);
    }
}

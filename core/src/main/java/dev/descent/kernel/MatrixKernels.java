package dev.descent.kernel;

/**
 * Products of matrices, as BLAS calls them {@code m, n, k}: c is {@code [m, n]}, k the length of the sums. A matrix lies
 * row-major in an array from its offset on; its stride is the distance between the starts of two rows, at least its number of
 * columns. Every element is a sum in an order that depends on m, n and k alone, never on the number of threads; the vector
 * implementation fuses multiply and add.
 *
 * <p>Inputs and output must not overlap. Zero sizes are allowed.
 */
public interface MatrixKernels {

    /** {@code c = a · b}, or {@code c += a · b}; a {@code [m, k]}, b {@code [k, n]}. */
    void product(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset,
            int cStride,
            boolean accumulate);

    /** {@code c = aᵀ · b}, or {@code c += aᵀ · b}; a {@code [k, m]}, b {@code [k, n]}. */
    void productTransposedLeft(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset,
            int cStride,
            boolean accumulate);

    /** {@code c += factor · aᵀ · b}; a {@code [k, m]}, b {@code [k, n]}: with minus the learning rate a weight's plain descent. */
    void addTransposedLeft(
            int m,
            int n,
            int k,
            float factor,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset,
            int cStride);

    /** {@code c = a · bᵀ}, or {@code c += a · bᵀ}; a {@code [m, k]}, b {@code [n, k]}. */
    void productTransposedRight(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset,
            int cStride,
            boolean accumulate);

    /** {@code c = a · b + row}, the row {@code [n]} added to every row: the logits of a dense layer. */
    void productPlusRow(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            int bStride,
            float[] row,
            int rowOffset,
            float[] c,
            int cOffset,
            int cStride);

    /** Columns of a panel, see {@link #productOfPanels}. */
    int panelWidth();

    /**
     * {@code c = a · b} on the calling thread alone, b laid out for it once and for all: its columns in panels of
     * {@link #panelWidth}, the last of which may be narrower, each {@code [k, columns of the panel]} without gaps, one behind the other.
     *
     * @param n a multiple of {@link ImageKernels#filtersPadded}
     */
    void productOfPanels(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aStride,
            float[] panels,
            int panelsOffset,
            float[] c,
            int cOffset,
            int cStride);

    /** {@code sums[column] = Σ over the rows of a [rows, columns]}, or {@code +=}. */
    void columnSums(
            int rows,
            int columns,
            float[] a,
            int aOffset,
            int aStride,
            float[] sums,
            int sumsOffset,
            boolean accumulate);

    /** {@code b = aᵀ}; a {@code [rows, columns]}, b {@code [columns, rows]}. */
    void transpose(int rows, int columns, float[] a, int aOffset, int aStride, float[] b, int bOffset, int bStride);
}

package dev.descent.kernel;

/**
 * Products with a matrix x of which some rows are picked: {@code picked[from]}, {@code picked[from + 1]}, … are the numbers
 * of the m rows of x that make the batch. What is zero costs nothing.
 */
public interface SparseKernels {

    /** {@code c = x · b + row}; x {@code [m, x.width]}, b {@code [x.width, n]}, row {@code [n]}, c {@code [m, n]}. */
    void productPlusRow(
            int m,
            int n,
            SparseRows x,
            int[] picked,
            int from,
            float[] b,
            int bOffset,
            int bStride,
            float[] row,
            int rowOffset,
            float[] c,
            int cOffset,
            int cStride);

    /**
     * {@code c += factor · xᵀ · b}; x {@code [m, x.width]}, b {@code [m, n]}, c {@code [x.width, n]}: with factor 1 the gradient
     * of a weight from delta b, with minus the learning rate the weight's plain descent in one pass. Computed sample after
     * sample as {@code c[column] += (factor · b[sample]) · value}.
     *
     * @param scratch at least m · n elements, overwritten
     */
    void addTransposedProduct(
            int m,
            int n,
            float factor,
            SparseRows x,
            int[] picked,
            int from,
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset,
            int cStride,
            float[] scratch);
}

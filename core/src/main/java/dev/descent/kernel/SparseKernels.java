package dev.descent.kernel;

/** Products with the first m rows x {@code [m, width]} of a {@link SparseBatch}: what is zero costs nothing. */
public interface SparseKernels {

    /**
     * Packs dense rows that lie one after another, so that row i of the result is row i of these.
     *
     * @param rows how many
     * @param source {@code [rows, to.width()]} from the offset on
     * @param to from {@link SparseBatch#ofDense}
     */
    void pack(int rows, float[] source, int offset, SparseBatch to);

    /**
     * {@code c = x · b + row}; b {@code [width, n]} without gaps, row {@code [n]}, c {@code [m, n]}. Sums over the halves of x's
     * columns are made apart and added last.
     */
    void productPlusRow(
            int m,
            int n,
            SparseBatch x,
            float[] b,
            int bOffset,
            float[] row,
            int rowOffset,
            float[] c,
            int cOffset,
            int cStride);

    /**
     * Whether {@link #addTransposedProduct} makes a sum over all samples before it touches c, which then is rounded once for
     * every 128 samples and not for each.
     */
    boolean sumsFirst(int m, int n, SparseBatch x);

    /**
     * {@code c += factor · xᵀ · b}; b {@code [m, n]}, c {@code [width, n]} without gaps: with factor 1 the gradient of a weight
     * from delta b, with minus the learning rate the weight's plain descent in one pass. Computed as
     * {@code c[column] += (factor · b[sample]) · value}, sample after sample or the sum over the samples first.
     */
    void addTransposedProduct(
            int m, int n, float factor, SparseBatch x, float[] b, int bOffset, int bStride, float[] c, int cOffset);
}

package dev.descent.kernel;

/** Products with rows x {@code [m, width]} of a {@link SparseBatch}, from row {@code first} on: what is zero costs nothing. */
public interface SparseKernels {

    /**
     * Unpacks kept rows into a batch.
     *
     * @param count how many
     * @param picked which
     * @param first where in {@code picked} they begin
     * @param factor each value is {@code byte · factor}
     */
    void pack(int count, SparseRows rows, int[] picked, int first, float factor, SparseBatch to);

    /**
     * Packs the elements of some rows that are not zero.
     *
     * @param count how many rows
     * @param source floats
     * @param places where in the source each row begins
     * @param factor each value is {@code source · factor}
     */
    void pack(int count, float[] source, int[] places, float factor, SparseBatch to);

    /**
     * {@code c = x · b + row}; b {@code [x.width, n]} with x's stride, row {@code [n]}, c {@code [m, n]}. Sums over the halves of
     * x's columns are made apart and added last.
     */
    void productPlusRow(
            int m,
            int n,
            SparseBatch x,
            int first,
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
     * {@code c += factor · xᵀ · b}; b {@code [m, n]}, c {@code [x.width, n]} with x's stride: with factor 1 the gradient of a
     * weight from delta b, with minus the learning rate the weight's plain descent in one pass. Computed as
     * {@code c[column] += (factor · b[sample]) · value}, sample after sample or the sum over the samples first.
     *
     * @param scratch at least m · n elements, overwritten; not b
     */
    void addTransposedProduct(
            int m,
            int n,
            float factor,
            SparseBatch x,
            int first,
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset,
            float[] scratch);
}

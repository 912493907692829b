package dev.descent.kernel;

import dev.descent.kernel.VectorMatrixKernels.Form;

/** Products of so few rows, or for so few k, that tiles would be mostly edge: row by row, nothing packed. */
final class UntiledProducts {
    private UntiledProducts() {}

    /**
     * By {@link RowTimesMatrix}: rows {@code top … bottom − 1}, columns {@code left … right − 1} of c.
     *
     * @param factor of aᵀ · b; 1 for the other forms
     */
    static void rows(
            Form form,
            float factor,
            int top,
            int bottom,
            int left,
            int right,
            int k,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            int bStride,
            float[] start,
            int startOffset,
            int startStride,
            float[] c,
            int cOffset,
            int cStride,
            float[] scratch) {
        int n = right - left;
        if (form == Form.LEFT_TRANSPOSED) {
            int cAt = cOffset + top * cStride + left;
            int aAt = aOffset + top;
            RowTimesMatrix.addOuter(
                    bottom - top, n, k, factor, a, aAt, aStride, b, bOffset + left, bStride, c, cAt, cStride);
            return;
        }
        for (int i = top; i < bottom; i++) {
            int aAt = aOffset + i * aStride;
            int from = startOffset + i * startStride + left;
            int to = cOffset + i * cStride + left;
            if (form == Form.PLAIN) {
                RowTimesMatrix.multiply(n, k, a, aAt, b, bOffset + left, bStride, start, from, c, to, scratch);
            } else {
                int bAt = bOffset + left * bStride;
                RowTimesMatrix.multiplyTransposed(n, k, a, aAt, b, bAt, bStride, start, from, c, to, scratch);
            }
        }
    }

    /**
     * By {@link NarrowProducts}: rows {@code top … bottom − 1}, columns {@code left … right − 1} of c.
     *
     * @param factor of aᵀ · b; 1 for the other forms
     */
    static void narrow(
            Form form,
            float factor,
            int top,
            int bottom,
            int left,
            int right,
            int k,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            int bStride,
            float[] start,
            int startOffset,
            int startStride,
            float[] c,
            int cOffset,
            int cStride,
            float[] scratch) {
        int n = right - left;
        if (form == Form.LEFT_TRANSPOSED) {
            int cAt = cOffset + top * cStride + left;
            int aAt = aOffset + top;
            int bAt = bOffset + left;
            NarrowProducts.addOuter(
                    bottom - top, n, k, factor, a, aAt, aStride, b, bAt, bStride, c, cAt, cStride, scratch);
            return;
        }
        for (int i = top; i < bottom; i++) {
            int aAt = aOffset + i * aStride;
            int from = startOffset + i * startStride + left;
            int to = cOffset + i * cStride + left;
            if (form == Form.PLAIN) {
                NarrowProducts.row(n, k, a, aAt, b, bOffset + left, bStride, start, from, c, to, scratch);
            } else {
                int bAt = bOffset + left * bStride;
                NarrowProducts.rowTransposed(n, k, a, aAt, b, bAt, bStride, start, from, c, to);
            }
        }
    }
}

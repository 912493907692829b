package dev.descent.network;

import java.util.Arrays;

/** Float arithmetic on row-major arrays in plain loops. */
final class Plain {
    private Plain() {}

    static void zero(float[] array, int offset, int length) {
        Arrays.fill(array, offset, offset + length, 0);
    }

    /** {@code c += a · b}; a {@code [m, k]}, b {@code [k, n]} at {@code bOffset}, c {@code [m, n]} at {@code cOffset}. */
    static void addProduct(float[] a, float[] b, int bOffset, float[] c, int cOffset, int m, int n, int k) {
        for (int row = 0; row < m; row++) {
            for (int p = 0; p < k; p++) {
                float factor = a[row * k + p];
                if (factor != 0) {
                    addScaled(b, bOffset + p * n, factor, c, cOffset + row * n, n);
                }
            }
        }
    }

    /** {@code c += aᵀ · b}; a {@code [k, m]}, b {@code [k, n]}, c {@code [m, n]} at {@code cOffset}. */
    static void addProductTransposedLeft(float[] a, float[] b, float[] c, int cOffset, int m, int n, int k) {
        for (int p = 0; p < k; p++) {
            for (int row = 0; row < m; row++) {
                float factor = a[p * m + row];
                if (factor != 0) {
                    addScaled(b, p * n, factor, c, cOffset + row * n, n);
                }
            }
        }
    }

    /** {@code c = a · bᵀ}; a {@code [m, k]}, b {@code [n, k]} at {@code bOffset}, c {@code [m, n]}. */
    static void productTransposedRight(float[] a, float[] b, int bOffset, float[] c, int m, int n, int k) {
        for (int row = 0; row < m; row++) {
            for (int column = 0; column < n; column++) {
                float sum = 0;
                for (int p = 0; p < k; p++) {
                    sum += a[row * k + p] * b[bOffset + column * k + p];
                }
                c[row * n + column] = sum;
            }
        }
    }

    /** {@code sums[unit] = Σ over the rows of a [rows, columns]}. */
    static void columnSums(float[] a, float[] sums, int offset, int rows, int columns) {
        zero(sums, offset, columns);
        for (int row = 0; row < rows; row++) {
            addScaled(a, row * columns, 1, sums, offset, columns);
        }
    }

    /** {@code to += factor · from}, n elements. */
    static void addScaled(float[] from, int fromOffset, float factor, float[] to, int toOffset, int n) {
        for (int i = 0; i < n; i++) {
            to[toOffset + i] += factor * from[fromOffset + i];
        }
    }
}

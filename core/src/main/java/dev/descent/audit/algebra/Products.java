package dev.descent.audit.algebra;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Products of matrices: each row is a sum of scaled rows of the right side, taken in their order whatever the number of threads, so
 * the bits do not depend on it. Four rows are added between a load and a store of the sum, as the first compiler, which audits are
 * run with, keeps nothing in registers from one to the next.
 */
final class Products {
    /** Products of more multiplications than this are shared among the processors. */
    private static final long WORTH_THREADS = 2_000_000;

    private Products() {}

    /** {@code left · right}, row-major. */
    static double[] times(Matrix left, Matrix right) {
        // Zeros may be left out only where nothing they are multiplied by is infinite or NaN.
        return left.isSparse() && right.isFinite() ? sparse(left.nonZeros(), right) : dense(left, right);
    }

    /** {@code leftᵀ · right}, row-major. */
    static double[] transposeTimes(Matrix left, Matrix right) {
        return left.isSparse() && right.isFinite()
                ? sparse(left.nonZerosOfColumns(), right)
                : dense(left.transpose(), right);
    }

    private static double[] dense(Matrix left, Matrix right) {
        int inner = left.columns();
        int width = right.columns();
        double[] factors = left.values();
        double[] from = right.values();
        double[] product = new double[left.rows() * width];
        overRows(left.rows(), (long) left.size() * width, row -> {
            int first = row * inner;
            int to = row * width;
            int k = 0;
            for (; k + 4 <= inner; k += 4) {
                double a = factors[first + k];
                double b = factors[first + k + 1];
                double c = factors[first + k + 2];
                double d = factors[first + k + 3];
                int rowA = k * width;
                int rowB = rowA + width;
                int rowC = rowB + width;
                int rowD = rowC + width;
                for (int i = 0; i < width; i++) {
                    double sum = product[to + i] + a * from[rowA + i];
                    sum += b * from[rowB + i];
                    sum += c * from[rowC + i];
                    product[to + i] = sum + d * from[rowD + i];
                }
            }
            for (; k < inner; k++) {
                add(width, factors[first + k], from, k * width, product, to);
            }
        });
        return product;
    }

    private static double[] sparse(NonZeros left, Matrix right) {
        int width = right.columns();
        int[] starts = left.starts();
        int[] rows = left.columns();
        double[] factors = left.values();
        double[] from = right.values();
        double[] product = new double[(starts.length - 1) * width];
        overRows(starts.length - 1, (long) factors.length * width, row -> {
            int to = row * width;
            int k = starts[row];
            int end = starts[row + 1];
            for (; k + 4 <= end; k += 4) {
                double a = factors[k];
                double b = factors[k + 1];
                double c = factors[k + 2];
                double d = factors[k + 3];
                int rowA = rows[k] * width;
                int rowB = rows[k + 1] * width;
                int rowC = rows[k + 2] * width;
                int rowD = rows[k + 3] * width;
                for (int i = 0; i < width; i++) {
                    double sum = product[to + i] + a * from[rowA + i];
                    sum += b * from[rowB + i];
                    sum += c * from[rowC + i];
                    product[to + i] = sum + d * from[rowD + i];
                }
            }
            for (; k < end; k++) {
                add(width, factors[k], from, rows[k] * width, product, to);
            }
        });
        return product;
    }

    /** Adds a scaled row to a row of the product. */
    private static void add(int width, double factor, double[] from, int row, double[] product, int to) {
        for (int i = 0; i < width; i++) {
            product[to + i] += factor * from[row + i];
        }
    }

    private static void overRows(int count, long multiplications, IntConsumer body) {
        IntStream range = IntStream.range(0, count);
        (multiplications > WORTH_THREADS ? range.parallel() : range).forEach(body);
    }
}

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
        int[] all = IntStream.range(0, inner).toArray();
        double[] product = new double[left.rows() * right.columns()];
        overRows(
                left.rows(),
                (long) left.size() * right.columns(),
                row -> addRows(left.values(), row * inner, (row + 1) * inner, all, row * inner, right, product, row));
        return product;
    }

    private static double[] sparse(NonZeros left, Matrix right) {
        int[] starts = left.starts();
        double[] product = new double[(starts.length - 1) * right.columns()];
        overRows(
                starts.length - 1,
                (long) left.values().length * right.columns(),
                row -> addRows(left.values(), starts[row], starts[row + 1], left.columns(), 0, right, product, row));
        return product;
    }

    /**
     * Adds rows of the right side to one row of the product.
     *
     * @param factors their factors, from first to end (exclusive)
     * @param rows which they are, factor k's at k − {@code before}
     */
    private static void addRows(
            double[] factors, int first, int end, int[] rows, int before, Matrix right, double[] product, int row) {
        int width = right.columns();
        double[] from = right.values();
        int to = row * width;
        int k = first;
        for (; k + 4 <= end; k += 4) {
            double a = factors[k];
            double b = factors[k + 1];
            double c = factors[k + 2];
            double d = factors[k + 3];
            int rowA = rows[k - before] * width;
            int rowB = rows[k - before + 1] * width;
            int rowC = rows[k - before + 2] * width;
            int rowD = rows[k - before + 3] * width;
            for (int i = 0; i < width; i++) {
                double sum = product[to + i] + a * from[rowA + i];
                sum += b * from[rowB + i];
                sum += c * from[rowC + i];
                product[to + i] = sum + d * from[rowD + i];
            }
        }
        for (; k < end; k++) {
            double factor = factors[k];
            int only = rows[k - before] * width;
            for (int i = 0; i < width; i++) {
                product[to + i] += factor * from[only + i];
            }
        }
    }

    private static void overRows(int count, long multiplications, IntConsumer body) {
        IntStream range = IntStream.range(0, count);
        (multiplications > WORTH_THREADS ? range.parallel() : range).forEach(body);
    }
}

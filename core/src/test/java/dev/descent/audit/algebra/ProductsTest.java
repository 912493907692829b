package dev.descent.audit.algebra;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The audit's products against three loops that read like the formula: the same bits, as the order of the sums is the same. */
class ProductsTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 0",
        "3, 5, 2, 0",
        "7, 4, 1, 0.4",
        "7, 9, 16, 0.6",
        "5, 11, 3, 0.81",
        "4, 6, 10, 1",
        "1, 13, 7, 0.9",
        "300, 784, 16, 0.81",
        "257, 130, 129, 0.2"
    })
    void areTheSumsOfTheFormula(int rows, int inner, int width, double zeros) {
        Random random = new Random(rows * 1000L + width);
        Matrix left = random(rows, inner, zeros, random);
        Matrix right = random(inner, width, 0.1, random);
        Matrix below = random(rows, width, 0.1, random);

        assertArrayEquals(plain(left, right), left.times(right).values());
        assertArrayEquals(
                plain(left.transpose(), below), left.transposeTimes(below).values());
    }

    @Test
    void aZeroTimesWhatIsNotFiniteIsNaN() {
        Matrix left = Matrix.of(1, 3, new double[] {0, 0, 2}, Matrix.DOUBLE);
        Matrix right = Matrix.of(3, 1, new double[] {1, Double.POSITIVE_INFINITY, 3}, Matrix.DOUBLE);
        assertTrue(left.isSparse());
        assertTrue(Double.isNaN(left.times(right).get(0, 0)));
        assertTrue(Double.isNaN(left.transpose().transposeTimes(right).get(0, 0)));
        Matrix finite = Matrix.of(3, 1, new double[] {1, 4, 3}, Matrix.DOUBLE);
        assertEquals(6, left.times(finite).get(0, 0));
    }

    @Test
    void halfOfZerosIsNotSparse() {
        assertFalse(Matrix.of(1, 2, new double[] {0, 1}, Matrix.DOUBLE).isSparse());
    }

    private static double[] plain(Matrix left, Matrix right) {
        double[] product = new double[left.rows() * right.columns()];
        for (int row = 0; row < left.rows(); row++) {
            for (int column = 0; column < right.columns(); column++) {
                double sum = 0;
                for (int k = 0; k < left.columns(); k++) {
                    sum += left.get(row, k) * right.get(k, column);
                }
                product[row * right.columns() + column] = sum;
            }
        }
        return product;
    }

    private static Matrix random(int rows, int columns, double zeros, Random random) {
        double[] values = new double[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextDouble() < zeros ? 0 : random.nextGaussian();
        }
        return Matrix.of(rows, columns, values, Matrix.DOUBLE);
    }
}

package dev.descent.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The vector kernels against their plain twins, on sizes that are multiples of nothing, by 1, 2 and 3 threads. */
class VectorTwinTest {
    private static final long SEED = 20260726;

    /** A sum of k products of numbers in ±1 differs by at most k roundings of numbers up to k from another order's. */
    private static double bound(int k) {
        return 1e-6 * (k + 4);
    }

    @BeforeAll
    static void needTheModule() {
        Assumptions.assumeTrue(VectorModule.isPresent(), "no jdk.incubator.vector module");
    }

    private final SplittableRandom random = new SplittableRandom(SEED);

    private float[] randoms(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    /** One product of random size, layout and form. */
    private record Product(
            int form,
            int m,
            int n,
            int k,
            float[] a,
            int aStride,
            float[] b,
            int bStride,
            float[] c,
            int cStride,
            int offset) {
        float[] by(MatrixKernels kernels) {
            float[] result = c.clone();
            switch (form) {
                case 0 ->
                    kernels.product(m, n, k, a, offset, aStride, b, offset, bStride, result, offset, cStride, false);
                case 1 ->
                    kernels.product(m, n, k, a, offset, aStride, b, offset, bStride, result, offset, cStride, true);
                case 2 ->
                    kernels.productTransposedLeft(
                            m, n, k, a, offset, aStride, b, offset, bStride, result, offset, cStride, false);
                case 3 ->
                    kernels.productTransposedLeft(
                            m, n, k, a, offset, aStride, b, offset, bStride, result, offset, cStride, true);
                case 4 ->
                    kernels.productTransposedRight(
                            m, n, k, a, offset, aStride, b, offset, bStride, result, offset, cStride, false);
                case 5 ->
                    kernels.productTransposedRight(
                            m, n, k, a, offset, aStride, b, offset, bStride, result, offset, cStride, true);
                case 6 ->
                    kernels.productPlusRow(
                            m, n, k, a, offset, aStride, b, offset, bStride, c, 0, result, offset, cStride);
                default ->
                    kernels.addTransposedLeft(
                            m, n, k, -0.7f, a, offset, aStride, b, offset, bStride, result, offset, cStride);
            }
            return result;
        }

        String says() {
            return "seed " + SEED + ", form " + form + ", m " + m + ", n " + n + ", k " + k + ", strides " + aStride
                    + " " + bStride + " " + cStride + ", offset " + offset;
        }
    }

    private Product product(int form, int m, int n, int k) {
        int gap = random.nextInt(3) == 0 ? random.nextInt(20) : 0;
        int offset = random.nextInt(3) == 0 ? random.nextInt(7) : 0;
        boolean left = form == 2 || form == 3 || form == 7;
        boolean right = form == 4 || form == 5;
        int aStride = (left ? m : k) + gap;
        int bStride = (right ? k : n) + gap;
        int cStride = n + gap;
        // Not a float beyond what the matrix needs, so that reading too far throws.
        float[] a = randoms(offset + extent(left ? k : m, left ? m : k, aStride));
        float[] b = randoms(offset + extent(right ? n : k, right ? k : n, bStride));
        float[] c = randoms(Math.max(n, offset + extent(m, n, cStride)));
        return new Product(form, m, n, k, a, aStride, b, bStride, c, cStride, offset);
    }

    private static int extent(int rows, int columns, int stride) {
        return rows == 0 || columns == 0 ? 0 : (rows - 1) * stride + columns;
    }

    @Test
    void productsOfAnyShapeAgreeWithTheirTwinForAnyNumberOfThreads() {
        MatrixKernels scalar = Kernels.scalar().matrices();
        MatrixKernels[] vectors = {
            Kernels.best(Workers.of(1)).matrices(),
            Kernels.best(Workers.of(2)).matrices(),
            Kernels.best(Workers.of(3)).matrices()
        };
        int[] sizes = {
            0, 1, 2, 3, 5, 7, 8, 9, 10, 13, 15, 16, 17, 24, 31, 32, 33, 40, 47, 63, 64, 65, 100, 129, 257, 300
        };
        for (int trial = 0; trial < 800; trial++) {
            int m = sizes[random.nextInt(sizes.length)];
            int n = sizes[random.nextInt(sizes.length)];
            int k = sizes[random.nextInt(sizes.length)];
            Product product = product(trial % 8, m, n, k);
            float[] expected = product.by(scalar);
            float[] actual = product.by(vectors[0]);
            assertClose(expected, actual, bound(k), product.says());
            for (MatrixKernels threaded : vectors) {
                assertThat(Arrays.equals(product.by(threaded), actual))
                        .as(product.says())
                        .isTrue();
            }
        }
    }

    @Test
    void productsWorthSharingHaveTheSameBitsForOneTwoAndThreeThreads() {
        for (int form = 0; form < 8; form++) {
            for (int[] size : new int[][] {{131, 77, 213}, {784, 16, 128}, {33, 517, 65}, {1030, 10, 130}}) {
                Product product = product(form, size[0], size[1], size[2]);
                float[] one = product.by(Kernels.best(Workers.of(1)).matrices());
                assertThat(Arrays.equals(product.by(Kernels.best(Workers.of(2)).matrices()), one))
                        .as(product.says())
                        .isTrue();
                assertThat(Arrays.equals(product.by(Kernels.best(Workers.of(3)).matrices()), one))
                        .as(product.says())
                        .isTrue();
                assertClose(product.by(Kernels.scalar().matrices()), one, bound(size[2]), product.says());
            }
        }
    }

    @Test
    void productsOfPanelsHaveTheBitsOfTheProductAndAgreeWithTheirTwin() {
        MatrixKernels vector = Kernels.best(Workers.of(1)).matrices();
        int lanes = Kernels.best().images().filtersPadded(1);
        for (int trial = 0; trial < 200; trial++) {
            int m = random.nextInt(0, 60);
            int n = lanes * random.nextInt(1, 10);
            int k = random.nextInt(0, trial % 4 == 0 ? 600 : 70);
            int aStride = k + random.nextInt(4);
            int cStride = n + random.nextInt(4);
            float[] a = randoms(extent(m, k, aStride));
            float[] b = randoms(k * n);
            float[] before = randoms(Math.max(n, extent(m, n, cStride)));
            String says = "seed " + SEED + ", m " + m + ", n " + n + ", k " + k;
            float[] expected = before.clone();
            Kernels.scalar().matrices().product(m, n, k, a, 0, aStride, b, 0, n, expected, 0, cStride, false);
            for (MatrixKernels kernels : new MatrixKernels[] {Kernels.scalar().matrices(), vector}) {
                float[] actual = before.clone();
                float[] panels = panels(n, k, b, kernels.panelWidth());
                kernels.productOfPanels(m, n, k, a, 0, aStride, panels, 0, actual, 0, cStride);
                assertClose(expected, actual, bound(k), says);
            }
            // Of few rows or columns a plain product is computed in another order.
            if (m >= 4 && n >= 2 * lanes) {
                float[] plain = before.clone();
                float[] actual = before.clone();
                vector.product(m, n, k, a, 0, aStride, b, 0, n, plain, 0, cStride, false);
                float[] panels = panels(n, k, b, vector.panelWidth());
                vector.productOfPanels(m, n, k, a, 0, aStride, panels, 0, actual, 0, cStride);
                assertThat(Arrays.equals(actual, plain)).as(says).isTrue();
            }
        }
    }

    private static float[] panels(int n, int k, float[] b, int width) {
        float[] panels = new float[k * n];
        for (int p = 0; p < k; p++) {
            for (int j = 0; j < n; j++) {
                int first = j - j % width;
                panels[first * k + p * Math.min(width, n - first) + j % width] = b[p * n + j];
            }
        }
        return panels;
    }

    @Test
    void elementPassesAgreeWithTheirTwin() {
        ElementKernels scalar = Kernels.scalar().elements();
        ElementKernels vector = Kernels.best(Workers.of(1)).elements();
        for (int n : new int[] {0, 1, 3, 15, 16, 17, 31, 33, 100, 321}) {
            float[] x = randoms(n + 2);
            for (int i = 0; i < x.length; i++) {
                x[i] *= 20;
            }
            for (Nonlinearity f : Nonlinearity.values()) {
                float[] expected = new float[n + 2];
                float[] actual = x.clone();
                scalar.activate(f, 0.3f, n, x, 2, expected, 2);
                vector.activate(f, 0.3f, n, actual, 2, actual, 2);
                assertClose(
                        Arrays.copyOfRange(expected, 2, n + 2),
                        Arrays.copyOfRange(actual, 2, n + 2),
                        3e-7,
                        f + " of " + n);
            }
        }
        for (int columns : new int[] {1, 2, 10, 16, 19}) {
            float[] z = randoms(7 * columns);
            float[] targets = randoms(7 * columns);
            float[] expected = new float[z.length];
            float[] actual = new float[z.length];
            scalar.softmax(7, columns, z, 0, expected, 0);
            vector.softmax(7, columns, z, 0, actual, 0);
            assertClose(expected, actual, 3e-7, "softmax of " + columns);
            double expectedLoss = scalar.crossEntropy(7, columns, z, targets, 0.1f, 0.5f, expected);
            double actualLoss = vector.crossEntropy(7, columns, z, targets, 0.1f, 0.5f, actual);
            assertThat(actualLoss).isCloseTo(expectedLoss, within(1e-4));
            assertClose(expected, actual, 1e-6, "cross-entropy gradient of " + columns);
        }
    }

    @Test
    void rowsAgreeWhereTheirLargestElementsAreInTheSamePlace() {
        ElementKernels elements = Kernels.best(Workers.of(1)).elements();
        for (int columns : new int[] {2, 3, 10, 17}) {
            for (int trial = 0; trial < 400; trial++) {
                float[] x = new float[columns];
                float[] y = new float[columns];
                for (int i = 0; i < columns; i++) {
                    // Few different values, so that there are ties, and now and then a NaN.
                    x[i] = random.nextInt(20) == 0 ? Float.NaN : random.nextInt(-2, 3);
                    y[i] = random.nextInt(20) == 0 ? Float.NaN : random.nextInt(-1, 2);
                }
                int expected = firstOfLargest(x) == firstOfLargest(y) ? 1 : 0;
                assertThat(elements.agreements(1, columns, x, y))
                        .as("%s and %s", Arrays.toString(x), Arrays.toString(y))
                        .isEqualTo(expected);
            }
        }
        assertThat(elements.agreements(3, 2, new float[] {1, 2, 3, 1, 0, 0}, new float[] {0, 1, 0, 1, 1, 0}))
                .isEqualTo(2);
    }

    /** Float.compare takes NaN for the largest, as the kernel does. */
    private static int firstOfLargest(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = Float.compare(values[i], values[best]) > 0 ? i : best;
        }
        return best;
    }

    @Test
    void squaredErrorsAgreeWithTheirTwin() {
        ElementKernels scalar = Kernels.scalar().elements();
        ElementKernels vector = Kernels.best(Workers.of(1)).elements();
        for (int n : new int[] {0, 1, 10, 16, 37, 320}) {
            float[] x = randoms(n);
            float[] y = randoms(n);
            float[] expected = new float[n];
            float[] actual = new float[n];
            double sum = scalar.squaredError(n, x, y, 0.7f, expected);
            assertThat(vector.squaredError(n, x, y, 0.7f, actual)).isCloseTo(sum, within(1e-5 * (1 + sum)));
            assertThat(vector.squaredDistance(n, x, y))
                    .isCloseTo(scalar.squaredDistance(n, x, y), within(1e-6 * (1 + sum)));
            assertClose(expected, actual, 1e-6, "gradient of " + n);
        }
    }

    @Test
    void sumsAgreeWithTheirTwin() {
        ElementKernels scalar = Kernels.scalar().elements();
        ElementKernels vector = Kernels.best(Workers.of(1)).elements();
        for (int n : new int[] {0, 1, 15, 16, 49, 784}) {
            float[] x = randoms(n + 3);
            float[] y = randoms(n + 5);
            assertThat(vector.sum(n, x, 3)).isCloseTo(scalar.sum(n, x, 3), within(1e-12 * (n + 1)));
            assertThat(vector.centredProduct(n, x, 3, 0.3f, y, 5, -0.2f))
                    .isCloseTo(scalar.centredProduct(n, x, 3, 0.3f, y, 5, -0.2f), within(1e-12 * (n + 1)));
        }
    }

    @Test
    void aTransposedMatrixIsTheSame() {
        MatrixKernels scalar = Kernels.scalar().matrices();
        MatrixKernels vector = Kernels.best(Workers.of(1)).matrices();
        for (int rows : new int[] {1, 7, 8, 33}) {
            for (int columns : new int[] {1, 15, 16, 49, 300}) {
                float[] a = randoms(2 + rows * (columns + 3));
                float[] expected = randoms(5 + columns * (rows + 1));
                float[] actual = expected.clone();
                scalar.transpose(rows, columns, a, 2, columns + 3, expected, 5, rows + 1);
                vector.transpose(rows, columns, a, 2, columns + 3, actual, 5, rows + 1);
                assertThat(actual).isEqualTo(expected);
            }
        }
    }

    static void assertClose(float[] expected, float[] actual, double bound, String says) {
        assertThat(actual.length).isEqualTo(expected.length);
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(expected[i] - actual[i]) <= bound * Math.max(1, Math.abs(expected[i])))) {
                throw new AssertionError(says + ": element " + i + " is " + actual[i] + ", expected " + expected[i]);
            }
        }
    }
}

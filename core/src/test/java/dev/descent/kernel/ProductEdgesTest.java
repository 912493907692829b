package dev.descent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Products and sums whose columns fill no vector: what lies beside a row is another row's. */
class ProductEdgesTest {
    private static final long SEED = 20261128;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private MatrixKernels[] byThreads = {};

    @BeforeEach
    void start() {
        byThreads = new MatrixKernels[] {
            Kernels.best(Workers.of(1)).matrices(),
            Kernels.best(Workers.of(2)).matrices(),
            Kernels.best(Workers.of(3)).matrices()
        };
    }

    private float[] randoms(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    @Test
    void aRowThatIsNotANumberLeavesTheOthersAsTheyAre() {
        for (int n : new int[] {1, 3, 10, 15, 17, 26, 31}) {
            for (int m : new int[] {8, 17, 40, 130}) {
                int k = 300;
                int broken = m / 2;
                float[] a = randoms(m * k);
                float[] b = randoms(k * n);
                float[] before = randoms(m * n);
                for (boolean accumulate : new boolean[] {false, true}) {
                    float[] healthy = before.clone();
                    byThreads[0].product(m, n, k, a, 0, k, b, 0, n, healthy, 0, n, accumulate);
                    float[] ill = a.clone();
                    Arrays.fill(ill, broken * k, (broken + 1) * k, Float.NaN);
                    Arrays.fill(healthy, broken * n, (broken + 1) * n, Float.NaN);
                    for (MatrixKernels kernels : byThreads) {
                        float[] c = before.clone();
                        kernels.product(m, n, k, ill, 0, k, b, 0, n, c, 0, n, accumulate);
                        assertThat(Arrays.equals(c, healthy))
                                .as("seed %d, m %d, n %d, accumulate %s", SEED, m, n, accumulate)
                                .isTrue();
                    }
                }
            }
        }
    }

    @Test
    void aProductBesideOtherColumnsTouchesNoneOfThem() {
        int m = 40;
        int k = 33;
        for (int n : new int[] {3, 10, 17, 31}) {
            int stride = n + 5;
            float[] c = new float[m * stride];
            Arrays.fill(c, 7);
            byThreads[1].product(m, n, k, randoms(m * k), 0, k, randoms(k * n), 0, n, c, 0, stride, false);
            for (int i = 0; i < m; i++) {
                assertThat(Arrays.copyOfRange(c, i * stride + n, (i + 1) * stride))
                        .containsOnly(7);
            }
        }
    }

    @Test
    void columnSumsAgreeWithTheirTwinForAnyNumberOfThreads() {
        MatrixKernels scalar = Kernels.scalar().matrices();
        for (int columns : new int[] {1, 10, 16, 17, 63, 64, 100, 129, 512}) {
            for (int rows : new int[] {0, 1, 7, 128, 900}) {
                int stride = columns + random.nextInt(3);
                float[] a = randoms(rows * stride + 2);
                float[] before = randoms(columns + 3);
                for (boolean accumulate : new boolean[] {false, true}) {
                    float[] expected = before.clone();
                    scalar.columnSums(rows, columns, a, 2, stride, expected, 3, accumulate);
                    for (MatrixKernels kernels : byThreads) {
                        float[] actual = before.clone();
                        kernels.columnSums(rows, columns, a, 2, stride, actual, 3, accumulate);
                        assertThat(actual)
                                .as("seed %d, %d rows of %d, accumulate %s", SEED, rows, columns, accumulate)
                                .isEqualTo(expected);
                    }
                }
            }
        }
    }
}

package dev.descent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Products with sparse rows against their plain twins, on sizes that are multiples of nothing, by 1, 2 and 3 threads. */
class SparseKernelsTwinTest {
    private static final long SEED = 20261127;

    private final SplittableRandom random = new SplittableRandom(SEED);

    private float[] randoms(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    private byte[] bytes(int length, int oneIn) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (random.nextInt(oneIn) == 0 ? random.nextInt(256) : 0);
        }
        return bytes;
    }

    @Test
    void productsAgreeWithTheirTwinForAnyNumberOfThreads() {
        SparseKernels scalar = Kernels.scalar().sparse();
        for (int n : new int[] {1, 5, 10, 16, 17, 30, 64, 70, 100, 128, 150, 256, 512}) {
            int rows = 1 + random.nextInt(80);
            int width = 4 + random.nextInt(400);
            byte[] bytes = bytes(rows * width + 3, 5);
            int[] places = IntStream.range(0, rows).map(row -> row * width + 3).toArray();
            int m = 1 + random.nextInt(2 * rows);
            int[] picked = random.ints(m + 3, 0, rows).toArray();
            SparseRows kept = SparseRows.ofBytes(bytes, places, width, 1 / 255f);
            SparseBatch batch = new SparseBatch(kept);
            batch.pick(picked, 3, m);
            float[] b = randoms(width * n);
            float[] row = randoms(n);
            float[] delta = randoms(m * n);
            float[] expected = new float[m * n];
            float[] expectedSum = b.clone();
            scalar.productPlusRow(m, n, batch, b, 0, row, 0, expected, 0, n);
            scalar.addTransposedProduct(m, n, -0.3f, batch, delta, 0, n, expectedSum, 0);
            float[] first = new float[0];
            float[] firstSum = new float[0];
            for (int threads = 1; threads <= 3; threads++) {
                SparseKernels best = Kernels.best(Workers.of(threads)).sparse();
                float[] actual = new float[m * n];
                float[] actualSum = b.clone();
                best.productPlusRow(m, n, batch, b, 0, row, 0, actual, 0, n);
                best.addTransposedProduct(m, n, -0.3f, batch, delta, 0, n, actualSum, 0);
                String says = "seed " + SEED + ", n " + n + ", m " + m + ", width " + width + ", threads " + threads;
                VectorTwinTest.assertClose(expected, actual, 1e-6 * (width + 4), says);
                VectorTwinTest.assertClose(expectedSum, actualSum, 1e-6 * (m + 4), says);
                first = threads == 1 ? actual : first;
                firstSum = threads == 1 ? actualSum : firstSum;
                assertThat(actual).as(says).isEqualTo(first);
                assertThat(actualSum).as(says).isEqualTo(firstSum);
            }
        }
    }

    @Test
    void rowsOfBytesAreTheDenseRowsWithoutTheirZeros() {
        for (int width : new int[] {4, 7, 15, 16, 17, 19, 33, 64, 100, 784}) {
            byte[] bytes = bytes(40 * width + 5, 3);
            int[] places = random.ints(9, 0, 40).map(row -> row * width + 5).toArray();
            int[] picked = {4, 8, 0, 0, 7};
            SparseRows rows = SparseRows.ofBytes(bytes, places, width, 0.1f);
            SparseBatch batch = new SparseBatch(rows);
            for (int time = 1; time <= 2; time++) {
                batch.pick(picked, 1, 4);
                float[] actual = new float[4 * width];
                Arrays.fill(actual, -1);
                batch.unpack(4, actual);
                for (int i = 0; i < actual.length; i++) {
                    int value = bytes[places[picked[1 + i / width]] + i % width] & 0xFF;
                    assertThat(actual[i]).as("width %d, element %d", width, i).isEqualTo(value * 0.1f);
                }
            }
        }
    }

    @Test
    void packedRowsAreTheDenseRowsWithoutTheirZeros() {
        for (int width : new int[] {4, 7, 15, 16, 17, 19, 33, 64, 100, 784}) {
            for (SparseKernels kernels : new SparseKernels[] {
                Kernels.scalar().sparse(), Kernels.best(Workers.of(1)).sparse()
            }) {
                SparseBatch rows = SparseBatch.ofDense(width);
                for (int time = 1; time <= 2; time++) {
                    float[] dense = randoms(2 + 6 * width);
                    for (int i = 0; i < dense.length; i++) {
                        dense[i] = random.nextInt(3) == 0 ? dense[i] : 0;
                    }
                    float[] actual = new float[6 * width];
                    kernels.pack(6, dense, 2, rows);
                    rows.unpack(6, actual);
                    assertThat(actual)
                            .as("width %d, time %d", width, time)
                            .isEqualTo(Arrays.copyOfRange(dense, 2, dense.length));
                }
            }
        }
    }

    @Test
    void elementsAndQuadsOfAnyPartAreThoseOfTheTwin() {
        ScalarSparseKernels scalar = (ScalarSparseKernels) Kernels.scalar().sparse();
        ScalarSparseKernels best =
                (ScalarSparseKernels) Kernels.best(Workers.of(1)).sparse();
        for (int width : new int[] {4, 19, 64, 101, 784}) {
            byte[] bytes = bytes(50 * width, 4);
            int[] places = IntStream.range(0, 50).map(row -> row * width).toArray();
            int[] picked = random.ints(40, 0, 50).toArray();
            for (int part = SparseBatch.FIRST; part <= SparseBatch.ALL; part++) {
                SparseRows rows = SparseRows.ofBytes(bytes, places, width, 0.1f);
                SparseBatch expected = new SparseBatch(rows);
                SparseBatch actual = new SparseBatch(rows);
                expected.pick(picked, 0, 40);
                actual.pick(picked, 0, 40);
                String says = "seed " + SEED + ", width " + width + ", part " + part;
                assertSame(expected.elements(part, 40, scalar), actual.elements(part, 40, best), 1, says);
                assertSame(expected.quads(part, 40, scalar), actual.quads(part, 40, best), 4, says);
            }
        }
    }

    private static void assertSame(SparseBatch.Part expected, SparseBatch.Part actual, int valuesOfPlace, String says) {
        int places = expected.starts[40];
        assertThat(Arrays.copyOf(actual.starts, 41)).as(says).isEqualTo(Arrays.copyOf(expected.starts, 41));
        assertThat(Arrays.copyOf(actual.columns, places)).as(says).isEqualTo(Arrays.copyOf(expected.columns, places));
        assertThat(Arrays.copyOf(actual.values, valuesOfPlace * places))
                .as(says)
                .isEqualTo(Arrays.copyOf(expected.values, valuesOfPlace * places));
    }
}

package dev.descent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Sparse rows seen by their columns, and the products of wide layers made of them. */
class ColumnQuadsTest {
    private static final long SEED = 20261127;

    private final SplittableRandom random = new SplittableRandom(SEED);

    private float[] randoms(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    /** Rows of which one element in five is not zero, some rows and columns without any; also written to the dense array. */
    private SparseBatch batch(int rows, int width, int first, float[] dense) {
        byte[] bytes = new byte[dense.length];
        for (int i = 0; i < dense.length; i++) {
            boolean isEmpty = i / width % 7 == 3 || i % width % 9 == 4 || i % width < 5;
            bytes[i] = (byte) (isEmpty || random.nextInt(5) != 0 ? 0 : random.nextInt(256));
            dense[i] = (bytes[i] & 0xFF) * (1 / 255f);
        }
        int[] places = IntStream.range(0, rows).map(row -> row * width).toArray();
        int[] all = IntStream.range(0, rows).toArray();
        SparseRows kept = SparseRows.ofBytes(bytes, places, width, 1 / 255f);
        kept.prepare(all, 0, rows);
        SparseBatch batch = new SparseBatch(kept);
        batch.pick(all, first);
        return batch;
    }

    @Test
    void quadsHoldWhatTheRowsHold() {
        for (int width : new int[] {4, 36, 100, 784}) {
            for (int rows : new int[] {1, 16, 128, 129, 300}) {
                float[] dense = new float[rows * width];
                int first = rows / 3;
                SparseBatch batch = batch(rows, width, first, dense);
                ColumnQuads quads = batch.quads(rows - first, Workers.of(2));
                float[] found = new float[dense.length];
                for (int number = 0; number < ColumnQuads.parts(rows - first); number++) {
                    ColumnQuads.Part part = quads.part(number);
                    int row = first + number / 2 * ColumnQuads.BLOCK;
                    for (int quad = 0; quad < part.quads; quad++) {
                        for (int e = part.starts[quad]; e < part.starts[quad + 1]; e++) {
                            int place = (row + part.samples[e]) * width + part.left + 4 * quad;
                            System.arraycopy(part.values, 4 * e, found, place, 4);
                        }
                    }
                }
                assertThat(Arrays.copyOfRange(found, first * width, found.length))
                        .as("seed %d, %d rows of %d", SEED, rows, width)
                        .isEqualTo(Arrays.copyOfRange(dense, first * width, dense.length));
            }
        }
    }

    @Test
    void productsOfWideLayersAgreeWithTheirTwinForAnyNumberOfThreads() {
        Assumptions.assumeTrue(VectorModule.isPresent(), "no jdk.incubator.vector module");
        SparseKernels scalar = Kernels.scalar().sparse();
        for (int n : new int[] {64, 192, 512}) {
            for (int m : new int[] {16, 131, 290}) {
                int width = 4 * (1 + random.nextInt(60));
                SparseBatch batch = batch(m + 3, width, 3, new float[(m + 3) * width]);
                float[] b = randoms(width * n);
                float[] row = randoms(n);
                float[] delta = randoms(m * n);
                float[] product = new float[m * n];
                float[] change = b.clone();
                scalar.productPlusRow(m, n, batch, b, 0, row, 0, product, 0, n);
                scalar.addTransposedProduct(m, n, -0.3f, batch, delta, 0, n, change, 0, new float[m * n]);
                for (int threads = 1; threads <= 3; threads++) {
                    SparseKernels vector = Kernels.best(Workers.of(threads)).sparse();
                    float[] actual = new float[m * n];
                    float[] actualChange = b.clone();
                    vector.productPlusRow(m, n, batch, b, 0, row, 0, actual, 0, n);
                    vector.addTransposedProduct(m, n, -0.3f, batch, delta, 0, n, actualChange, 0, new float[m * n]);
                    String says =
                            "seed " + SEED + ", n " + n + ", m " + m + ", width " + width + ", threads " + threads;
                    // Threads of the first run set the bits that the others must have.
                    double bound = threads == 1 ? 1e-4 : 0;
                    assertThat(largestDifference(actual, product)).as(says).isLessThanOrEqualTo(bound);
                    assertThat(largestDifference(actualChange, change)).as(says).isLessThanOrEqualTo(bound);
                    product = actual;
                    change = actualChange;
                }
            }
        }
    }

    private static double largestDifference(float[] x, float[] y) {
        double largest = 0;
        for (int i = 0; i < x.length; i++) {
            // Not a comparison, which a NaN would pass.
            largest = Math.max(largest, Math.abs((double) x[i] - y[i]));
        }
        return largest;
    }

    @Test
    void aBatchOfOtherRowsForgetsItsQuads() {
        byte[] bytes = new byte[40 * 8];
        Arrays.fill(bytes, 20 * 8, 40 * 8, (byte) 1);
        int[] places = IntStream.range(0, 40).map(row -> row * 8).toArray();
        int[] all = IntStream.range(0, 40).toArray();
        SparseRows rows = SparseRows.ofBytes(bytes, places, 8, 1);
        rows.prepare(all, 0, 40);
        SparseBatch batch = new SparseBatch(rows);
        batch.pick(all, 0);
        assertThat(batch.quads(20, Workers.of(1)).part(0).starts[1]).isEqualTo(0);
        batch.pick(all, 20);
        assertThat(batch.quads(20, Workers.of(1)).part(0).starts[1]).isEqualTo(20);
    }
}

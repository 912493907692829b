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
        SparseBatch batch = new SparseBatch(kept);
        batch.pick(all, first, rows - first);
        return batch;
    }

    @Test
    void quadsHoldWhatTheRowsHold() {
        ScalarSparseKernels kernels =
                (ScalarSparseKernels) Kernels.best(Workers.of(1)).sparse();
        for (int width : new int[] {4, 35, 36, 101, 784}) {
            for (int rows : new int[] {1, 16, 128, 129, 300}) {
                float[] dense = new float[rows * width];
                int first = rows / 3;
                SparseBatch batch = batch(rows, width, first, dense);
                float[] found = new float[dense.length];
                for (int half = 0; half < 2; half++) {
                    ColumnQuads columns = batch.columns(half, rows - first, kernels);
                    for (int block = 0; block < ColumnQuads.blocks(rows - first); block++) {
                        for (int quad = 0; quad < columns.quads; quad++) {
                            int start = columns.start(block, quad);
                            for (int e = start; e < start + columns.size(block, quad); e++) {
                                int row = first
                                        + block * ColumnQuads.BLOCK
                                        + (columns.entries[e] & (ColumnQuads.BLOCK - 1));
                                int place = 4 * (columns.entries[e] >>> ColumnQuads.SHIFT);
                                for (int k = 0; k < 4; k++) {
                                    found[row * width + columns.column(quad) + k] += columns.values[place + k];
                                }
                            }
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
                int width = 4 + random.nextInt(240);
                SparseBatch batch = batch(m + 3, width, 3, new float[(m + 3) * width]);
                float[] b = randoms(width * n);
                float[] row = randoms(n);
                float[] delta = randoms(m * n);
                float[] product = new float[m * n];
                float[] change = b.clone();
                scalar.productPlusRow(m, n, batch, b, 0, row, 0, product, 0, n);
                scalar.addTransposedProduct(m, n, -0.3f, batch, delta, 0, n, change, 0);
                for (int threads = 1; threads <= 3; threads++) {
                    SparseKernels vector = Kernels.best(Workers.of(threads)).sparse();
                    float[] actual = new float[m * n];
                    float[] actualChange = b.clone();
                    vector.productPlusRow(m, n, batch, b, 0, row, 0, actual, 0, n);
                    vector.addTransposedProduct(m, n, -0.3f, batch, delta, 0, n, actualChange, 0);
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
        ScalarSparseKernels kernels = (ScalarSparseKernels) Kernels.scalar().sparse();
        SparseBatch batch = new SparseBatch(SparseRows.ofBytes(bytes, places, 8, 1));
        batch.pick(all, 0, 20);
        assertThat(batch.columns(0, 20, kernels).size(0, 0)).isEqualTo(0);
        batch.pick(all, 20, 20);
        assertThat(batch.columns(0, 20, kernels).size(0, 0)).isEqualTo(20);
    }

    @Test
    void smallBatchesOneAfterAnotherSeeTheirOwnRows() {
        ScalarSparseKernels kernels =
                (ScalarSparseKernels) Kernels.best(Workers.of(1)).sparse();
        float[] dense = new float[100 * 36];
        SparseBatch batch = batch(100, 36, 0, dense);
        int[] all = IntStream.range(0, 100).toArray();
        for (int count : new int[] {1, 3, 16}) {
            for (int first = 0; first < 100; first += count) {
                int rows = Math.min(count, 100 - first);
                batch.pick(all, first, rows);
                float[] found = new float[rows * 36];
                SparseBatch.Part part = batch.elements(SparseBatch.ALL, rows, kernels);
                for (int i = 0; i < rows; i++) {
                    for (int e = part.starts[batch.at() + i]; e < part.starts[batch.at() + i + 1]; e++) {
                        found[i * 36 + part.columns[e]] = part.values[e];
                    }
                }
                assertThat(found).isEqualTo(Arrays.copyOfRange(dense, first * 36, (first + rows) * 36));
            }
        }
    }
}

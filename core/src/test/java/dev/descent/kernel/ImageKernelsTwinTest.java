package dev.descent.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Convolution and pooling on vectors against the plain loops, and direct convolution against unfolding, on random windows. */
class ImageKernelsTwinTest {
    private final ImageKernels scalar = new ScalarImageKernels();
    private final ImageKernels vector = Kernels.best().images();

    @BeforeAll
    static void needTheModule() {
        Assumptions.assumeTrue(VectorModule.isPresent(), "no jdk.incubator.vector module");
    }

    private static Window window(SplittableRandom random) {
        int windowHeight = random.nextInt(1, 6);
        int windowWidth = random.nextInt(1, 6);
        int dilation = random.nextInt(1, 3);
        return new Window(
                random.nextInt(1, 8),
                (windowHeight - 1) * dilation + random.nextInt(1, 25),
                (windowWidth - 1) * dilation + random.nextInt(1, 25),
                windowHeight,
                windowWidth,
                1,
                random.nextInt(0, 4),
                dilation);
    }

    private static float[] randoms(SplittableRandom random, int length) {
        float[] values = new float[length];
        Arrays.setAll(new double[length], i -> values[i] = (float) random.nextDouble(-1, 1));
        return values;
    }

    @RepeatedTest(40)
    void aConvolutionIsTheProductOfWeightAndUnfoldedImage(RepetitionInfo seed) {
        SplittableRandom random = new SplittableRandom(seed.getCurrentRepetition());
        Window window = window(random);
        int filters = random.nextInt(1, 20);
        float[] image = randoms(random, window.size());
        float[] weight = randoms(random, filters * window.elements());
        float[] bias = randoms(random, filters);
        float[] columns = new float[window.elements() * window.positions()];
        scalar.unfold(window, image, 0, columns, 0);
        for (ImageKernels kernels : new ImageKernels[] {scalar, vector}) {
            Planes planes = new Planes(window, kernels);
            float[] padded = new float[planes.inputSize()];
            planes.pad(image, 0, padded, 0);
            int stride = planes.positions() + kernels.slack();
            float[] out = new float[filters * stride];
            kernels.correlate(filters, planes.positions(), planes.shifts(), weight, 0, bias, 0, padded, 0, out, stride);
            float[] logits = new float[window.positions()];
            for (int filter = 0; filter < filters; filter++) {
                planes.gather(out, filter * stride, logits, 0, logits.length);
                for (int p = 0; p < window.positions(); p++) {
                    double sum = bias[filter];
                    for (int tap = 0; tap < window.elements(); tap++) {
                        sum += (double) weight[filter * window.elements() + tap]
                                * columns[tap * window.positions() + p];
                    }
                    assertThat((double) logits[p])
                            .as("%s, filter %d, position %d", window, filter, p)
                            .isCloseTo(sum, within(2e-6 * (window.elements() + 4)));
                }
            }
        }
    }

    @RepeatedTest(40)
    void theGradientOfTheWeightIsTheSameOnVectors(RepetitionInfo seed) {
        SplittableRandom random = new SplittableRandom(100 + seed.getCurrentRepetition());
        Window window = window(random);
        int filters = random.nextInt(1, 70);
        int samples = random.nextInt(1, 4);
        float[] images = randoms(random, samples * window.size());
        float[] errors = randoms(random, samples * filters * window.positions());
        float[] expected = gradient(scalar, window, filters, samples, images, errors);
        float[][] others = {
            gradient(vector, window, filters, samples, images, errors),
            gradientInPlanes(scalar, window, filters, samples, images, errors),
            gradientInPlanes(vector, window, filters, samples, images, errors)
        };
        for (float[] actual : others) {
            for (int i = 0; i < expected.length; i++) {
                assertThat(actual[i])
                        .as("%s, %d filters, %d samples, element %d", window, filters, samples, i)
                        .isCloseTo(expected[i], within(2e-6f * (samples * window.positions() + 4)));
            }
        }
    }

    /** {@code [filters, taps]} of errors that stay in planes. */
    private static float[] gradientInPlanes(
            ImageKernels kernels, Window window, int filters, int samples, float[] images, float[] errors) {
        Planes planes = new Planes(window, kernels);
        int taps = window.elements();
        int padded = kernels.planeFiltersPadded(filters);
        int[] shifts = Arrays.copyOf(planes.shifts(), kernels.planeTapsPadded(taps));
        int parts = kernels.partialSums();
        float[] inputs = new float[planes.inputSize()];
        float[] spread = new float[padded * planes.errorStride() + kernels.slack()];
        float[] sums = new float[padded * shifts.length * parts];
        for (int sample = 0; sample < samples; sample++) {
            planes.pad(images, sample * window.size(), inputs, 0);
            planes.spread(filters, errors, sample * filters * window.positions(), spread, 0);
            kernels.correlatePlanes(
                    padded,
                    planes.positions(),
                    shifts,
                    spread,
                    planes.margin(),
                    planes.errorStride(),
                    inputs,
                    0,
                    sums,
                    0);
        }
        float[] gradient = new float[filters * taps];
        for (int i = 0; i < gradient.length; i++) {
            for (int part = 0; part < parts; part++) {
                gradient[i] += sums[(i / taps * shifts.length + i % taps) * parts + part];
            }
        }
        return gradient;
    }

    private static void transpose(
            int rows, int columns, float[] from, int offset, float[] to, int toOffset, int stride) {
        for (int i = 0; i < rows * columns; i++) {
            to[toOffset + i % columns * stride + i / columns] = from[offset + i];
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMatrixOfWinogradIsTheSameOnVectors(Winograd matrix) {
        SplittableRandom random = new SplittableRandom(matrix.ordinal());
        for (int times = 1; times <= 3; times++) {
            int n = times * vector.filtersPadded(1);
            int stride = n + random.nextInt(5);
            int toStride = n + random.nextInt(5);
            float[] from = randoms(random, 3 + matrix.columns() * stride);
            float[] expected = randoms(random, 2 + matrix.rows() * toStride);
            float[] actual = expected.clone();
            scalar.transform(matrix, n, from, 3, stride, expected, 2, toStride);
            vector.transform(matrix, n, from, 3, stride, actual, 2, toStride);
            for (int i = 0; i < expected.length; i++) {
                assertThat(actual[i]).as("%s, element %d", matrix, i).isCloseTo(expected[i], within(1e-5f));
            }
        }
    }

    @RepeatedTest(40)
    void aConvolutionByTilesIsThePlainOne(RepetitionInfo seed) {
        SplittableRandom random = new SplittableRandom(300 + seed.getCurrentRepetition());
        Window window = new Window(
                random.nextInt(1, 20), random.nextInt(3, 15), random.nextInt(3, 15), 3, 3, 1, random.nextInt(0, 3), 1);
        int filters = random.nextInt(1, 20);
        double[][] filter = new double[filters * window.channels()][9];
        float[] image = randoms(random, window.size());
        for (double[] taps : filter) {
            Arrays.setAll(taps, i -> random.nextDouble(-1, 1));
        }
        for (Kernels kernels : new Kernels[] {Kernels.scalar(), Kernels.best()}) {
            float[] output = byTiles(kernels, window, filter, filters, image);
            for (int i = 0; i < output.length; i++) {
                assertThat((double) output[i])
                        .as("%s, %d filters, element %d", window, filters, i)
                        .isCloseTo(plain(window, filter, image, i), within(1e-5 * (9 * window.channels())));
            }
        }
    }

    private static float[] byTiles(Kernels kernels, Window window, double[][] filter, int filters, float[] image) {
        TiledImages tiles = new TiledImages(window, filters, kernels);
        int each = tiles.tiles();
        float[] inputs = new float[Alignment.LEAD + 36 * each * tiles.inputDepth()];
        float[] outputs = new float[Alignment.LEAD + 36 * each * tiles.outputDepth()];
        tiles.inputs(image, 0, inputs, each, 0);
        for (int point = 0; point < 36; point++) {
            for (int row = 0; row < filters * window.channels() * each; row++) {
                int tile = row % each;
                int channel = row / each % window.channels();
                int to = row / each / window.channels();
                outputs[Alignment.LEAD + (point * each + tile) * tiles.outputDepth() + to] +=
                        (float) atPoint(filter[to * window.channels() + channel], point / 6, point % 6)
                                * inputs[Alignment.LEAD + (point * each + tile) * tiles.inputDepth() + channel];
            }
        }
        float[] output = new float[filters * window.positions()];
        tiles.outputs(outputs, each, 0, output, 0);
        return output;
    }

    /** G g Gᵀ at one point. */
    private static double atPoint(double[] taps, int i, int j) {
        double sum = 0;
        for (int tap = 0; tap < 9; tap++) {
            sum += Winograd.FILTER.at(i, tap / 3) * taps[tap] * Winograd.FILTER.at(j, tap % 3);
        }
        return sum;
    }

    private static double plain(Window window, double[][] filter, float[] image, int output) {
        int to = output / window.positions();
        int top = output % window.positions() / window.outputWidth() - window.padding();
        int left = output % window.outputWidth() - window.padding();
        double sum = 0;
        for (int channel = 0; channel < window.channels(); channel++) {
            for (int tap = 0; tap < 9; tap++) {
                int y = top + tap / 3;
                int x = left + tap % 3;
                if (y >= 0 && y < window.height() && x >= 0 && x < window.width()) {
                    sum += filter[to * window.channels() + channel][tap]
                            * image[(channel * window.height() + y) * window.width() + x];
                }
            }
        }
        return sum;
    }

    /** {@code [filters, taps]}. */
    private static float[] gradient(
            ImageKernels kernels, Window window, int filters, int samples, float[] images, float[] errors) {
        Planes planes = new Planes(window, kernels);
        int padded = kernels.filtersPadded(filters);
        int taps = window.elements();
        int[] shifts = Arrays.copyOf(planes.shifts(), kernels.tapsPadded(taps));
        float[] inputs = new float[samples * planes.inputSize()];
        float[] turned = new float[samples * window.positions() * padded];
        for (int sample = 0; sample < samples; sample++) {
            planes.pad(images, sample * window.size(), inputs, sample * planes.inputSize());
            int from = sample * filters * window.positions();
            int to = sample * window.positions() * padded;
            transpose(filters, window.positions(), errors, from, turned, to, padded);
        }
        float[] sums = new float[shifts.length * padded];
        kernels.correlateErrors(planes, padded, samples, shifts, turned, inputs, planes.inputSize(), sums, 0);
        float[] gradient = new float[filters * taps];
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = sums[i % taps * padded + i / taps];
        }
        return gradient;
    }

    @RepeatedTest(40)
    void theLargestOfTwoByTwoIsTheSameWithTiesAndNaN(RepetitionInfo seed) {
        SplittableRandom random = new SplittableRandom(200 + seed.getCurrentRepetition());
        Window window = new Window(random.nextInt(1, 5), random.nextInt(2, 40), random.nextInt(2, 80), 2, 2, 2, 0, 1);
        float[] image = new float[window.size() + 3];
        for (int i = 0; i < image.length; i++) {
            // Few different values make many ties.
            image[i] = random.nextInt(20) == 0 ? Float.NaN : random.nextInt(4);
        }
        int outputs = window.channels() * window.positions();
        float[][] pooled = new float[2][outputs + 5];
        int[][] places = new int[2][outputs + 5];
        scalar.maxPool(window, image, 3, pooled[0], 5, places[0], 5);
        vector.maxPool(window, image, 3, pooled[1], 5, places[1], 5);
        assertThat(places[1]).as("%s", window).isEqualTo(places[0]);
        assertThat(pooled[1]).as("%s", window).isEqualTo(pooled[0]);
        float[] error = randoms(random, outputs + 5);
        float[][] errors = {randoms(random, window.size() + 7), null};
        errors[1] = errors[0].clone();
        scalar.maxPoolBackward(window, error, 5, places[0], 5, errors[0], 3);
        vector.maxPoolBackward(window, error, 5, places[0], 5, errors[1], 3);
        assertThat(errors[1]).as("backwards, %s", window).isEqualTo(errors[0]);
    }

    @RepeatedTest(40)
    void poolingWithoutPlacesGivesWhatPoolingWithThemGives(RepetitionInfo seed) {
        SplittableRandom random = new SplittableRandom(400 + seed.getCurrentRepetition());
        int depth = vector.filtersPadded(random.nextInt(1, 40));
        Window window = new Window(depth, random.nextInt(2, 12), random.nextInt(2, 70), 2, 2, 2, 0, 1);
        int size = window.height() * window.width();
        float[] image = new float[3 + window.size() + vector.slack()];
        for (int i = 0; i < image.length; i++) {
            image[i] = random.nextInt(20) == 0 ? Float.NaN : random.nextInt(-3, 4);
        }
        float[] last = new float[3 + window.size()];
        for (int i = 0; i < window.size(); i++) {
            last[3 + i % size * depth + i / size] = image[3 + i];
        }
        int across = window.outputWidth();
        int down = window.outputHeight();
        int outputs = window.positions();
        // What lies behind belongs to others.
        float[] expected = randoms(random, 5 + depth * outputs + 40);
        float[][] actual = {expected.clone(), expected.clone(), expected.clone(), expected.clone()};
        scalar.maxPool(window, image, 3, expected, 5, new int[depth * outputs], 0);
        scalar.poolPlanes(depth, down, across, image, 3, size, window.width(), actual[0], 5);
        vector.poolPlanes(depth, down, across, image, 3, size, window.width(), actual[1], 5);
        scalar.poolDepths(down, across, window.width(), depth, last, 3, actual[2], 5);
        vector.poolDepths(down, across, window.width(), depth, last, 3, actual[3], 5);
        for (int i = 0; i < expected.length; i++) {
            int pooled = Math.clamp(i - 5, 0, depth * outputs);
            boolean isThere = i == pooled + 5 && pooled < depth * outputs;
            int ofLast = isThere ? 5 + pooled % outputs * depth + pooled / outputs : i;
            assertThat(new float[] {actual[0][i], actual[1][i], actual[2][ofLast], actual[3][ofLast]})
                    .as("%s, element %d", window, i)
                    .containsOnly(expected[i]);
        }
    }

    @RepeatedTest(40)
    void rowsAreCopiedAndNothingBehindThemIsLost(RepetitionInfo seed) {
        SplittableRandom random = new SplittableRandom(300 + seed.getCurrentRepetition());
        int rows = random.nextInt(1, 6);
        int n = random.nextInt(1, 40);
        int fromStride = n + random.nextInt(0, 5);
        int toStride = n + random.nextInt(0, 5);
        float[] from = randoms(random, 3 + rows * fromStride);
        float[][] to = new float[2][5 + rows * toStride + random.nextInt(0, 40)];
        int end = Math.min(to[0].length, 5 + rows * toStride);
        for (float[] array : to) {
            // Others' elements.
            Arrays.fill(array, end, array.length, 1);
        }
        scalar.copyRows(rows, n, from, 3, fromStride, to[0], 5, toStride, end);
        vector.copyRows(rows, n, from, 3, fromStride, to[1], 5, toStride, end);
        assertThat(to[1]).isEqualTo(to[0]);
    }
}

package dev.descent.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.descent.kernel.Kernels;
import dev.descent.kernel.SparseBatch;
import dev.descent.kernel.SparseRows;
import dev.descent.kernel.Workers;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompiledNetworkTest {
    private static final Network DENSE =
            Network.input(40).then("dense(9, activation=relu)").then("dense(4, activation=softmax)");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void descendingIsTheGradientTimesTheRateWithOrWithoutBias(boolean hasBias) {
        for (long seed = 1; seed <= 5; seed++) {
            Network network = Network.input(1, 6, 7)
                    .then("conv2d(3, 3, activation=tanh, bias=%s)".formatted(hasBias))
                    .then("batch-norm")
                    .then("residual([conv2d(3, 3, padding=same)], activation=relu)")
                    .then("dense(5, activation=sigmoid, bias=%s)".formatted(hasBias))
                    .then("dense(4)");
            CompiledNetwork apart = filled(network, seed, CompileOptions.TRAINING);
            CompiledNetwork fused = filled(network, seed, CompileOptions.TRAINING);
            CompiledNetwork recorded = filled(network, seed, CompileOptions.RECORDING);
            double loss = apart.gradient(6, Reduction.MEAN, 1);
            assertThat(fused.descend(6, Reduction.MEAN, 1, 0.3f)).isEqualTo(loss);
            assertThat(recorded.descend(6, Reduction.MEAN, 1, 0.3f)).isEqualTo(loss);
            double[] expected = Samples.doubles(apart.values(), apart.values().length);
            for (int i = 0; i < expected.length; i++) {
                expected[i] -= 0.3 * apart.gradients()[i];
            }
            assertThat(Samples.relativeError(Samples.doubles(fused.values(), expected.length), expected))
                    .as("seed %d", seed)
                    .isLessThan(1e-5);
            assertThat(recorded.values()).isEqualTo(fused.values());
            assertThat(recorded.gradients()).isEqualTo(apart.gradients());
            assertThat(recorded.arrays(6)).containsKeys("layer1.delta", "layer5.weight.gradient");
        }
    }

    @Test
    void sparseRowsGiveWhatTheSameDenseInputGives() {
        Random random = new Random(4);
        byte[] bytes = new byte[20 * 40];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : 0);
        }
        int[] picked = random.ints(0, 20).limit(11).toArray();
        CompiledNetwork dense = filled(DENSE, 1, CompileOptions.RECORDING);
        CompiledNetwork sparse = filled(DENSE, 1, CompileOptions.RECORDING);
        for (int sample = 0; sample < 6; sample++) {
            for (int i = 0; i < 40; i++) {
                dense.input()[sample * 40 + i] = (bytes[picked[5 + sample] * 40 + i] & 0xFF) * (1 / 255f);
            }
        }
        assertThat(sparse.acceptsSparseInput()).isTrue();
        int[] places = IntStream.range(0, 20).map(row -> row * 40).toArray();
        SparseRows rows = SparseRows.ofBytes(bytes, places, 40, 1 / 255f);
        SparseBatch batch = new SparseBatch(rows);
        batch.pick(picked, 5, 6);
        sparse.pick(batch);
        double loss = dense.gradient(6, Reduction.SUM, 1);
        assertThat(sparse.gradient(6, Reduction.SUM, 1)).isCloseTo(loss, offset(1e-6));
        dense.arrays(6)
                .forEach((name, array) -> assertThat(
                                Samples.relativeError(sparse.arrays(6).get(name).toDoubles(), array.toDoubles()))
                        .as(name)
                        .isLessThan(1e-5));
        dense.descend(6, Reduction.SUM, 2, 0.1f);
        sparse.descend(6, Reduction.SUM, 2, 0.1f);
        assertThat(Samples.relativeError(
                        Samples.doubles(sparse.values(), dense.values().length),
                        Samples.doubles(dense.values(), dense.values().length)))
                .isLessThan(1e-5);
        sparse.pickNothing();
        sparse.forward(6);
        assertThatThrownBy(() -> sparse.pick(new SparseBatch(SparseRows.ofBytes(bytes, places, 20, 1))))
                .hasMessageContaining("rows of 20");
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBits() {
        Network network = Network.input(2, 14, 14)
                .then("conv2d(17, 5, padding=same, activation=tanh)")
                .then("conv2d(32, 3, activation=tanh)")
                .then("max-pool(2)")
                .then("batch-norm")
                .then("dropout(0.2)")
                .then("dense(200, activation=gelu)")
                .then("dense(10, activation=softmax)");
        float[] values = null;
        float[] gradients = null;
        for (int threads = 1; threads <= 3; threads++) {
            CompileOptions options = CompileOptions.TRAINING.with(Kernels.best(Workers.of(threads)));
            CompiledNetwork engine = CompiledNetwork.compile(network, Losses.CROSS_ENTROPY, 50, options);
            fill(engine, 50, 9);
            engine.descend(50, Reduction.MEAN, 1, 0.1f);
            engine.gradient(47, Reduction.MEAN, 2);
            if (values != null) {
                assertThat(engine.values()).isEqualTo(values);
                assertThat(engine.gradients()).isEqualTo(gradients);
            }
            values = engine.values().clone();
            gradients = engine.gradients().clone();
        }
    }

    @Test
    void whatAConvolutionPooledIsShownAsItWasThoughTheWeightsHaveChangedSince() {
        Network network = Network.input(1, 9, 9)
                .then("conv2d(4, 3, activation=relu)")
                .then("max-pool(2)")
                .then("dense(4)");
        CompiledNetwork lean = filled(network, 3, CompileOptions.TRAINING);
        CompiledNetwork recorded = filled(network, 3, CompileOptions.RECORDING);
        lean.descend(6, Reduction.MEAN, 1, 0.5f);
        recorded.descend(6, Reduction.MEAN, 1, 0.5f);
        assertThat(lean.arrays(6).get("layer1.activation").toDoubles())
                .isEqualTo(recorded.arrays(6).get("layer1.activation").toDoubles());
        assertThat(lean.values()).isEqualTo(recorded.values());
    }

    @Test
    void inferenceFollowsWeightsThatChangeBetweenPasses() {
        Network network = Network.input(1, 9, 9)
                .then("conv2d(16, 3, activation=relu)")
                .then("conv2d(32, 3, activation=relu)")
                .then("max-pool(2)")
                .then("dense(4)");
        CompiledNetwork kept = CompiledNetwork.forInference(network, 3);
        fillInput(kept, 3, new Random(5));
        kept.initialize(1);
        kept.forward(3);
        float[] before = kept.output().clone();
        kept.forward(3);
        assertThat(kept.output()).isEqualTo(before);
        for (long seed = 2; seed <= 3; seed++) {
            kept.initialize(seed);
            kept.values()[network.parameterCount() / 2] += 1;
            kept.forward(3);
            CompiledNetwork fresh = CompiledNetwork.forInference(network, 3);
            fillInput(fresh, 3, new Random(5));
            fresh.setValues(Samples.doubles(kept.values(), kept.values().length));
            fresh.forward(3);
            assertThat(kept.output()).isEqualTo(fresh.output()).isNotEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conv2d(5, 3, activation=relu)",
                "conv2d(4, 2, groups=2, padding=1, activation=relu)",
                "conv2d(70, 3, padding=same, activation=relu)",
                "conv2d(3, 3, stride=2, activation=relu)"
            })
    void whatIsPooledBeforeReluInInferenceHasTheBitsOfTraining(String convolution) {
        // The last but one goes by Winograd's tiles, as there are enough channels and, in training, samples.
        int channels = convolution.contains("70") ? 32 : 2;
        Network network = Network.input(channels, 13, 11)
                .then(convolution)
                .then("max-pool(2)")
                .then("flatten")
                .then("dense(3)");
        CompiledNetwork trained = CompiledNetwork.compile(network, Losses.CROSS_ENTROPY_WITH_LOGITS, 16);
        CompiledNetwork answers = CompiledNetwork.forInference(network, 7);
        for (CompiledNetwork engine : new CompiledNetwork[] {trained, answers}) {
            engine.initialize(3);
            Samples.fill(
                    engine.input(),
                    Samples.normal(new Random(8), 7 * network.input().size()));
        }
        for (int batch : new int[] {7, 1, 2}) {
            trained.forward(batch);
            answers.forward(batch);
            assertThat(Arrays.copyOf(answers.output(), batch * 3))
                    .isEqualTo(Arrays.copyOf(trained.output(), batch * 3));
            assertThat(answers.arrays(batch).get("layer1.activation").toDoubles())
                    .isEqualTo(trained.arrays(batch).get("layer1.activation").toDoubles());
        }
    }

    @Test
    void inferenceNeedsNeitherLossNorGradients() {
        CompiledNetwork training = filled(DENSE, 2, CompileOptions.TRAINING);
        CompiledNetwork inference = CompiledNetwork.forInference(DENSE, 6);
        inference.setValues(Samples.doubles(training.values(), training.values().length));
        System.arraycopy(training.input(), 0, inference.input(), 0, 6 * 40);
        training.forward(6);
        inference.forward(6);
        assertThat(inference.output()).isEqualTo(training.output());
        assertThatThrownBy(() -> inference.gradient(6, Reduction.MEAN, 1)).hasMessageContaining("inference");
        assertThatThrownBy(() -> training.forward(7)).hasMessageContaining("1 to 6 samples");
    }

    @Test
    void theHessianTimesAVectorIsSymmetricAndMatchesTheSecondDerivative() {
        Random random = new Random(5);
        Network network = Network.input(3).then("dense(4, activation=tanh)").then("dense(2, activation=softmax)");
        ReferenceNetwork reference = new ReferenceNetwork(network, Losses.CROSS_ENTROPY);
        double[] values = network.initialValues(5);
        double[] inputs = Samples.normal(random, 5 * 3);
        double[] targets = Samples.classes(random, 5, 2);
        double[] left = Samples.normal(random, values.length);
        double[] right = Samples.normal(random, values.length);
        double one = dot(left, reference.hessianVectorProduct(values, right, inputs, targets));
        double other = dot(right, reference.hessianVectorProduct(values, left, inputs, targets));
        assertThat(one).isCloseTo(other, offset(1e-8 * Math.abs(one)));
        double h = 1e-3;
        double second = 0;
        for (int side = -1; side <= 1; side++) {
            double[] moved = values.clone();
            for (int i = 0; i < moved.length; i++) {
                moved[i] += side * h * left[i];
            }
            second += (side == 0 ? -2 : 1) * reference.loss(moved, inputs, targets) / (h * h);
        }
        double along = dot(left, reference.hessianVectorProduct(values, left, inputs, targets));
        assertThat(along).isCloseTo(second, offset(1e-4 * Math.abs(second)));
    }

    private static double dot(double[] left, double[] right) {
        return IntStream.range(0, left.length)
                .mapToDouble(i -> left[i] * right[i])
                .sum();
    }

    private static CompiledNetwork filled(Network network, long seed, CompileOptions options) {
        CompiledNetwork engine = CompiledNetwork.compile(network, Losses.CROSS_ENTROPY_WITH_LOGITS, 6, options);
        fill(engine, 6, seed);
        return engine;
    }

    private static void fill(CompiledNetwork engine, int batch, long seed) {
        Random random = new Random(seed);
        engine.initialize(seed);
        fillInput(engine, batch, random);
        Samples.fill(
                engine.target(),
                Samples.classes(random, batch, engine.network().output().size()));
    }

    private static void fillInput(CompiledNetwork engine, int batch, Random random) {
        Samples.fill(
                engine.input(),
                Samples.normal(random, batch * engine.network().input().size()));
    }
}

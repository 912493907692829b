package dev.descent.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradients and engines of the layers other than dense, and what they promise. */
class LayerGradientTest {
    private static final int BATCH = 4;

    /** Layers between an input of 4 × 6 × 5 and a dense output. */
    static Stream<String> layers() {
        return Stream.of(
                "conv2d(3, 3)",
                "conv2d(3, 3, padding=same, activation=tanh)",
                "conv2d(4, [3, 2], activation=sigmoid, stride=2, padding=1)",
                "conv2d(4, 3, activation=gelu, padding=2, dilation=2)",
                "conv2d(6, 3, activation=tanh, padding=same, groups=2)",
                "conv2d(8, 3, activation=softplus, padding=1, groups=4, bias=false)",
                "conv2d(5, 1, activation=tanh)",
                "conv2d(2, 3, activation=softmax)",
                "max-pool(2)",
                "max-pool(3, stride=2, padding=1)",
                "average-pool(2)",
                "average-pool(3, stride=2, padding=1)",
                "global-average-pool",
                "flatten",
                "dropout(0.4)",
                "gaussian-noise(0.3)",
                "batch-norm",
                "batch-norm(momentum=0.5, epsilon=1e-3, activation=tanh)",
                "layer-norm",
                "layer-norm(epsilon=1e-3, activation=sigmoid)",
                "residual([conv2d(4, 3, padding=same, activation=tanh)])",
                "residual([conv2d(4, 3, padding=same, bias=false), batch-norm(activation=tanh), conv2d(4, 1)], activation=softplus)",
                "residual([conv2d(6, 3, activation=tanh)], shortcut=[conv2d(6, 3, bias=false)], activation=tanh)",
                "residual([dropout(0.3), layer-norm, residual([batch-norm])])");
    }

    private static Network network(String layer) {
        return Network.input(4, 6, 5)
                .then("conv2d(4, 1, activation=tanh)")
                .then(layer)
                .then("dense(3, activation=softmax)");
    }

    private static double[] start(Network network, Random random) {
        double[] values = network.initialValues(random.nextLong());
        for (int i = 0; i < values.length; i++) {
            values[i] += 0.3 * random.nextGaussian();
        }
        return values;
    }

    @ParameterizedTest
    @MethodSource("layers")
    void theReferenceIsTheDerivativeOfItsLoss(String layer) {
        Random random = new Random(layer.hashCode());
        Network network = network(layer);
        double[] inputs = Samples.normal(random, BATCH * 4 * 6 * 5);
        double[] targets = Samples.classes(random, BATCH, 3);
        var reference = new ReferenceNetwork(network, Losses.CROSS_ENTROPY);
        assertThat(Differences.worstError(reference, start(network, random), inputs, targets))
                .isLessThan(1e-6);
    }

    @ParameterizedTest
    @MethodSource("layers")
    void theInputsGradientIsItsDerivativeToo(String layer) {
        Random random = new Random(layer.hashCode());
        Network network = network(layer);
        double[] values = start(network, random);
        double[] inputs = Samples.normal(random, BATCH * 4 * 6 * 5);
        double[] targets = Samples.classes(random, BATCH, 3);
        var reference = new ReferenceNetwork(network, Losses.CROSS_ENTROPY);
        double[] gradient = reference.inputGradient(values, inputs, targets);
        double[] direction = random.doubles(inputs.length, -1, 1).toArray();
        double slope = 0;
        for (int i = 0; i < inputs.length; i++) {
            slope += gradient[i] * direction[i];
        }
        double ahead = reference.loss(values, moved(inputs, direction, 1e-6), targets);
        double behind = reference.loss(values, moved(inputs, direction, -1e-6), targets);
        assertThat((ahead - behind) / 2e-6).isCloseTo(slope, offset(1e-6 * (1 + Math.abs(slope))));
    }

    private static double[] moved(double[] from, double[] direction, double distance) {
        double[] moved = from.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += distance * direction[i];
        }
        return moved;
    }

    /** Large enough for {@link WinogradConvolution}, of sizes that are no multiples of its tiles. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "conv2d(33, 3, activation=tanh)",
                "conv2d(32, 3, activation=tanh, padding=1, bias=false)",
                "conv2d(35, 3, activation=relu, padding=2)"
            })
    void aConvolutionByTilesFollowsTheReference(String layer) {
        Random random = new Random(layer.hashCode());
        Network network = Network.input(1, 7, 10)
                .then("conv2d(17, [3, 2], activation=tanh)")
                .then(layer)
                .then("dense(3, activation=softmax)");
        for (int batch : new int[] {16, 37}) {
            double[] inputs = Samples.normal(random, batch * 7 * 10);
            double[] targets = Samples.classes(random, batch, 3);
            Engines.assertFollowsReference(
                    network, Losses.CROSS_ENTROPY, start(network, random), inputs, targets, Reduction.MEAN);
        }
    }

    /** So few filters on so many positions that errors stay in planes, with a way back and without. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "conv2d(4, [3, 2], activation=tanh)",
                "conv2d(8, 3, groups=2, padding=1, activation=sigmoid, bias=false)",
                "conv2d(1, 3, dilation=2, activation=tanh)"
            })
    void aConvolutionOfFewFiltersFollowsTheReference(String layer) {
        Random random = new Random(layer.hashCode());
        Network network = Network.input(1, 19, 22)
                .then("conv2d(6, 5, padding=2, activation=tanh)")
                .then(layer)
                .then("dense(3, activation=softmax)");
        for (int batch : new int[] {1, 19}) {
            double[] inputs = Samples.normal(random, batch * 19 * 22);
            double[] targets = Samples.classes(random, batch, 3);
            Engines.assertFollowsReference(
                    network, Losses.CROSS_ENTROPY, start(network, random), inputs, targets, Reduction.MEAN);
        }
    }

    /**
     * Directly, by tiles and unfolded; windows of pooling that leave something out or lie apart. Not held against the reference, as in
     * float now and then another of two nearly equal numbers is the largest.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "conv2d(20, 3, activation=relu); max-pool(2)",
                "conv2d(6, 3, groups=2, activation=sigmoid); max-pool([2, 3], stride=3)",
                "conv2d(33, 3, padding=1, activation=leaky-relu(0.2)); max-pool(2)",
                "conv2d(32, 3); max-pool(3, padding=1)",
                "conv2d(7, [3, 2], stride=2, activation=elu, bias=false); max-pool(2)"
            })
    void aConvolutionThatPoolsItselfHasTheBitsOfOneThatDoesNot(String layers) {
        Random random = new Random(layers.hashCode());
        Network network = Network.input(1, 11, 12).then("conv2d(18, 2, activation=tanh)");
        for (String layer : layers.split("; ")) {
            network = network.then(layer);
        }
        network = network.then("dense(3, activation=softmax)");
        for (int batch : new int[] {1, 37}) {
            double[] inputs = Samples.normal(random, batch * 11 * 12);
            double[] targets = Samples.classes(random, batch, 3);
            Engines.assertRecordingChangesNothing(
                    network, Losses.CROSS_ENTROPY, start(network, random), inputs, targets, Reduction.MEAN);
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void theEngineFollowsTheReference(String layer) {
        Random random = new Random(layer.hashCode());
        Network network = network(layer);
        for (int batch : new int[] {1, 2, 11}) {
            double[] inputs = Samples.normal(random, batch * 4 * 6 * 5);
            double[] targets = Samples.classes(random, batch, 3);
            Engines.assertFollowsReference(
                    network, Losses.CROSS_ENTROPY, start(network, random), inputs, targets, Reduction.MEAN);
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void layersReadBackFromTheirText(String layer) {
        Layer parsed = Layers.parse(layer);
        assertThat(Layers.parse(parsed.spec().toString())).isEqualTo(parsed);
    }

    @Test
    void batchNormUsesTheBatchInTrainingAndTheRunningStatisticsAfterwards() {
        Network network = Network.input(2).then("batch-norm(momentum=0)");
        CompiledNetwork engine = CompiledNetwork.compile(network, Losses.SQUARED_ERROR, 4);
        engine.initialize(1);
        Samples.fill(engine.input(), new double[] {1, 10, 2, 20, 3, 30, 4, 40});
        engine.gradient(4, Reduction.MEAN, 1);
        assertThat(engine.statistics()).containsExactly(2.5f, 25f, (float) (5 / 3.0), (float) (500 / 3.0));
        engine.forward(4);
        assertThat(engine.output()[0]).isCloseTo((float) (-1.5 / Math.sqrt(5 / 3.0 + 1e-5)), offset(1e-6f));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 0.9})
    void dropoutDropsItsShareKeepsTheMeanAndDoesNothingAfterwards(double rate) {
        Network network = Network.input(20_000).dropout(rate);
        CompiledNetwork engine = CompiledNetwork.compile(network, Losses.SQUARED_ERROR, 1);
        engine.seed(3);
        Arrays.fill(engine.input(), 1);
        engine.gradient(1, Reduction.MEAN, 1);
        float[] first = engine.output().clone();
        double[] outputs = Samples.doubles(first, first.length);
        assertThat(Arrays.stream(outputs).filter(x -> x == 0).count() / 20_000.0)
                .isCloseTo(rate, offset(0.02));
        assertThat(Arrays.stream(outputs).average().orElseThrow()).isCloseTo(1, offset(0.06));
        engine.gradient(1, Reduction.MEAN, 2);
        assertThat(engine.output()).isNotEqualTo(first);
        engine.gradient(1, Reduction.MEAN, 1);
        assertThat(engine.output()).isEqualTo(first);
        engine.forward(1);
        assertThat(engine.output()).containsOnly(1f);
    }

    @Test
    void noiseHasItsDeviationComesAgainWithItsStepAndIsGoneAfterwards() {
        Network network = Network.input(20_000).then("gaussian-noise(0.3)");
        CompiledNetwork engine = CompiledNetwork.compile(network, Losses.SQUARED_ERROR, 1);
        engine.seed(3);
        Arrays.fill(engine.input(), 1);
        engine.gradient(1, Reduction.MEAN, 1);
        float[] first = engine.output().clone();
        double[] noise = Arrays.stream(Samples.doubles(first, first.length))
                .map(x -> x - 1)
                .toArray();
        assertThat(Arrays.stream(noise).average().orElseThrow()).isCloseTo(0, offset(0.01));
        assertThat(Math.sqrt(Arrays.stream(noise).map(x -> x * x).average().orElseThrow()))
                .isCloseTo(0.3, offset(0.01));
        engine.gradient(1, Reduction.MEAN, 2);
        assertThat(engine.output()).isNotEqualTo(first);
        engine.gradient(1, Reduction.MEAN, 1);
        assertThat(engine.output()).isEqualTo(first);
        engine.forward(1);
        assertThat(engine.output()).containsOnly(1f);
    }

    @Test
    void imagesAreRequiredWhereLayersNeedThem() {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> Network.input(784).then("conv2d(3, 3)")))
                .hasMessageContaining("layer 1, conv2d(3, 3)")
                .hasMessageContaining("[1, 28, 28]");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> Network.input(1, 4, 4).then("residual([conv2d(3, 3)])")))
                .hasMessageContaining("the block gives 3×2×2, but its input gives 1×4×4");
    }
}

package dev.descent.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.descent.data.Dataset;
import dev.descent.data.Digits;
import dev.descent.data.NdArray;
import dev.descent.data.Npz;
import dev.descent.data.Scaling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The collapse, step by step, against NumPy's arrays: {@code resources/collapse}, made by its {@code make_collapse.py} from
 * the 10,000 test images of MNIST.
 */
class CollapseTest {
    private static final int SAMPLES = 10_000;
    private static final int KEPT = 100;
    private static final Network NETWORK = Network.input(784)
            .then("dense(16, activation=sigmoid, bias=false, initializer=uniform(-1, 1))")
            .then("dense(10, activation=sigmoid, bias=false, initializer=uniform(-1, 1))");
    private static final Loss LOSS = Losses.parse("squared-error(outputs=half)");

    private static double[] start;
    private static Map<String, NdArray> numpy;
    private static double[] inputs;
    private static double[] targets;

    @BeforeAll
    static void readNumpysArrays() throws IOException {
        assumeTrue(Digits.isPresent("mnist"), "needs MNIST: set DESCENT_DATA");
        Map<String, NdArray> weights = Npz.read(resource("start.npz"));
        start = joined(weights, "weights1", "weights2");
        numpy = Npz.read(resource("as-is-001.npz"));
        Dataset test = Digits.mnist().test().scaled(Scaling.by(1 / 256.0));
        inputs = new double[SAMPLES * 784];
        targets = new double[SAMPLES * 10];
        for (int sample = 0; sample < SAMPLES; sample++) {
            test.copyInput(sample, inputs, sample * 784);
            targets[sample * 10 + test.label(sample)] = 1;
        }
    }

    private static Path resource(String name) {
        return Path.of("src/test/resources/collapse", name);
    }

    private static double[] joined(Map<String, NdArray> arrays, String first, String second) {
        double[] one = arrays.get(first).toDoubles();
        double[] two = arrays.get(second).toDoubles();
        double[] both = new double[Layout.START + one.length + two.length];
        System.arraycopy(one, 0, both, Layout.START, one.length);
        System.arraycopy(two, 0, both, Layout.START + one.length, two.length);
        return both;
    }

    @Test
    void theReferenceGivesNumpysTenArraysOfTheFirstStep() {
        var step = new ReferenceNetwork(NETWORK, LOSS).step(start, new double[0], inputs, targets, Reduction.SUM, 0, 1);
        assertTenArrays(step.arrays(), 1e-9);
        double[] after = start.clone();
        for (int i = 0; i < after.length; i++) {
            after[i] -= step.gradients()[i];
        }
        assertThat(Samples.relativeError(after, joined(numpy, "weights1", "weights2")))
                .isLessThan(1e-9);
    }

    @Test
    void theEngineGivesThemToFloatAccuracyAndThenCollapses() {
        CompiledNetwork engine = CompiledNetwork.compile(NETWORK, LOSS, SAMPLES, CompileOptions.RECORDING);
        engine.setValues(start);
        Samples.fill(engine.input(), inputs);
        Samples.fill(engine.target(), targets);
        engine.gradient(SAMPLES, Reduction.SUM, 1);
        assertTenArrays(engine.arrays(SAMPLES), 2e-5);
        descend(engine);
        assertThat(Samples.relativeError(
                        Samples.doubles(engine.values(), start.length), joined(numpy, "weights1", "weights2")))
                .isLessThan(2e-5);

        for (int step = 2; step <= 3; step++) {
            double half = engine.gradient(SAMPLES, Reduction.SUM, step);
            assertThat(half).isEqualTo(0.5);
            assertThat(Losses.SQUARED_ERROR.value(engine.output(), engine.target(), SAMPLES, 10))
                    .isCloseTo(0.1, offset(1e-15));
            assertThat(engine.gradients()).containsOnly(0f);
            descend(engine);
        }
    }

    /** The arrays as the program of the story calls them: it subtracts nothing, so its errors and steps have the other sign. */
    private static void assertTenArrays(Map<String, NdArray> arrays, double tolerance) {
        assertAgrees(arrays, "layer1.activation", "trained_hidden", 1, tolerance);
        assertAgrees(arrays, "layer2.activation", "trained_outputs", 1, tolerance);
        assertAgrees(arrays, "layer2.error", "o_error", -1, tolerance);
        assertAgrees(arrays, "layer2.delta", "o_adjustments", -1, tolerance);
        assertAgrees(arrays, "layer1.error", "h_error", -1, tolerance);
        assertAgrees(arrays, "layer1.delta", "h_adjustments", -1, tolerance);
        assertAgrees(arrays, "layer1.weight.gradient", "w1", -1, tolerance);
        assertAgrees(arrays, "layer2.weight.gradient", "w2", -1, tolerance);
    }

    private static void assertAgrees(
            Map<String, NdArray> arrays, String name, String numpyName, int sign, double tolerance) {
        double[] expected = numpy.get(numpyName).toDoubles();
        double[] all = arrays.get(name).toDoubles();
        boolean isPerSample = arrays.get(name).dimension(0) == SAMPLES;
        double[] actual = isPerSample ? Arrays.copyOf(all, all.length / SAMPLES * KEPT) : all;
        assertThat(actual).as(name).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            actual[i] *= sign;
        }
        assertThat(Samples.relativeError(actual, expected)).as(name).isLessThan(tolerance);
    }

    private static void descend(CompiledNetwork engine) {
        for (int i = 0; i < engine.values().length; i++) {
            engine.values()[i] -= engine.gradients()[i];
        }
    }
}

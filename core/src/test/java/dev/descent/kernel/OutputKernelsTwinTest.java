package dev.descent.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.descent.kernel.OutputLayer.Score;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The last layer with its loss against its plain twin, and the plain twin against the single kernels. */
class OutputKernelsTwinTest {
    private static final long SEED = 20261128;
    private static final List<OutputLayer.Function> FUNCTIONS = List.of(
            new OutputLayer.SigmoidSquaredError(0.1f),
            new OutputLayer.SoftmaxCrossEntropy(0),
            new OutputLayer.SoftmaxCrossEntropy(0.1f));

    private final SplittableRandom random = new SplittableRandom(SEED);

    private float[] randoms(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    /** Weight in front, bias behind it where there is one, at the very end of the array. */
    private OutputLayer layer(OutputLayer.Function function, int batch, int inputs, int units, boolean hasBias) {
        float[] target = new float[batch * units];
        for (int sample = 0; sample < batch; sample++) {
            target[sample * units + random.nextInt(units)] = 1;
        }
        int size = inputs * units;
        return new OutputLayer(
                function,
                inputs,
                units,
                randoms(size + (hasBias ? units : 0)),
                0,
                hasBias ? size : -1,
                randoms(batch * inputs),
                target,
                new float[batch * units],
                new float[batch * units],
                new float[batch * units],
                new float[batch * inputs],
                new OutputLayer.Room(batch, inputs));
    }

    private static OutputLayer copy(OutputLayer of, int batch) {
        return new OutputLayer(
                of.function(),
                of.inputs(),
                of.units(),
                of.values().clone(),
                of.weight(),
                of.bias(),
                of.input(),
                of.target(),
                of.logits().clone(),
                new float[batch * of.units()],
                of.delta().clone(),
                new float[batch * of.inputs()],
                new OutputLayer.Room(batch, of.inputs()));
    }

    @Test
    void passesAgreeWithTheirTwinForAnyNumberOfThreads() {
        OutputKernels scalar = Kernels.scalar().outputs();
        for (OutputLayer.Function function : FUNCTIONS) {
            for (int[] size : new int[][] {{1, 16, 10}, {7, 17, 2}, {33, 40, 10}, {64, 128, 16}, {1000, 150, 11}}) {
                int batch = size[0];
                OutputLayer expected = layer(function, batch, size[1], size[2], batch != 7);
                OutputLayer first = copy(expected, batch);
                Score expectedScore = new Score();
                OutputLayer start = copy(expected, batch);
                scalar.pass(expected, batch, 1f / batch, expectedScore);
                scalar.descend(expected, batch, 0.5f);
                for (int threads = 1; threads <= 3; threads++) {
                    OutputKernels best = Kernels.best(Workers.of(threads)).outputs();
                    if (!best.accepts(size[1], size[2])) {
                        return;
                    }
                    OutputLayer actual = copy(start, batch);
                    Score score = new Score();
                    best.pass(actual, batch, 1f / batch, score);
                    best.descend(actual, batch, 0.5f);
                    String says = "seed %d, %s, batch %d, %d by %d".formatted(SEED, function, batch, size[1], size[2]);
                    VectorTwinTest.assertClose(expected.logits(), actual.logits(), 1e-5, says + ", logits");
                    VectorTwinTest.assertClose(expected.output(), actual.output(), 1e-5, says + ", output");
                    VectorTwinTest.assertClose(expected.delta(), actual.delta(), 1e-6, says + ", delta");
                    VectorTwinTest.assertClose(
                            expected.inputError(), actual.inputError(), 1e-5, says + ", input error");
                    VectorTwinTest.assertClose(expected.values(), actual.values(), 1e-5, says + ", values");
                    assertThat(score.loss).as(says).isCloseTo(expectedScore.loss, within(1e-5 * expectedScore.loss));
                    assertThat(score.squaredDistance)
                            .as(says)
                            .isCloseTo(expectedScore.squaredDistance, within(1e-5 * expectedScore.squaredDistance));
                    assertThat(score.right).as(says).isEqualTo(expectedScore.right);
                    first = threads == 1 ? actual : first;
                    assertThat(actual.values()).as(says).isEqualTo(first.values());
                    assertThat(actual.inputError()).as(says).isEqualTo(first.inputError());
                }
            }
        }
    }

    @Test
    void thePlainTwinDoesWhatTheSingleKernelsDo() {
        Kernels kernels = Kernels.scalar();
        for (OutputLayer.Function function : FUNCTIONS) {
            int batch = 9;
            OutputLayer layer = layer(function, batch, 20, 10, true);
            float[] logits = new float[batch * 10];
            kernels.matrices()
                    .productPlusRow(
                            batch,
                            10,
                            20,
                            layer.input(),
                            0,
                            20,
                            layer.values(),
                            0,
                            10,
                            layer.values(),
                            200,
                            logits,
                            0,
                            10);
            float[] delta = new float[batch * 10];
            float[] output = logits.clone();
            double loss = switch (function) {
                case OutputLayer.SigmoidSquaredError(float scale) -> {
                    kernels.elements().activate(Nonlinearity.SIGMOID, 0, batch * 10, logits, 0, output, 0);
                    double sum = kernels.elements().squaredError(batch * 10, output, layer.target(), scale, delta);
                    kernels.elements().derive(Nonlinearity.SIGMOID, 0, batch * 10, output, 0, delta, 0, delta, 0);
                    yield scale * sum;
                }
                case OutputLayer.SoftmaxCrossEntropy(float smoothing) -> {
                    kernels.elements().softmax(batch, 10, logits, 0, output, 0);
                    yield kernels.elements().crossEntropy(batch, 10, logits, layer.target(), smoothing, 1, delta);
                }
            };
            Score score = new Score();
            kernels.outputs().pass(layer, batch, 1, score);
            VectorTwinTest.assertClose(logits, layer.logits(), 1e-6, function + ", logits");
            VectorTwinTest.assertClose(output, layer.output(), 1e-6, function + ", output");
            VectorTwinTest.assertClose(delta, layer.delta(), 1e-6, function + ", delta");
            assertThat(score.loss).as("%s", function).isCloseTo(loss, within(1e-5 * loss));
            assertThat(score.squaredDistance)
                    .isCloseTo(kernels.elements().squaredDistance(batch * 10, output, layer.target()), within(1e-5));
            assertThat(score.right).isEqualTo(kernels.elements().agreements(batch, 10, output, layer.target()));
        }
    }
}

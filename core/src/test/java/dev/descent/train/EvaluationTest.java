package dev.descent.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.descent.data.Dataset;
import dev.descent.data.Shape;
import dev.descent.network.CompiledNetwork;
import dev.descent.network.Losses;
import dev.descent.network.Network;
import dev.descent.network.Weights;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static Evaluation classes(float[][] outputs, int... labels) {
        int width = outputs[0].length;
        float[] flat = new float[outputs.length * width];
        float[] targets = new float[flat.length];
        for (int sample = 0; sample < outputs.length; sample++) {
            System.arraycopy(outputs[sample], 0, flat, sample * width, width);
            targets[sample * width + labels[sample]] = 1;
        }
        return new Evaluation(Task.CLASSES, 0, new Predictions(outputs.length, width, flat, targets));
    }

    private static final Evaluation FOUR = classes(
            new float[][] {{0.7f, 0.2f, 0.1f}, {0.6f, 0.3f, 0.1f}, {0.2f, 0.5f, 0.3f}, {0.4f, 0.35f, 0.25f}},
            0,
            1,
            1,
            2);

    /** Checked by hand and against scikit-learn's definitions (zero_division=0). */
    @Test
    void precisionRecallAndF1FollowTheirDefinitions() {
        assertThat(FOUR.accuracy()).isEqualTo(0.5);
        assertThat(FOUR.confusion().counts()).isDeepEqualTo(new int[][] {{1, 0, 0}, {1, 1, 0}, {1, 0, 0}});
        var figures = FOUR.confusion().figures();
        assertThat(figures.get(0).precision()).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(figures.get(0).recall()).isEqualTo(1);
        assertThat(figures.get(1).precision()).isEqualTo(1);
        assertThat(figures.get(1).recall()).isEqualTo(0.5);
        assertThat(figures.get(1).f1()).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(figures.get(2).f1()).isZero();
        assertThat(FOUR.confusion().macroF1()).isCloseTo((0.5 + 2.0 / 3 + 0) / 3, within(1e-12));
        assertThat(FOUR.confusion().mixups()).extracting(Confusion.Mixup::count).containsExactly(1, 1);
    }

    /** Of buffers for 256 samples of large images no heap would be left for a training. */
    @Test
    void samplesThatFillMuchMemoryAreAnsweredFewerAtATime() {
        Network usual = Network.input(784).then("dense(128, activation=relu)").then("dense(10)");
        assertThat(Evaluator.chunk(usual.layout())).isEqualTo(256);
        Network wide = Network.input(1).then("dense(300000, activation=tanh)").then("dense(1)");
        assertThat(Evaluator.chunk(wide.layout())).isBetween(16, 60);
        float[] inputs = new float[100];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = (i - 50) / 50f;
        }
        Dataset data = Dataset.ofTargets(Shape.of(1), inputs, new float[inputs.length], 1);
        Evaluator evaluator = new Evaluator(wide, Losses.SQUARED_ERROR);
        CompiledNetwork started = CompiledNetwork.compile(wide, Losses.SQUARED_ERROR, 1);
        started.initialize(1);
        Weights weights = Weights.of(started);
        Predictions all = evaluator.evaluate(weights, data).predictions();
        for (int sample : new int[] {0, 56, 99}) {
            Predictions alone =
                    evaluator.evaluate(weights, data.select(new int[] {sample})).predictions();
            assertThat(all.outputs()[sample]).isCloseTo(alone.outputs()[0], within(1e-4f));
        }
    }

    @Test
    void theTrueClassIsFoundAmongTheGreatestOutputs() {
        assertThat(FOUR.topAccuracy(1)).isEqualTo(FOUR.accuracy());
        assertThat(FOUR.topAccuracy(2)).isEqualTo(0.75);
        assertThat(FOUR.topAccuracy(3)).isEqualTo(1);
    }

    @Test
    void mistakesComeWithTheSurestFirst() {
        assertThat(FOUR.mistakes()).containsExactly(1, 3);
    }

    @Test
    void outputsThatAreAllZeroAnswerTheFirstClassAsNumPyDoes() {
        Evaluation collapsed = classes(new float[][] {{0, 0, 0}, {0, 0, 0}, {0, 0, 0}}, 0, 1, 2);
        assertThat(collapsed.accuracy()).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(collapsed.topAccuracy(1)).isEqualTo(collapsed.accuracy());
        assertThat(collapsed.meanSquaredError()).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(classes(new float[][] {{1, Float.NaN}}, 0).accuracy()).isZero();
    }

    @Test
    void aNetworkAsSureAsItIsRightIsCalibrated() {
        long seed = 5;
        SplittableRandom random = new SplittableRandom(seed);
        int samples = 20_000;
        float[][] honest = new float[samples][];
        float[][] boastful = new float[samples][];
        int[] labels = new int[samples];
        for (int sample = 0; sample < samples; sample++) {
            float sure = 0.5f + random.nextFloat() / 2;
            honest[sample] = new float[] {sure, 1 - sure};
            boastful[sample] = new float[] {0.999f, 0.001f};
            labels[sample] = random.nextFloat() < sure ? 0 : 1;
        }
        assertThat(classes(honest, labels).calibrationError())
                .as("seed %d", seed)
                .isLessThan(0.02);
        assertThat(classes(boastful, labels).calibrationError()).isCloseTo(0.249, within(0.02));
    }

    @Test
    void oneOutputAnswersYesAboveOneHalf() {
        Evaluation binary = new Evaluation(
                Task.BINARY, 0, new Predictions(4, 1, new float[] {0.9f, 0.2f, 0.6f, 0.4f}, new float[] {1, 0, 0, 1}));
        assertThat(binary.accuracy()).isEqualTo(0.5);
        assertThat(binary.confusion().counts()).isDeepEqualTo(new int[][] {{1, 1}, {1, 1}});
        assertThat(binary.confidence(1)).isCloseTo(0.8f, within(1e-6f));
    }

    @Test
    void hittingNumbersHasErrorsButNoAccuracy() {
        Evaluation numbers =
                new Evaluation(Task.NUMBERS, 0, new Predictions(2, 1, new float[] {1, 3}, new float[] {2, 1}));
        assertThat(numbers.accuracy()).isNaN();
        assertThat(numbers.meanSquaredError()).isEqualTo(2.5);
        assertThat(numbers.meanAbsoluteError()).isEqualTo(1.5);
        assertThatThrownBy(numbers::confusion).hasMessageContaining("no classes");
        assertThatThrownBy(() -> new Predictions(2, 2, new float[3], new float[3]))
                .hasMessageContaining("need 4 numbers");
    }

    @Test
    void aCurveKeepsEvenlySpacedStepsHoweverLongItGrows() {
        Curve curve = new Curve(7);
        for (int step = 7; step < 100_000; step++) {
            curve.add(step);
        }
        assertThat(curve.size()).isBetween(1 << 13, 1 << 14);
        for (int i = 0; i < curve.size(); i++) {
            assertThat(curve.value(i)).isEqualTo(curve.step(i));
        }
    }
}

package dev.descent.doctor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.data.CounterRandom;
import dev.descent.data.CounterRandom.Purpose;
import dev.descent.data.Dataset;
import dev.descent.data.Digits;
import dev.descent.data.Scaling;
import dev.descent.data.Shape;
import dev.descent.network.Layers;
import dev.descent.network.Losses;
import dev.descent.trace.Recorder;
import dev.descent.trace.Recording;
import dev.descent.train.Experiment;
import dev.descent.train.Optimizers;
import dev.descent.train.Trainer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule by itself on two trainings: one that shows its symptom, and the nearest one that does not. */
class RulePairsTest {
    private static final Dataset DIGITS = Digits.builtIn(600, 10, 5).train();
    private static final String OUTPUT = "dense(10, activation=softmax)";
    private static final Experiment HEALTHY = Experiment.standard()
            .withLayers(layers("dense(24, activation=relu)", OUTPUT))
            .withOptimizer(Optimizers.parse("sgd"))
            .withLearningRate(0.2)
            .withBatch(20)
            .withEpochs(4);

    private static final Experiment LINEAR_OUTPUT = with("dense(24, activation=relu)", "dense(10)");

    /** A training and what it is trained on. */
    private record Setting(Experiment experiment, Dataset data) {
        Recording record() {
            Trainer trainer = Trainer.of(experiment);
            Recorder recorder = Recorder.of(trainer, 5);
            trainer.fit(data);
            return recorder.recording();
        }
    }

    private record Pair(String rule, Setting shows, Setting showsNot) {
        @Override
        public String toString() {
            return rule;
        }
    }

    private static List<dev.descent.network.Layer> layers(String... texts) {
        return Arrays.stream(texts).map(Layers::parse).toList();
    }

    private static Experiment with(String... texts) {
        return HEALTHY.withLayers(layers(texts));
    }

    private static Experiment deep(String hidden) {
        return with(Stream.concat(Stream.generate(() -> hidden).limit(7), Stream.of(OUTPUT))
                        .toArray(String[]::new))
                .withEpochs(1);
    }

    private static Pair pair(String rule, Experiment shows, Experiment showsNot) {
        return new Pair(rule, new Setting(shows, DIGITS), new Setting(showsNot, DIGITS));
    }

    /** Samples of two classes, one in so many of the second. */
    private static Dataset oneIn(int many) {
        int[] labels = IntStream.range(0, DIGITS.size())
                .map(i -> i % many == 0 ? 1 : 0)
                .toArray();
        return DIGITS.withLabels(labels, 2);
    }

    private static Dataset noise() {
        int[] order = CounterRandom.of(4, Purpose.DATA).permutation(200);
        return DIGITS.take(200).withLabels(Arrays.stream(order).map(i -> i % 10).toArray(), 10);
    }

    static List<Pair> pairs() {
        Experiment lengthy = HEALTHY.withEpochs(8);
        Experiment single = with(OUTPUT);
        Experiment twoClasses = with("dense(8, activation=relu)", "dense(2, activation=softmax)");
        Experiment tanh = with("dense(24, activation=tanh)", OUTPUT);
        Experiment heldOut = with("dense(64, activation=relu)", OUTPUT).withValidation(0.3);
        return List.of(
                pair(
                        "not-finite",
                        with("dense(24)", "dense(10)")
                                .withLoss(Losses.SQUARED_ERROR)
                                .withLearningRate(1e5),
                        with("dense(24)", "dense(10)")
                                .withLoss(Losses.SQUARED_ERROR)
                                .withLearningRate(0.01)),
                pair(
                        "constant-output",
                        with("dense(24, activation=relu, initializer=zeros)", OUTPUT),
                        with("dense(24, activation=relu, initializer=normal(0, 0.01))", OUTPUT)),
                pair("rising-loss", HEALTHY.withLearningRate(-0.02), HEALTHY.withLearningRate(0.02)),
                pair("flat-loss", lengthy.withLearningRate(1e-7), lengthy.withLearningRate(1e-3)),
                pair("oscillating-loss", single.withLearningRate(4), single.withLearningRate(0.02)),
                pair("underfitting", HEALTHY.withLearningRate(1e-3), HEALTHY),
                new Pair(
                        "overfitting",
                        new Setting(heldOut.withEpochs(40), noise()),
                        new Setting(heldOut.withEpochs(8).withLearningRate(0.03), DIGITS)),
                new Pair("class-imbalance", new Setting(twoClasses, oneIn(40)), new Setting(twoClasses, oneIn(6))),
                pair("slow-loss", lengthy.withLearningRate(1e-3), lengthy.withLearningRate(0.05)),
                pair(
                        "vanishing-gradient",
                        deep("dense(16, activation=sigmoid)"),
                        deep("dense(16, activation=relu, initializer=he-normal)")),
                pair(
                        "exploding-gradient",
                        deep("dense(24, activation=relu, initializer=uniform(-20, 20))")
                                .withLearningRate(1e-30),
                        deep("dense(24, activation=relu, initializer=he-normal)")
                                .withLearningRate(1e-30)),
                pair(
                        "dead-units",
                        with("dense(24, activation=relu, initializer=uniform(-0.3, -0.1))", OUTPUT),
                        with("dense(24, activation=relu, initializer=uniform(-0.2, 0.2))", OUTPUT)),
                pair("saturated-units", with("dense(24, activation=tanh, initializer=uniform(-5, 5))", OUTPUT), tanh),
                pair(
                        "all-zero",
                        with("dense(24, activation=relu, initializer=zeros)", OUTPUT),
                        with("dense(24, activation=relu, initializer=normal(0, 0.01))", OUTPUT)),
                pair("unchanged-tensor", HEALTHY.withLearningRate(1e-30), HEALTHY.withLearningRate(1e-3)),
                pair("large-update", tanh.withLearningRate(3), tanh),
                pair("small-update", HEALTHY.withLearningRate(1e-7), HEALTHY.withLearningRate(1e-2)),
                pair(
                        "large-weights",
                        with("dense(24, activation=relu)", "dense(10, activation=softmax, initializer=normal(0, 500))"),
                        with("dense(24, activation=relu)", "dense(10, activation=softmax, initializer=normal(0, 5))")
                                .withLearningRate(0.001)),
                pair(
                        "poor-start",
                        with(
                                "dense(24, activation=relu)",
                                "dense(10, activation=softmax, initializer=uniform(-20, 20))"),
                        HEALTHY),
                pair(
                        "wrong-output",
                        LINEAR_OUTPUT.withLoss(Losses.CROSS_ENTROPY).withEpochs(1),
                        LINEAR_OUTPUT
                                .withLoss(Losses.parse("cross-entropy-with-logits"))
                                .withEpochs(1)),
                new Pair(
                        "unscaled-input",
                        new Setting(HEALTHY.withLearningRate(1e-6), DIGITS.scaled(Scaling.RAW)),
                        new Setting(HEALTHY.withLearningRate(1e-6), DIGITS)),
                pair("linear-hidden", with("dense(24)", OUTPUT), with("dense(24)", "activation(relu)", OUTPUT)),
                pair(
                        "high-dropout",
                        with("dense(24, activation=relu)", "dropout(0.8)", OUTPUT),
                        with("dense(24, activation=relu)", "dropout(0.5)", OUTPUT)));
    }

    private static Rule rule(String name) {
        return Rules.all().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void firesOnItsSymptomAndNotBesideIt(Pair pair) {
        Rule rule = rule(pair.rule());
        assertThat(rule.check(pair.shows().record())).as("where the symptom is").isNotEmpty();
        assertThat(rule.check(pair.showsNot().record())).as("where it is not").isEmpty();
    }

    @Test
    void everyRuleHasItsPair() {
        List<String> ours = Rules.all().stream()
                .filter(one -> Objects.equals(one.getClass().getPackage(), Rule.class.getPackage()))
                .filter(one -> one.getClass().isRecord())
                .map(Rule::name)
                .toList();
        assertThat(pairs()).extracting(Pair::rule).containsExactlyInAnyOrderElementsOf(ours);
    }

    /** Targets between 0 and 1 whose mean is 0.05 are no class that has a twentieth of the samples. */
    @Test
    void numbersToBeHitAreNoRareClass() {
        float[] inputs = new float[400];
        float[] targets = new float[400];
        for (int i = 0; i < 400; i++) {
            inputs[i] = i / 400f;
            targets[i] = i / 4000f;
        }
        Experiment numbers = with("dense(4, activation=tanh)", "dense(1)").withLoss(Losses.SQUARED_ERROR);
        Setting setting = new Setting(numbers, Dataset.ofTargets(Shape.of(1), inputs, targets, 1));
        assertThat(rule("class-imbalance").check(setting.record())).isEmpty();
    }
}

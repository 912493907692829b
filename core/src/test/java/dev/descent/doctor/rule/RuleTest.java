package dev.descent.doctor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.data.Dataset;
import dev.descent.data.Digits;
import dev.descent.data.Scaling;
import dev.descent.data.Shape;
import dev.descent.network.Layers;
import dev.descent.network.Losses;
import dev.descent.network.Reduction;
import dev.descent.trace.Recorder;
import dev.descent.trace.Recording;
import dev.descent.train.Experiment;
import dev.descent.train.Optimizers;
import dev.descent.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RuleTest {
    private static final Dataset DIGITS = Digits.builtIn(600, 10, 5).train();
    private static final Experiment HEALTHY = Experiment.standard()
            .withLayers(layers("dense(24, activation=relu)", "dense(10, activation=softmax)"))
            .withOptimizer(Optimizers.parse("sgd"))
            .withLearningRate(0.2)
            .withBatch(20)
            .withEpochs(8);

    private static List<dev.descent.network.Layer> layers(String... texts) {
        return Arrays.stream(texts).map(Layers::parse).toList();
    }

    private static Recording train(Experiment experiment, Dataset data) {
        Trainer trainer = Trainer.of(experiment);
        Recorder recorder = Recorder.of(trainer, 5);
        trainer.fit(data);
        return recorder.recording();
    }

    private static Set<String> seen(Experiment experiment, Dataset data) {
        return Rules.check(train(experiment, data)).stream()
                .map(Alarm::rule)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> seen(UnaryOperator<Experiment> change) {
        return seen(change.apply(HEALTHY), DIGITS);
    }

    @Test
    void noRuleFiresOnHealthyTrainings() {
        assertThat(seen(experiment -> experiment)).isEmpty();
        assertThat(seen(experiment -> experiment
                        .withOptimizer(Optimizers.parse("adam"))
                        .withLearningRate(0.001)
                        .withEpochs(12)))
                .isEmpty();
        assertThat(seen(experiment -> experiment
                        .withLayers(layers("dense(24, activation=tanh)", "dense(10, activation=softmax)"))
                        .withOptimizer(Optimizers.parse("momentum"))
                        .withLearningRate(0.02)))
                .isEmpty();
        assertThat(seen(experiment -> experiment
                        .withLayers(layers(
                                "conv2d(4, 5, activation=relu)",
                                "max-pool(2)",
                                "flatten",
                                "dense(10, activation=softmax)"))
                        .withLearningRate(0.1)))
                .isEmpty();
    }

    /** The collapse: a gradient summed over all samples, no learning rate. */
    @Test
    void climbingTheLossIsBeyondHope() {
        Experiment climbing = HEALTHY.withLearningRate(-0.01);
        List<Alarm> alarms = Rules.check(train(climbing, DIGITS));
        assertThat(alarms).filteredOn(Alarm::isHopeless).extracting(Alarm::rule).contains("rising-loss");
    }

    @Test
    void whatGoesOnInsideIsNoSymptomWhereTheTrainingGoesWell() {
        Experiment odd = HEALTHY.withLayers(layers("dense(24)", "dense(10, activation=softmax)"));
        assertThat(seen(odd.withEpochs(1), DIGITS)).contains("linear-hidden");
        assertThat(seen(odd.withEpochs(40), DIGITS)).doesNotContain("linear-hidden");
    }

    @Test
    void theCollapseIsSeenAndIsBeyondHope() {
        Experiment collapse = HEALTHY.withLayers(layers(
                        "dense(16, activation=sigmoid, bias=false, initializer=uniform(-1, 1))",
                        "dense(10, activation=sigmoid, bias=false, initializer=uniform(-1, 1))"))
                .withLoss(Losses.parse("squared-error(outputs=half)"))
                .withLearningRate(1)
                .withReduction(Reduction.SUM)
                .withBatch(0)
                .withEpochs(20);
        List<Alarm> alarms = Rules.check(train(collapse, DIGITS));
        assertThat(alarms).extracting(Alarm::rule).contains("constant-output", "unchanged-tensor", "saturated-units");
        assertThat(alarms.getFirst().isHopeless()).isTrue();
        assertThat(alarms.getFirst().says()).contains("no weight changes");
    }

    @Test
    void numbersThatAreNoneAreNamedWithTheirPlaceAndStep() {
        Recording recording = train(
                HEALTHY.withLayers(layers("dense(24)", "dense(10)"))
                        .withLoss(Losses.SQUARED_ERROR)
                        .withLearningRate(1e5),
                DIGITS);
        Alarm first = Rules.check(recording).getFirst();
        assertThat(first.rule()).isEqualTo("not-finite");
        assertThat(first.isHopeless()).isTrue();
        assertThat(first.place()).isNotEmpty();
        assertThat(first.step()).isBetween(2L, 30L);
    }

    @Test
    void aStepOfTheWrongSizeOrDirectionIsSeenInTheLoss() {
        assertThat(seen(experiment -> experiment.withLearningRate(-0.02))).contains("rising-loss");
        assertThat(seen(experiment -> experiment.withLearningRate(1e-7))).contains("flat-loss", "small-update");
        assertThat(seen(experiment -> experiment.withLearningRate(1e-3)))
                .contains("slow-loss")
                .doesNotContain("flat-loss");
        assertThat(seen(experiment -> experiment.withLearningRate(1e-3))).contains("underfitting");
        assertThat(seen(experiment -> experiment
                        .withLayers(layers("dense(24, activation=tanh)", "dense(10, activation=softmax)"))
                        .withLearningRate(3)))
                .contains("large-update");
    }

    @Test
    void aStepThatThrowsTheWeightsToAndFroIsSeen() {
        Experiment single =
                HEALTHY.withLayers(layers("dense(10, activation=softmax)")).withEpochs(4);
        assertThat(seen(single.withLearningRate(4), DIGITS)).contains("oscillating-loss");
        assertThat(seen(single.withLearningRate(0.02), DIGITS)).doesNotContain("oscillating-loss");
    }

    @Test
    void gradientsThatDieOrGrowOnTheirWayDownAreSeen() {
        String deep = "dense(16, activation=sigmoid)";
        assertThat(seen(experiment -> experiment
                        .withLayers(layers(deep, deep, deep, deep, deep, deep, deep, "dense(10, activation=softmax)"))
                        .withEpochs(1)))
                .contains("vanishing-gradient");
        String loud = "dense(24, activation=relu, initializer=uniform(-20, 20))";
        assertThat(seen(experiment -> experiment
                        .withLayers(layers(loud, loud, loud, loud, "dense(10)"))
                        .withLoss(Losses.SQUARED_ERROR)
                        .withLearningRate(1e-30)
                        .withEpochs(1)))
                .contains("exploding-gradient");
    }

    @Test
    void unitsThatGiveNothingAreSeen() {
        assertThat(seen(experiment -> experiment
                        .withLayers(layers(
                                "dense(24, activation=relu, initializer=uniform(-0.3, -0.1))",
                                "dense(10, activation=softmax)"))
                        .withEpochs(1)))
                .contains("dead-units");
        assertThat(seen(experiment -> experiment
                        .withLayers(layers(
                                "dense(24, activation=tanh, initializer=uniform(-5, 5))",
                                "dense(10, activation=softmax)"))
                        .withEpochs(1)))
                .contains("saturated-units");
    }

    @Test
    void aStartThatKnowsTooMuchOrNothingIsSeen() {
        assertThat(seen(experiment -> experiment
                        .withLayers(layers(
                                "dense(24, activation=relu, initializer=zeros)", "dense(10, activation=softmax)"))
                        .withEpochs(1)))
                .contains("poor-start", "all-zero");
        assertThat(seen(experiment -> experiment
                        .withLayers(layers(
                                "dense(24, activation=relu)",
                                "dense(10, activation=softmax, initializer=uniform(-20, 20))"))
                        .withEpochs(1)))
                .contains("poor-start");
        assertThat(seen(experiment -> experiment
                        .withLayers(layers(
                                "dense(24, activation=relu)",
                                "dense(10, activation=softmax, initializer=uniform(-900, 900))"))
                        .withEpochs(1)))
                .contains("large-weights");
    }

    @Test
    void outputsThatCannotGiveTheTargetsAreSeen() {
        assertThat(seen(experiment -> experiment
                        .withLayers(layers("dense(24, activation=relu)", "dense(10)"))
                        .withLoss(Losses.CROSS_ENTROPY)
                        .withEpochs(1)))
                .contains("wrong-output");
        Dataset numbers = Dataset.ofTargets(Shape.of(1), new float[] {0, 1, 2, 3}, new float[] {0, 10, 20, 30}, 1);
        Experiment sigmoid = HEALTHY.withLayers(layers("dense(4, activation=tanh)", "dense(1, activation=sigmoid)"))
                .withLoss(Losses.SQUARED_ERROR);
        assertThat(seen(sigmoid, numbers)).contains("wrong-output");
        assertThat(seen(
                        sigmoid.withLayers(layers("dense(4, activation=tanh)", "dense(1)"))
                                .withLearningRate(0.001),
                        numbers))
                .doesNotContain("wrong-output");
    }

    @Test
    void dataThatTrainsBadlyIsSeen() {
        assertThat(seen(HEALTHY.withLearningRate(1e-6).withEpochs(1), DIGITS.scaled(Scaling.RAW)))
                .contains("unscaled-input");
        int[] rare = new int[DIGITS.size()];
        Arrays.fill(rare, 3, rare.length, 1);
        Dataset unbalanced = DIGITS.withLabels(rare, 2);
        assertThat(seen(
                        HEALTHY.withLayers(layers("dense(8, activation=relu)", "dense(2, activation=softmax)"))
                                .withEpochs(2),
                        unbalanced))
                .contains("class-imbalance");
    }

    @Test
    void layersThatCannotWorkTogetherAreSeen() {
        assertThat(seen(experiment -> experiment
                        .withLayers(layers("dense(24)", "dense(10, activation=softmax)"))
                        .withEpochs(1)))
                .contains("linear-hidden");
        assertThat(seen(experiment -> experiment
                        .withLayers(
                                layers("dense(24, activation=relu)", "dropout(0.8)", "dense(10, activation=softmax)"))
                        .withEpochs(1)))
                .contains("high-dropout");
    }

    @Test
    void learningByHeartIsSeenOnHeldOutSamples() {
        int[] order = dev.descent.data.CounterRandom.of(4, dev.descent.data.CounterRandom.Purpose.DATA)
                .permutation(200);
        int[] random = Arrays.stream(order).map(i -> i % 10).toArray();
        Dataset noise = DIGITS.take(200).withLabels(random, 10);
        Experiment lengthy = HEALTHY.withLayers(layers("dense(64, activation=relu)", "dense(10, activation=softmax)"))
                .withValidation(0.3)
                .withEpochs(40);
        assertThat(seen(lengthy, noise)).contains("overfitting");
        assertThat(seen(lengthy.withEpochs(8).withLearningRate(0.03), DIGITS)).doesNotContain("overfitting");
    }

    @Test
    void everyRuleSaysWhatItMeansAndWhereItComesFrom() {
        Map<String, Rule> rules = new TreeMap<>();
        Rules.all().forEach(rule -> rules.put(rule.name(), rule));
        assertThat(rules).hasSize(Rules.all().size());
        for (Rule rule : rules.values()) {
            assertThat(rule.definition()).doesNotContain("%s", "%%").isNotBlank();
            assertThat(rule.source()).isNotBlank();
        }
    }

    @Test
    void theDocsPageIsThatOfTheClasses() throws IOException {
        Path page = Path.of(System.getProperty("user.dir")).resolveSibling("docs/rules.md");
        if (Boolean.getBoolean("descent.write")) {
            Files.writeString(page, Rules.page());
        }
        assertThat(Files.readString(page))
                .as("run this test with -Ddescent.write=true")
                .isEqualTo(Rules.page());
    }
}

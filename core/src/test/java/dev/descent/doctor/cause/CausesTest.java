package dev.descent.doctor.cause;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.data.Scaling;
import dev.descent.doctor.Budget;
import dev.descent.doctor.Doctor;
import dev.descent.doctor.Doctor.Diagnosis;
import dev.descent.network.Layer;
import dev.descent.network.Layers;
import dev.descent.network.Losses;
import dev.descent.network.Reduction;
import dev.descent.report.Certainty;
import dev.descent.report.Fault;
import dev.descent.report.Finding;
import dev.descent.spec.Spec;
import dev.descent.train.DataPlan;
import dev.descent.train.Experiment;
import dev.descent.train.Optimizers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each cause where it is at work, and where it must not be suspected: in the same training without that one harm. */
class CausesTest {
    private static final Experiment CLASSES = Experiment.standard()
            .withName("classes")
            .withData(DataPlan.of("classification(rows=300, features=6, classes=3, separation=6, seed=1)"))
            .withLayers(layers("dense(12, activation=relu, initializer=he-normal)", "dense(3, activation=softmax)"))
            .withLoss(Losses.CROSS_ENTROPY)
            .withOptimizer(Optimizers.parse("sgd"))
            .withLearningRate(0.1)
            .withBatch(16)
            .withEpochs(20)
            .withSeed(5);

    private static final Experiment NUMBERS = Experiment.standard()
            .withName("numbers")
            .withData(DataPlan.of("regression(rows=300, features=5, targets=1, noise=0.05, seed=2)"))
            .withLayers(layers("dense(16, activation=relu, initializer=he-normal)", "dense(1)"))
            .withLoss(Losses.parse("squared-error"))
            .withOptimizer(Optimizers.parse("adam"))
            .withLearningRate(0.01)
            .withBatch(16)
            .withEpochs(40)
            .withSeed(5);

    private static List<Layer> layers(String... specs) {
        return Stream.of(specs).map(Layers::parse).toList();
    }

    private static Diagnosis examine(Experiment experiment) throws IOException {
        return Doctor.create().withBudget(Budget.USUAL.times(0.2)).examine(experiment);
    }

    private static Finding first(Experiment experiment) throws IOException {
        List<Finding> findings = examine(experiment).report().findings();
        assertThat(findings).as("findings of %s", experiment.name()).isNotEmpty();
        return findings.getFirst();
    }

    private static void isProved(Experiment harmed, Fault fault) throws IOException {
        Diagnosis diagnosis = examine(harmed);
        assertThat(diagnosis.report().findings()).as("findings").isNotEmpty();
        Finding finding = diagnosis.report().findings().getFirst();
        assertThat(finding.fault()).as(finding.says()).isEqualTo(fault);
        assertThat(finding.certainty()).as(finding.says()).isEqualTo(Certainty.PROVED);
        assertThat(finding.proof()).isNotNull();
        assertThat(diagnosis.mended()).isNotNull();
        assertThat(diagnosis.reached()).isGreaterThan(diagnosis.asItIs().test());
    }

    private static Experiment transformed(Experiment experiment, String transform) {
        return experiment.withData(experiment.data().withTransforms(List.of(Spec.parse(transform))));
    }

    @Test
    void healthyTrainingsHaveNoFindings() throws IOException {
        assertThat(examine(CLASSES).report().isHealthy()).isTrue();
        assertThat(examine(NUMBERS).report().isHealthy()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void healthyTrainingsStayHealthyWithOtherSeeds(long seed) throws IOException {
        assertThat(examine(CLASSES.withSeed(seed)).report().findings()).isEmpty();
        assertThat(examine(NUMBERS.withSeed(seed)).report().findings()).isEmpty();
    }

    @Test
    void aNegativeRateAscends() throws IOException {
        isProved(CLASSES.withLearningRate(-0.1), Fault.STEP_ASCENDS);
    }

    @Test
    void aRateAThousandTimesTooSmallIsTooSmall() throws IOException {
        isProved(CLASSES.withLearningRate(1e-4), Fault.STEP_TOO_SMALL);
    }

    @Test
    void aRateAThousandTimesTooLargeIsTooLarge() throws IOException {
        isProved(CLASSES.withLearningRate(300), Fault.STEP_TOO_LARGE);
    }

    @Test
    void aGradientSummedOverAllSamplesIsTooLargeAStep() throws IOException {
        Finding finding =
                first(CLASSES.withReduction(Reduction.SUM).withBatch(0).withLearningRate(1));
        assertThat(finding.fault()).isEqualTo(Fault.STEP_TOO_LARGE);
        assertThat(finding.says()).contains("summed over 210 samples").contains("no learning rate scales it");
    }

    @Test
    void theExperimentsOwnScaleIsTakenAwayWhereThatDoesMore() throws IOException {
        Experiment clouds = CLASSES.withData(
                DataPlan.of("blobs(rows=300, classes=3, deviation=2, seed=4)").withScale(Scaling.by(0.001)));
        Diagnosis diagnosis = examine(clouds);
        assertThat(diagnosis.report().findings().getFirst().fault()).isEqualTo(Fault.INPUTS_UNSCALED);
        assertThat(diagnosis.reached())
                .isGreaterThanOrEqualTo(
                        examine(clouds.withData(clouds.data().withScale(null))).reached());
    }

    @Test
    void rawInputsAreUnscaled() throws IOException {
        isProved(
                CLASSES.withData(CLASSES.data().withScale(Scaling.by(300))).withLearningRate(0.03),
                Fault.INPUTS_UNSCALED);
    }

    @Test
    void targetsInTheThousandsAreOutOfRange() throws IOException {
        isProved(transformed(NUMBERS, "scale-targets(3000)"), Fault.TARGETS_OUT_OF_RANGE);
    }

    @Test
    void labelsShuffledApartAreMisaligned() throws IOException {
        isProved(transformed(CLASSES, "shuffle-labels"), Fault.TARGETS_MISALIGNED);
    }

    @Test
    void realTargetsShuffledApartAreMisaligned() throws IOException {
        isProved(transformed(NUMBERS, "shuffle-labels"), Fault.TARGETS_MISALIGNED);
    }

    @Test
    void batchesSortedByClassAreUnshuffled() throws IOException {
        Finding finding =
                first(transformed(CLASSES, "sort-by-class").withShuffle(false).withLearningRate(0.5));
        assertThat(finding.fault()).isEqualTo(Fault.DATA_UNSHUFFLED);
    }

    @Test
    void aTestPartScaledOtherwiseIsASplitMismatch() throws IOException {
        assertThat(first(transformed(CLASSES, "scale-test(50)")).fault()).isEqualTo(Fault.SPLIT_MISMATCH);
    }

    @Test
    void testSamplesAmongTheTrainingSamplesAreALeak() throws IOException {
        assertThat(first(transformed(CLASSES, "leak(0.8)")).fault()).isEqualTo(Fault.DATA_LEAK);
    }

    @Test
    void equalWeightsAreSymmetric() throws IOException {
        Experiment harmed = CLASSES.withLayers(layers(
                "dense(12, activation=tanh, initializer=zeros)", "dense(3, activation=softmax, initializer=zeros)"));
        isProved(harmed, Fault.INIT_SYMMETRIC);
    }

    @Test
    void aStartAHundredTimesTooLargeSaturates() throws IOException {
        Experiment harmed = CLASSES.withLearningRate(0.003)
                .withLayers(layers(
                        "dense(12, activation=sigmoid, initializer=normal(0, 40))",
                        "dense(3, activation=softmax, initializer=normal(0, 40))"));
        assertThat(first(harmed).fault()).isEqualTo(Fault.INIT_TOO_LARGE);
    }

    @Test
    void oneSigmoidForClassNumbersNeedsOneOutputPerClass() throws IOException {
        Experiment numbered = CLASSES.withData(CLASSES.data().withTransforms(List.of(Spec.of("class-numbers"))))
                .withLayers(layers("dense(12, activation=relu)", "dense(1, activation=sigmoid)"))
                .withLoss(Losses.parse("squared-error"));
        assertThat(first(numbered).fault()).isEqualTo(Fault.TARGETS_WRONG_ENCODING);
    }

    /** A deep stack trains if its start keeps the signal: its depth is not what is wrong. */
    @Test
    void aStartThatLosesTheSignalIsNamedBeforeTheDepth() throws IOException {
        List<Layer> stack = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            stack.add(Layers.parse("dense(32, activation=relu, initializer=uniform(-0.05, 0.05))"));
        }
        stack.add(Layers.parse("dense(3, activation=softmax, initializer=uniform(-0.05, 0.05))"));
        isProved(
                CLASSES.withLayers(stack)
                        .withOptimizer(Optimizers.parse("adam"))
                        .withLearningRate(0.001),
                Fault.INIT_TOO_SMALL);
    }

    @Test
    void usualDropoutIsNotBlamedForASlowRate() throws IOException {
        Experiment slow = CLASSES.withLayers(layers(
                        "dense(32, activation=relu, initializer=he-normal)",
                        "dropout(0.25)",
                        "dense(32, activation=relu, initializer=he-normal)",
                        "dropout(0.5)",
                        "dense(32, activation=relu, initializer=he-normal)",
                        "dropout(0.5)",
                        "dense(3, activation=softmax)"))
                .withLearningRate(0.001);
        assertThat(first(slow).fault()).isIn(Fault.STEP_TOO_SMALL, Fault.EPOCHS_TOO_FEW);
    }

    @Test
    void biasesFarBelowZeroKillReluUnits() throws IOException {
        Experiment harmed = CLASSES.withLayers(layers(
                "dense(12, activation=relu, initializer=he-normal, bias-initializer=constant(-40))",
                "dense(3, activation=softmax)"));
        isProved(harmed, Fault.UNITS_DEAD);
    }

    @Test
    void aSoftmaxWithinTheNetworkIsAWrongActivation() throws IOException {
        Experiment harmed = CLASSES.withLayers(layers(
                "dense(12, activation=softmax)", "dense(12, activation=softmax)", "dense(3, activation=softmax)"));
        isProved(harmed, Fault.ACTIVATION_WRONG);
    }

    @Test
    void aStackWithoutActivationsCannotBendACircle() throws IOException {
        Experiment circle = CLASSES.withData(DataPlan.of("moons(rows=400, noise=0.05, seed=3)"))
                .withEpochs(60);
        isProved(
                circle.withLayers(layers("dense(16)", "dense(16)", "dense(2, activation=softmax)")),
                Fault.ACTIVATION_MISSING);
        assertThat(examine(circle.withLayers(layers(
                                "dense(16, activation=tanh)",
                                "dense(16, activation=tanh)",
                                "dense(2, activation=softmax)")))
                        .report()
                        .findings())
                .noneMatch(finding -> finding.fault() == Fault.ACTIVATION_MISSING);
    }

    @Test
    void aReluOutputGivesNoProbabilities() throws IOException {
        isProved(
                CLASSES.withLayers(layers("dense(12, activation=relu)", "dense(3, activation=relu)")),
                Fault.OUTPUT_ACTIVATION_WRONG);
    }

    @Test
    void aSigmoidCannotReachTargetsBeyondOne() throws IOException {
        isProved(
                NUMBERS.withLayers(layers("dense(16, activation=relu)", "dense(1, activation=sigmoid)")),
                Fault.OUTPUT_ACTIVATION_WRONG);
    }

    @Test
    void aLossForClassesDoesNotFitNumbers() throws IOException {
        assertThat(first(NUMBERS.withLoss(Losses.parse("binary-cross-entropy"))).fault())
                .isEqualTo(Fault.LOSS_MISMATCH);
    }

    @Test
    void aDecayOfOneStopsLearning() throws IOException {
        isProved(CLASSES.withWeightDecay(1), Fault.REGULARISATION_TOO_STRONG);
    }

    @Test
    void dropoutOnTheOutputsIsTooStrong() throws IOException {
        Experiment harmed = CLASSES.withLayers(
                layers("dense(12, activation=relu)", "dense(3)", "dropout(0.9)", "activation(softmax)"));
        assertThat(first(harmed).fault()).isEqualTo(Fault.REGULARISATION_TOO_STRONG);
    }

    @Test
    void oneHiddenUnitIsTooSmall() throws IOException {
        Experiment four = CLASSES.withData(
                        DataPlan.of("classification(rows=400, features=6, classes=6, separation=8, seed=4)"))
                .withEpochs(60);
        isProved(
                four.withLayers(layers("dense(1, activation=tanh)", "dense(6, activation=softmax)")),
                Fault.NETWORK_TOO_SMALL);
    }

    @Test
    void aTrainingThatEndsTooSoonIsToldApartFromOneThatCannotLearn() throws IOException {
        Finding finding = first(CLASSES.withEpochs(1).withLearningRate(0.01));
        assertThat(finding.fault()).isIn(Fault.EPOCHS_TOO_FEW, Fault.STEP_TOO_SMALL);
    }

    @Test
    void aFindingExplainsTheSymptomsThatItsRemedyTakesAway() throws IOException {
        Finding finding = first(CLASSES.withLearningRate(1e6));
        assertThat(finding.fault()).isEqualTo(Fault.STEP_TOO_LARGE);
        assertThat(finding.explains()).isNotEmpty();
    }

    @Test
    void aNetworkWithTooManyOutputsIsMendedBeforeItIsTrained() throws IOException {
        Diagnosis diagnosis = examine(NUMBERS.withLayers(layers("dense(16, activation=relu)", "dense(10)")));
        assertThat(diagnosis.report().findings().getFirst().fault()).isEqualTo(Fault.TARGETS_WRONG_ENCODING);
        assertThat(diagnosis.mended()).isNotNull();
        assertThat(diagnosis.reached()).isGreaterThan(0.9);
    }

    /** Pixels from 0 to 1 are probabilities that can be hit: an autoencoder's binary cross-entropy is no mismatch. */
    @Test
    void sharesAsTargetsSuitBinaryCrossEntropyOverSigmoidsAlone() throws IOException {
        Experiment squeezed = NUMBERS.withData(
                        DataPlan.of("lines(rows=300, side=5)").withTransforms(List.of(Spec.of("reconstruct"))))
                .withLayers(layers("flatten", "dense(24, activation=relu)", "dense(25, activation=sigmoid)"))
                .withLoss(Losses.BINARY_CROSS_ENTROPY);
        assertThat(examine(squeezed).report().findings())
                .extracting(Finding::fault)
                .doesNotContain(Fault.LOSS_MISMATCH, Fault.OUTPUT_ACTIVATION_WRONG);
        Finding first = first(
                squeezed.withLayers(layers("flatten", "dense(24, activation=relu)", "dense(25, activation=relu)")));
        assertThat(first.fault()).isEqualTo(Fault.OUTPUT_ACTIVATION_WRONG);
        assertThat(first.remedy()).contains("sigmoid");
    }

    /** Every layer keeps 0.4 of the signal: one is usual, twelve leave a hundred-thousandth. */
    @Test
    void aLittleTooSmallAStartFadesBehindManyLayers() throws IOException {
        List<String> stack = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            stack.add("dense(32, activation=tanh, initializer=normal(0, 0.07))");
        }
        stack.add("dense(3, activation=softmax)");
        assertThat(first(CLASSES.withLayers(layers(stack.toArray(String[]::new)))
                                .withLearningRate(0.03))
                        .fault())
                .isEqualTo(Fault.INIT_TOO_SMALL);
    }

    /** 32 units in place of 2 make an epoch 16 times as dear: fewer epochs of them show what is missing. */
    @Test
    void aRemedyTooDearForAllEpochsIsTriedWithFewer() throws IOException {
        Experiment narrow = CLASSES.withData(
                        DataPlan.of("classification(rows=1000, features=200, classes=10, separation=12, seed=1)"))
                .withLayers(layers("dense(2, activation=relu, initializer=he-normal)", "dense(10, activation=softmax)"))
                .withOptimizer(Optimizers.parse("adam"))
                .withLearningRate(0.001)
                .withEpochs(100);
        Diagnosis diagnosis = Doctor.create().withBudget(new Budget(2e8, 100)).examine(narrow);
        assertThat(diagnosis.report().findings().getFirst().fault()).isEqualTo(Fault.NETWORK_TOO_SMALL);
        assertThat(java.util.Objects.requireNonNull(diagnosis.mended()).epochs())
                .isEqualTo(100);
    }
}

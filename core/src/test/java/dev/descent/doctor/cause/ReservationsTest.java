package dev.descent.doctor.cause;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.data.Scaling;
import dev.descent.doctor.Budget;
import dev.descent.doctor.Doctor;
import dev.descent.network.Layer;
import dev.descent.network.Layers;
import dev.descent.network.Losses;
import dev.descent.network.Reduction;
import dev.descent.report.Certainty;
import dev.descent.report.Fault;
import dev.descent.report.Finding;
import dev.descent.train.DataPlan;
import dev.descent.train.Experiment;
import dev.descent.train.Optimizers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a training bears and what is wrong all the same, each beside the nearest thing that is right. */
class ReservationsTest {
    private static final Experiment EASY = Experiment.standard()
            .withName("easy")
            .withData(DataPlan.of("classification(rows=400, features=6, classes=3, separation=8, seed=1)"))
            .withLayers(layers("dense(12, activation=relu, initializer=he-normal)", "dense(3, activation=softmax)"))
            .withLoss(Losses.CROSS_ENTROPY)
            .withOptimizer(Optimizers.parse("adam"))
            .withLearningRate(0.01)
            .withBatch(16)
            .withEpochs(20)
            .withSeed(5);

    private static List<Layer> layers(String... specs) {
        return Stream.of(specs).map(Layers::parse).toList();
    }

    private static List<Finding> findings(Experiment experiment) throws IOException {
        return Doctor.create()
                .withSeeds(1)
                .withBudget(Budget.USUAL.times(0.2))
                .examine(experiment)
                .report()
                .findings();
    }

    private static void isReserved(Experiment borne, Fault fault) throws IOException {
        List<Finding> findings = findings(borne);
        assertThat(findings).as("findings").extracting(Finding::fault).contains(fault);
        assertThat(findings)
                .filteredOn(one -> one.fault() == fault)
                .allSatisfy(one -> assertThat(one.certainty()).as(one.says()).isNotEqualTo(Certainty.PROVED));
    }

    @Test
    void aSumThatAnAdaptiveOptimizerHidesIsReserved() throws IOException {
        isReserved(EASY.withReduction(Reduction.SUM), Fault.STEP_TOO_LARGE);
        assertThat(findings(EASY.withReduction(Reduction.SUM).withBatch(1).withEpochs(2)))
                .extracting(Finding::fault)
                .doesNotContain(Fault.STEP_TOO_LARGE);
    }

    @Test
    void anAdaptiveRateFarAboveTheUsualIsReserved() throws IOException {
        isReserved(EASY.withLearningRate(0.2), Fault.STEP_TOO_LARGE);
        assertThat(findings(EASY.withLearningRate(0.05))).isEmpty();
    }

    @Test
    void aPlainRateAsLargeIsNot() throws IOException {
        assertThat(findings(EASY.withOptimizer(Optimizers.parse("sgd")).withLearningRate(0.05)))
                .isEmpty();
    }

    @Test
    void inputsScaledTwiceAreReserved() throws IOException {
        isReserved(
                EASY.withData(EASY.data().withScale(Scaling.by(1e-3))).withLearningRate(0.02), Fault.INPUTS_UNSCALED);
    }

    /** Batch norm behind the first weights takes the scale out; as the first layer it is the scaling. */
    @Test
    void inputsThatOnlyAHiddenBatchNormScalesAreReserved() throws IOException {
        Experiment raw = EASY.withData(EASY.data().withScale(Scaling.by(100)));
        List<Layer> behind = new ArrayList<>(EASY.layers());
        behind.add(1, Layers.parse("batch-norm"));
        isReserved(raw.withLayers(behind), Fault.INPUTS_UNSCALED);
        List<Layer> before = new ArrayList<>(EASY.layers());
        before.add(0, Layers.parse("batch-norm"));
        assertThat(findings(raw.withLayers(before))).isEmpty();
    }

    @Test
    void aLossForYesOrNoOnManyClassesIsReserved() throws IOException {
        isReserved(EASY.withLoss(Losses.parse("binary-cross-entropy")), Fault.LOSS_MISMATCH);
    }

    /** Judging classes one by one is meant where the loss is the sum over them: Nielsen 2015, chapter 3. */
    @Test
    void aSumOverClassesThatLearnsAsWellIsNot() throws IOException {
        Experiment mean = EASY.withLayers(
                        layers("dense(12, activation=relu, initializer=he-normal)", "dense(3, activation=sigmoid)"))
                .withEpochs(60);
        isReserved(mean.withLoss(Losses.parse("binary-cross-entropy")), Fault.LOSS_MISMATCH);
        assertThat(findings(mean.withLoss(Losses.parse("binary-cross-entropy(outputs=sum)"))))
                .isEmpty();
    }

    /** Two classes in a line with a third need one number, which is all that one unit passes on; two units pass on two. */
    @Test
    void oneUnitBeforeSeveralOutputsIsSuspectedAndTwoAreNot() throws IOException {
        for (int units = 1; units <= 2; units++) {
            List<Fault> faults = findings(EASY.withEpochs(60)
                            .withLayers(layers(
                                    "dense(12, activation=relu, initializer=he-normal)",
                                    "dense(%d, activation=tanh)".formatted(units),
                                    "dense(3, activation=softmax)")))
                    .stream()
                    .map(Finding::fault)
                    .toList();
            assertThat(faults.contains(Fault.NETWORK_TOO_SMALL)).isEqualTo(units == 1);
        }
    }

    @Test
    void linearOutputsForClassesAreReserved() throws IOException {
        isReserved(
                EASY.withLayers(layers("dense(12, activation=relu, initializer=he-normal)", "dense(3)"))
                        .withLoss(Losses.parse("squared-error")),
                Fault.OUTPUT_ACTIVATION_WRONG);
    }

    /** Slower than cross-entropy, yet a proper score of probabilities: Brier 1950. */
    @Test
    void squaredErrorOfProbabilitiesIsNot() throws IOException {
        assertThat(findings(EASY.withLoss(Losses.parse("squared-error")))).isEmpty();
    }

    @Test
    void aStrongDecayOfTheWeightsIsReservedUnlessDecoupled() throws IOException {
        isReserved(
                EASY.withOptimizer(Optimizers.parse("sgd"))
                        .withLearningRate(0.05)
                        .withWeightDecay(0.05),
                Fault.REGULARISATION_TOO_STRONG);
        assertThat(findings(EASY.withOptimizer(Optimizers.parse("adamw")).withWeightDecay(0.05)))
                .isEmpty();
    }
}

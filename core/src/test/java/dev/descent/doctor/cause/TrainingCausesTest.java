package dev.descent.doctor.cause;

import static dev.descent.doctor.cause.Examined.CLASSES;
import static dev.descent.doctor.cause.Examined.examined;
import static dev.descent.doctor.cause.Examined.layers;
import static dev.descent.doctor.cause.Examined.reservations;
import static dev.descent.doctor.cause.Examined.suspects;
import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.data.NdArray;
import dev.descent.data.Npz;
import dev.descent.network.Layers;
import dev.descent.network.Losses;
import dev.descent.network.Reduction;
import dev.descent.report.Fault;
import dev.descent.spec.Spec;
import dev.descent.train.DataPlan;
import dev.descent.train.Experiment;
import dev.descent.train.Optimizers;
import dev.descent.train.Schedules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What single causes of loss, optimizer and duration make of a training, each beside the nearest one of which they say nothing. */
class TrainingCausesTest {
    /** Counts are what it was made for; what can be below 0 is none. */
    @Test
    void poissonFitsCountsAndNoOtherNumbers() throws IOException {
        Experiment counts = CLASSES.withData(DataPlan.of("regression(rows=300, features=4, targets=1, seed=3)")
                        .withTransforms(List.of(Spec.parse("scale-targets(factor=1, offset=20)"))))
                .withLayers(layers("dense(8, activation=relu)", "dense(1, activation=exponential)"))
                .withLoss(Losses.parse("poisson"))
                .withLearningRate(0.001);
        assertThat(examined(counts).facts().targetLow()).isPositive();
        assertThat(suspects(new LossChoice(), counts, Fault.LOSS_MISMATCH)).isEmpty();
        Experiment below = counts.withData(counts.data().withTransforms(List.of()));
        assertThat(suspects(new LossChoice(), below, Fault.LOSS_MISMATCH)).isNotEmpty();
    }

    /** Cortes and Vapnik's loss asks for outputs on both sides of 0: a softmax has none below it. */
    @Test
    void hingeFitsLinearOutputsAndNoSoftmax() throws IOException {
        Experiment linear = CLASSES.withLoss(Losses.parse("hinge"))
                .withLayers(layers("dense(12, activation=relu)", "dense(3)"))
                .withOptimizer(Optimizers.parse("adam"))
                .withLearningRate(0.01);
        assertThat(reservations(new LossChoice(), linear, Fault.LOSS_MISMATCH)).isEmpty();
        assertThat(suspects(new OutputActivation(), linear, Fault.OUTPUT_ACTIVATION_WRONG))
                .isEmpty();
        Experiment shares = linear.withLayers(CLASSES.layers());
        assertThat(suspects(new LossChoice(), shares, Fault.LOSS_MISMATCH))
                .singleElement()
                .satisfies(one -> assertThat(one.isContradiction()).isTrue());
    }

    /** Any number of tags may be right at once: each is an answer of yes or no, and the loss for one class of several fits none. */
    @Test
    void tagsAreAnswersOfYesOrNoAndOneOfSeveralClassesIsNone(@TempDir Path folder) throws IOException {
        double[] inputs = new double[600];
        double[] targets = new double[400];
        for (int row = 0; row < 200; row++) {
            inputs[3 * row] = row % 10 / 10.0;
            inputs[3 * row + 1] = row % 7 / 7.0;
            targets[2 * row] = inputs[3 * row] > 0.5 ? 1 : 0;
            targets[2 * row + 1] = inputs[3 * row + 1] > 0.4 ? 1 : 0;
        }
        Path file = folder.resolve("tags.npz");
        Npz.write(file, Map.of("inputs", NdArray.of(inputs, 200, 3), "targets", NdArray.of(targets, 200, 2)));
        Experiment tags = CLASSES.withData(DataPlan.of("npz(\"%s\")".formatted(file)))
                .withLayers(layers("dense(12, activation=relu)", "dense(2, activation=softmax)"));
        assertThat(examined(tags).facts().targetsAreTags()).isTrue();
        assertThat(suspects(new LossChoice(), tags, Fault.LOSS_MISMATCH))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.says()).contains("any number of which may be yes");
                    assertThat(one.mended().loss()).isEqualTo(Losses.BINARY_CROSS_ENTROPY);
                });
        assertThat(examined(CLASSES).facts().targetsAreTags()).isFalse();
        Experiment right = tags.withLayers(layers("dense(12, activation=relu)", "dense(2, activation=sigmoid)"))
                .withLoss(Losses.BINARY_CROSS_ENTROPY);
        assertThat(suspects(new LossChoice(), right, Fault.LOSS_MISMATCH)).isEmpty();
    }

    @Test
    void aMomentumOfAlmostOneIsSuspectedAndAUsualOneIsNot() throws IOException {
        for (String name : List.of("momentum", "nesterov")) {
            Experiment almost = CLASSES.withOptimizer(Optimizers.parse(name + "(0.999)"));
            assertThat(suspects(new OptimizerChoice(), almost, Fault.OPTIMIZER_WRONG))
                    .anySatisfy(one -> {
                        assertThat(one.says()).contains("0.999").contains("1000 times as long");
                        assertThat(one.mended().optimizer()).isEqualTo(Optimizers.parse(name + "(0.9)"));
                    });
            Experiment usual = CLASSES.withOptimizer(Optimizers.parse(name + "(0.99)"));
            assertThat(suspects(new OptimizerChoice(), usual, Fault.OPTIMIZER_WRONG))
                    .noneMatch(one -> one.says().contains("velocity"));
        }
    }

    @Test
    void aLossThatJudgesOutputsOneByOneIsReservedForSeveralClassesAndItsRemedyIsWhole() throws IOException {
        Experiment oneByOne = CLASSES.withLoss(Losses.parse("binary-cross-entropy"))
                .withLayers(layers("dense(12, activation=relu)", "dense(3, activation=sigmoid)"));
        assertThat(reservations(new LossChoice(), oneByOne, Fault.LOSS_MISMATCH))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.mended().loss()).isEqualTo(Losses.CROSS_ENTROPY);
                    assertThat(one.mended().layers().getLast()).isEqualTo(Layers.parse("dense(3, activation=softmax)"));
                });
        assertThat(reservations(new LossChoice(), CLASSES, Fault.LOSS_MISMATCH)).isEmpty();
    }

    @Test
    void anEpsilonThatIsHardlyThereIsReservedAndTheUsualOneIsNot() throws IOException {
        Experiment tiny =
                CLASSES.withOptimizer(Optimizers.parse("adam(epsilon=1e-16)")).withLearningRate(0.003);
        assertThat(reservations(new OptimizerChoice(), tiny, Fault.OPTIMIZER_WRONG))
                .hasSize(1);
        Experiment usual = CLASSES.withOptimizer(Optimizers.parse("adam")).withLearningRate(0.003);
        assertThat(reservations(new OptimizerChoice(), usual, Fault.OPTIMIZER_WRONG))
                .isEmpty();
    }

    /** Fewer samples would shorten the step of a sum: that mends the step, not the batch. */
    @Test
    void aLargeBatchIsSuspectedUnderAMeanAndNotUnderASum() throws IOException {
        Experiment large = CLASSES.withBatch(256).withLearningRate(1e-4);
        assertThat(suspects(new Duration(), large, Fault.BATCH_TOO_LARGE)).hasSize(1);
        assertThat(suspects(new Duration(), large.withReduction(Reduction.SUM), Fault.BATCH_TOO_LARGE))
                .isEmpty();
        Experiment one = CLASSES.withBatch(1).withEpochs(1);
        assertThat(suspects(new Duration(), one, Fault.BATCH_TOO_SMALL)).hasSize(1);
        assertThat(suspects(new Duration(), one.withReduction(Reduction.SUM), Fault.BATCH_TOO_SMALL))
                .isEmpty();
    }

    @Test
    void samplesLearnedByHeartAreReserved() throws IOException {
        Experiment few = CLASSES.withData(
                        DataPlan.of("classification(rows=80, features=20, classes=3, separation=1, seed=1)"))
                .withLayers(layers("dense(64, activation=relu)", "dense(3, activation=softmax)"))
                .withOptimizer(Optimizers.parse("adam"))
                .withLearningRate(0.01)
                .withEpochs(200);
        assertThat(reservations(new Duration(), few, Fault.EPOCHS_TOO_MANY)).hasSize(1);
        assertThat(reservations(new Duration(), CLASSES, Fault.EPOCHS_TOO_MANY)).isEmpty();
    }

    /** It divides by the target: of prices it asks as much as of other prices, of what may be 0 everything. */
    @Test
    void anErrorInHundredthsFitsNumbersThatAreNeverZero() throws IOException {
        Experiment around = CLASSES.withData(DataPlan.of("regression(rows=300, features=4, targets=1, seed=3)"))
                .withLayers(layers("dense(8, activation=relu)", "dense(1)"))
                .withLoss(Losses.parse("absolute-percentage-error"))
                .withLearningRate(0.001);
        assertThat(suspects(new LossChoice(), around, Fault.LOSS_MISMATCH)
                        .getFirst()
                        .isStrong())
                .isTrue();
        Experiment above =
                around.withData(DataPlan.of("regression(rows=300, features=4, targets=1, target-mean=20, seed=3)"));
        assertThat(suspects(new LossChoice(), above, Fault.LOSS_MISMATCH)
                        .getFirst()
                        .isStrong())
                .isFalse();
    }

    @Test
    void aScheduleThatTakesTheRateAwayIsSuspectedAndAUsualOneIsNot() throws IOException {
        for (String harsh : List.of("exponential(0.2)", "inverse-time(0.5)", "warm-up(4000)")) {
            assertThat(RateSchedule.suspects(examined(scheduled(harsh))))
                    .singleElement()
                    .satisfies(one -> {
                        assertThat(one.says()).contains(harsh.substring(0, harsh.indexOf('(')));
                        assertThat(one.mended().schedule()).isEqualTo(Schedules.parse("constant"));
                    });
        }
        for (String usual :
                List.of("constant", "cosine", "linear", "one-cycle", "step(every=15)", "exponential(0.95)")) {
            assertThat(RateSchedule.suspects(examined(scheduled(usual))))
                    .as(usual)
                    .isEmpty();
        }
    }

    private static Experiment scheduled(String schedule) {
        return CLASSES.withSchedule(Schedules.parse(schedule)).withEpochs(40);
    }

    @Test
    void aDecayFarAboveTheUsualIsReservedAndAUsualOneIsNot() throws IOException {
        assertThat(reservations(new Regularisation(), CLASSES.withWeightDecay(0.02), Fault.REGULARISATION_TOO_STRONG))
                .singleElement()
                .satisfies(one -> assertThat(one.weight()).isLessThan(0.6));
        assertThat(reservations(new Regularisation(), CLASSES.withWeightDecay(0.001), Fault.REGULARISATION_TOO_STRONG))
                .isEmpty();
    }

    /** Its own method takes the rate 1; 0.01 is one that other optimizers take. */
    @Test
    void aRateOfOtherOptimizersIsReservedForAdadelta() throws IOException {
        Experiment others = CLASSES.withOptimizer(Optimizers.parse("adadelta")).withLearningRate(0.01);
        assertThat(reservations(new StepSize(), others, Fault.STEP_TOO_SMALL))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.says()).contains("100 times shorter");
                    assertThat(one.mended().learningRate()).isEqualTo(1);
                });
        assertThat(reservations(new StepSize(), others.withLearningRate(1), Fault.STEP_TOO_SMALL))
                .isEmpty();
        assertThat(reservations(
                        new StepSize(), others.withOptimizer(Optimizers.parse("adagrad")), Fault.STEP_TOO_SMALL))
                .isEmpty();
    }

    /** A tenth of its usual rate is little for Adagrad, whose steps only get smaller. */
    @Test
    void aTenthOfItsUsualRateIsLittleForAdagrad() throws IOException {
        Experiment slow = CLASSES.withOptimizer(Optimizers.parse("adagrad")).withLearningRate(0.001);
        assertThat(suspects(new StepSize(), slow, Fault.STEP_TOO_SMALL)
                        .getFirst()
                        .weight())
                .isGreaterThan(suspects(new StepSize(), slow.withLearningRate(0.01), Fault.STEP_TOO_SMALL)
                        .getFirst()
                        .weight());
    }
}

package dev.descent.doctor.cause;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.data.Scaling;
import dev.descent.doctor.Budget;
import dev.descent.doctor.Cause;
import dev.descent.doctor.Doctor;
import dev.descent.doctor.Examination;
import dev.descent.doctor.Suspect;
import dev.descent.network.Layer;
import dev.descent.network.Layers;
import dev.descent.network.Losses;
import dev.descent.network.Reduction;
import dev.descent.report.Fault;
import dev.descent.spec.Spec;
import dev.descent.train.DataPlan;
import dev.descent.train.Experiment;
import dev.descent.train.Optimizers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What single causes make of a training, each beside the nearest one of which they say nothing. */
class CausePairsTest {
    private static final Experiment CLASSES = Experiment.standard()
            .withName("classes")
            .withData(DataPlan.of("classification(rows=600, features=6, classes=3, separation=6, seed=1)"))
            .withLayers(layers("dense(12, activation=relu, initializer=he-normal)", "dense(3, activation=softmax)"))
            .withLoss(Losses.CROSS_ENTROPY)
            .withOptimizer(Optimizers.parse("sgd"))
            .withLearningRate(0.1)
            .withBatch(16)
            .withEpochs(10)
            .withSeed(5);

    private static final Experiment DIGITS =
            CLASSES.withName("digits").withData(DataPlan.of("digits")).withEpochs(1);

    private static List<Layer> layers(String... specs) {
        return Stream.of(specs).map(Layers::parse).toList();
    }

    private static Experiment transformed(String... transforms) {
        return CLASSES.withData(CLASSES.data()
                .withTransforms(Arrays.stream(transforms).map(Spec::parse).toList()));
    }

    /** Keeps what it is shown and suspects nothing. */
    private static final class Probe implements Cause {
        private final List<Examination> shown = new ArrayList<>();

        @Override
        public String name() {
            return "probe";
        }

        @Override
        public String tells() {
            return "nothing";
        }

        @Override
        public List<Fault> faults() {
            return List.of();
        }

        @Override
        public List<Suspect> suspects(Examination examination) {
            shown.add(examination);
            return List.of();
        }
    }

    /** The training as it is, as causes see it. */
    private static Examination examined(Experiment experiment) throws IOException {
        Probe probe = new Probe();
        Doctor.create()
                .withCauses(List.of(probe))
                .withBudget(Budget.USUAL.times(0.2))
                .examine(experiment);
        return probe.shown.getFirst();
    }

    private static List<Suspect> suspects(Cause cause, Experiment experiment, Fault fault) throws IOException {
        return of(cause.suspects(examined(experiment)), fault);
    }

    private static List<Suspect> reservations(Cause cause, Experiment experiment, Fault fault) throws IOException {
        return of(cause.reservations(examined(experiment)), fault);
    }

    private static List<Suspect> of(List<Suspect> suspects, Fault fault) {
        return suspects.stream().filter(one -> one.fault() == fault).toList();
    }

    @Test
    void rareClassesThatAreNotFoundAreReservedAndThoseThatAreLearnedAreNot() throws IOException {
        Experiment ignored = transformed("imbalance(0.02)").withLearningRate(0.002);
        Examination examination = examined(ignored);
        assertThat(examination.trial().rareRecall()).isLessThan(0.5);
        assertThat(of(new DataQuality().reservations(examination), Fault.CLASSES_IMBALANCED))
                .singleElement()
                .satisfies(one -> assertThat(one.says()).contains("rare classes are found"));
        Examination learned = examined(transformed("imbalance(0.1)").withEpochs(60));
        assertThat(learned.trial().rareRecall()).isGreaterThan(0.5);
        assertThat(new DataQuality().reservations(learned)).isEmpty();
    }

    @Test
    void classesAsFrequentAsOthersAreNeverRare() throws IOException {
        Examination even = examined(CLASSES.withLearningRate(1e-6));
        assertThat(even.trial().rareRecall()).isNaN();
        assertThat(of(new DataQuality().suspects(even), Fault.CLASSES_IMBALANCED))
                .isEmpty();
    }

    /** Ten classes, the rarest with 1 % of the most frequent one's samples; all are asked for as often as each other. */
    @Test
    void rareClassesThatCostManyAnswersAreReservedThoughHalfOfThemAreFound() throws IOException {
        Experiment many = CLASSES.withData(
                        DataPlan.of("classification(rows=3000, features=12, classes=10, separation=5, seed=1)")
                                .withTransforms(List.of(Spec.parse("imbalance(0.01)"))))
                .withLayers(
                        layers("dense(24, activation=relu, initializer=he-normal)", "dense(10, activation=softmax)"))
                .withEpochs(20);
        Examination examination = examined(many);
        assertThat(examination.trial().rareRecall()).isBetween(0.5, 0.95);
        assertThat(of(new DataQuality().reservations(examination), Fault.CLASSES_IMBALANCED))
                .isNotEmpty();
        Experiment even = many.withData(many.data().withTransforms(List.of(Spec.parse("imbalance(0.5)"))));
        assertThat(reservations(new DataQuality(), even, Fault.CLASSES_IMBALANCED))
                .isEmpty();
    }

    @Test
    void anActivationBehindANormIsSuspectedAsInTheLayerItself() throws IOException {
        for (String wrong : List.of("exponential", "softmax")) {
            assertThat(suspects(new HiddenActivation(), behindANorm(wrong), Fault.ACTIVATION_WRONG))
                    .anySatisfy(one -> assertThat(one.mended().layers())
                            .isEqualTo(behindANorm("relu").layers()));
        }
        assertThat(suspects(new HiddenActivation(), behindANorm("relu"), Fault.ACTIVATION_WRONG))
                .isEmpty();
    }

    private static Experiment behindANorm(String activation) {
        return CLASSES.withLayers(
                layers("dense(12)", "batch-norm", "activation(" + activation + ")", "dense(3, activation=softmax)"));
    }

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
    void dropoutThatDrownsTheSignalIsStrongEvidenceAndHalfOfItIsNone() throws IOException {
        Experiment drowning = CLASSES.withLayers(layers(
                "dense(12, activation=relu, initializer=he-normal)", "dropout(0.95)", "dense(3, activation=softmax)"));
        assertThat(suspects(new Regularisation(), drowning, Fault.REGULARISATION_TOO_STRONG))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.isStrong()).isTrue();
                    assertThat(one.mended().layers()).isEqualTo(CLASSES.layers());
                });
        Experiment half = CLASSES.withLayers(layers(
                "dense(12, activation=relu, initializer=he-normal)", "dropout(0.5)", "dense(3, activation=softmax)"));
        assertThat(suspects(new Regularisation(), half, Fault.REGULARISATION_TOO_STRONG))
                .isEmpty();
    }

    @Test
    void aLayerOfASingleUnitIsStrongEvidenceAndOneOfMoreThanSixteenIsNone() throws IOException {
        Experiment single = CLASSES.withLayers(
                layers("dense(24, activation=relu)", "dense(1, activation=relu)", "dense(3, activation=softmax)"));
        assertThat(suspects(new Size(), single, Fault.NETWORK_TOO_SMALL))
                .first()
                .satisfies(one -> {
                    assertThat(one.isStrong()).isTrue();
                    assertThat(one.mended().layers())
                            .isEqualTo(layers(
                                    "dense(32, activation=relu)",
                                    "dense(32, activation=relu)",
                                    "dense(3, activation=softmax)"));
                });
        Experiment wide = CLASSES.withLayers(layers("dense(17, activation=relu)", "dense(3, activation=softmax)"));
        assertThat(suspects(new Size(), wide, Fault.NETWORK_TOO_SMALL)).isEmpty();
    }

    /** Layers that are all linear are one map however wide they are: the missing activation comes first. */
    @Test
    void aSingleUnitAmongLinearLayersSaysLessThanTheirMissingActivation() throws IOException {
        Examination linear =
                examined(CLASSES.withLayers(layers("dense(1)", "dense(12)", "dense(3, activation=softmax)")));
        double missing = of(new HiddenActivation().suspects(linear), Fault.ACTIVATION_MISSING)
                .getFirst()
                .weight();
        assertThat(of(new Size().suspects(linear), Fault.NETWORK_TOO_SMALL))
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.weight()).isLessThan(missing));
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
    void ofLayersThatAreEqualTheOneWithoutActivationIsNamed() throws IOException {
        Experiment second = CLASSES.withLayers(
                layers("dense(12)", "activation(relu)", "dense(12)", "batch-norm", "dense(3, activation=softmax)"));
        assertThat(suspects(new HiddenActivation(), second, Fault.ACTIVATION_MISSING))
                .first()
                .satisfies(one -> {
                    assertThat(one.place()).isEqualTo("layer2.activation");
                    assertThat(one.mended().layers().get(2)).isEqualTo(Layers.parse("dense(12, activation=relu)"));
                });
    }

    @Test
    void anActivationBehindBatchNormIsNoneMissing() throws IOException {
        Experiment normed = CLASSES.withLayers(
                layers("dense(12)", "batch-norm", "activation(relu)", "dense(12)", "dense(3, activation=softmax)"));
        assertThat(suspects(new HiddenActivation(), normed, Fault.ACTIVATION_MISSING))
                .first()
                .satisfies(one -> {
                    assertThat(one.place()).isEqualTo("layer3.activation");
                    // What already has one keeps it as it is.
                    assertThat(one.mended().layers().getFirst()).isEqualTo(Layers.parse("dense(12)"));
                });
    }

    @Test
    void aPlainStackOfConvolutionsIsTooDeepUnlessSomethingKeepsTheSignalsSize() throws IOException {
        List<String> plain = new ArrayList<>(Collections.nCopies(6, "conv2d(2, 3, padding=same, activation=relu)"));
        plain.addAll(List.of("max-pool(4)", "flatten", "dense(10, activation=softmax)"));
        List<Suspect> suspects =
                suspects(new Size(), DIGITS.withLayers(layers(plain.toArray(String[]::new))), Fault.NETWORK_TOO_DEEP);
        assertThat(suspects).singleElement().satisfies(one -> {
            assertThat(one.says()).startsWith("6 layers with weights");
            assertThat(one.mended().layers()).hasSize(plain.size() + 6);
            assertThat(one.mended().layers().get(1)).isEqualTo(Layers.parse("batch-norm"));
            assertThat(one.mended().layers().getLast()).isEqualTo(Layers.parse("dense(10, activation=softmax)"));
        });
        List<String> normalised = new ArrayList<>(plain);
        normalised.add(3, "batch-norm");
        assertThat(suspects(
                        new Size(),
                        DIGITS.withLayers(layers(normalised.toArray(String[]::new))),
                        Fault.NETWORK_TOO_DEEP))
                .isEmpty();
        assertThat(suspects(
                        new Size(),
                        DIGITS.withLayers(layers(plain.subList(1, plain.size()).toArray(String[]::new))),
                        Fault.NETWORK_TOO_DEEP))
                .isEmpty();
    }

    /** The largest of several sums is no linear map, though it bends less than an activation. */
    @Test
    void maxPoolingAloneSpeaksLessForAMissingActivation() throws IOException {
        Experiment pooled = DIGITS.withLayers(
                layers("conv2d(2, window=5)", "max-pool(4)", "flatten", "dense(10, activation=softmax)"));
        Experiment plain = DIGITS.withLayers(
                layers("conv2d(2, window=5)", "average-pool(4)", "flatten", "dense(10, activation=softmax)"));
        Suspect bent = suspects(new HiddenActivation(), pooled, Fault.ACTIVATION_MISSING)
                .getFirst();
        Suspect straight = suspects(new HiddenActivation(), plain, Fault.ACTIVATION_MISSING)
                .getFirst();
        assertThat(bent.isStrong()).isFalse();
        assertThat(bent.says()).doesNotContain("one linear map");
        assertThat(straight.isStrong()).isTrue();
    }

    @Test
    void layersAreCountedAsTheNetworkCountsThem() throws IOException {
        Experiment silent = CLASSES.withLayers(layers(
                "dense(12, activation=relu)",
                "dropout(0.1)",
                "batch-norm",
                "dense(12, activation=relu, bias-initializer=constant(-60))",
                "dense(3, activation=softmax)"));
        assertThat(suspects(new HiddenActivation(), silent, Fault.UNITS_DEAD))
                .singleElement()
                .satisfies(one -> assertThat(one.place()).isEqualTo("layer3.bias"));
        Experiment loud = CLASSES.withLayers(layers(
                "dense(12, activation=relu, initializer=he-normal)",
                "dropout(0.1)",
                "dense(12, activation=relu, initializer=normal(0, 9))",
                "dense(3, activation=softmax)"));
        assertThat(suspects(new Start(), loud, Fault.INIT_TOO_LARGE))
                .singleElement()
                .satisfies(one -> assertThat(one.place()).isEqualTo("layer2.weight"));
    }

    /** Which of the usual activations is best here, their trials tell. */
    @Test
    void aWrongActivationIsTriedAsEachOfTheUsualOnes() throws IOException {
        Experiment softmax =
                CLASSES.withLayers(layers("dense(12, activation=softmax)", "dense(3, activation=softmax)"));
        assertThat(suspects(new HiddenActivation(), softmax, Fault.ACTIVATION_WRONG))
                .extracting(Suspect::remedy)
                .containsExactly("hidden activation: softmax → relu", "hidden activation: softmax → tanh");
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

    private static Experiment numbers(String source) {
        return CLASSES.withData(DataPlan.of(source))
                .withLayers(layers("dense(12, activation=relu, initializer=he-normal)", "dense(1)"))
                .withLoss(Losses.parse("squared-error"));
    }

    @Test
    void inputsAndTargetsThatWereNeverScaledAreScaledTogether() throws IOException {
        String table = "regression(rows=300, features=4, targets=1, scale=300, target-scale=%s, seed=3)";
        String together = "standardize-targets";
        assertThat(suspects(new InputScale(), numbers(table.formatted("300")), Fault.INPUTS_UNSCALED))
                .anyMatch(one -> one.remedy().contains(together));
        assertThat(suspects(new InputScale(), numbers(table.formatted("1")), Fault.INPUTS_UNSCALED))
                .isNotEmpty()
                .noneMatch(one -> one.remedy().contains(together));
    }

    /** Pixels that are their own targets come into a sigmoid's range once they are scaled; scaled ones are in it. */
    @Test
    void rawPixelsToBeCopiedAreMisscaledBeforeTheOutputIsWrong() throws IOException {
        Experiment copied = DIGITS.withData(
                        DIGITS.data().withTake(300).withTransforms(List.of(Spec.parse("reconstruct"))))
                .withLayers(layers("flatten", "dense(16, activation=relu)", "dense(784, activation=sigmoid)"))
                .withLoss(Losses.parse("squared-error"));
        Experiment raw = copied.withData(copied.data().withScale(Scaling.by(1)));
        assertThat(suspects(new OutputActivation(), raw, Fault.OUTPUT_ACTIVATION_WRONG))
                .noneMatch(Suspect::isContradiction);
        assertThat(suspects(new InputScale(), raw, Fault.INPUTS_UNSCALED)).anyMatch(Suspect::isContradiction);
        assertThat(suspects(new OutputActivation(), copied, Fault.OUTPUT_ACTIVATION_WRONG))
                .isEmpty();
        assertThat(suspects(
                        new OutputActivation(),
                        numbers("regression(rows=300, features=4, targets=1, scale=300, target-scale=300, seed=3)")
                                .withLayers(layers("dense(12)", "dense(1, activation=sigmoid)")),
                        Fault.OUTPUT_ACTIVATION_WRONG))
                .anyMatch(Suspect::isContradiction);
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

    /** A start twice as sure of wrong answers as of nothing is borne, unless the steps back from it kill units. */
    @Test
    void aLargeStartIsReservedWhereUnitsDie() throws IOException {
        String start = ", activation=%s, initializer=normal(0, 0.25))";
        Experiment large = DIGITS.withData(DataPlan.of("digits(train=600, test=200)"))
                .withLayers(layers(
                        "flatten",
                        "dense(64" + start.formatted("relu"),
                        "dense(64" + start.formatted("relu"),
                        "dense(10" + start.formatted("softmax")))
                .withEpochs(6);
        assertThat(reservations(new Start(), large.withLearningRate(0.6), Fault.INIT_TOO_LARGE))
                .isNotEmpty();
        assertThat(reservations(new Start(), large, Fault.INIT_TOO_LARGE)).isEmpty();
    }
}

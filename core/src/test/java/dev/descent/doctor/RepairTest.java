package dev.descent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.data.CounterRandom;
import dev.descent.doctor.Doctor.Diagnosis;
import dev.descent.network.Layer;
import dev.descent.network.Layers;
import dev.descent.network.Losses;
import dev.descent.report.Fault;
import dev.descent.report.Finding;
import dev.descent.train.DataPlan;
import dev.descent.train.EarlyStopping;
import dev.descent.train.Experiment;
import dev.descent.train.Fields;
import dev.descent.train.Optimizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many things a repair changes: one where one suffices, more where more is wrong. */
class RepairTest {
    private static final Experiment CIRCLES = Experiment.standard()
            .withName("circles")
            .withData(DataPlan.of("circles(rows=600, noise=0.1, seed=1)"))
            .withLayers(layers("dense(16, activation=relu, initializer=he-normal)", "dense(2, activation=softmax)"))
            .withLoss(Losses.CROSS_ENTROPY)
            .withOptimizer(Optimizers.parse("adam"))
            .withLearningRate(0.01)
            .withBatch(16)
            .withEpochs(30)
            .withSeed(5);

    private static List<Layer> layers(String... specs) {
        return Stream.of(specs).map(Layers::parse).toList();
    }

    private static Diagnosis examine(Experiment experiment) throws IOException {
        return Doctor.create().withBudget(Budget.USUAL.times(0.3)).examine(experiment);
    }

    @Test
    void oneThingWrongIsOneThingChanged() throws IOException {
        Experiment ill = CIRCLES.withLearningRate(1e-6);
        Experiment mended = examine(ill).mended();
        assertThat(mended).isNotNull();
        assertThat(Fields.changes(ill, mended))
                .extracting(change -> change.field().name())
                .containsExactly("learning-rate");
    }

    /** What is held out and which epoch is kept are the user's choice: trials follow it, and the repair leaves it alone. */
    @Test
    void whatIsHeldOutAndKeptStaysAsItWas() throws IOException {
        Experiment ill = CIRCLES.withLearningRate(1e-6).withValidation(0.2).withKeepBest(true);
        assertThat(Fields.changes(ill, Objects.requireNonNull(examine(ill).mended())))
                .extracting(change -> change.field().name())
                .containsExactly("learning-rate");
    }

    /** Of 30 held-out samples as many may be right as before: no reason to end, but for a patience of one epoch. */
    @Test
    void earlyStoppingThatBearsNothingIsFoundAndOneThatWaitsIsNot() throws IOException {
        Experiment slow = CIRCLES.withEpochs(60).withValidation(0.05);
        Diagnosis impatient = examine(slow.withEarlyStopping(new EarlyStopping(1)));
        assertThat(impatient.report().findings()).extracting(Finding::fault).containsExactly(Fault.EPOCHS_TOO_FEW);
        assertThat(Objects.requireNonNull(impatient.mended()).earlyStopping()).isEqualTo(EarlyStopping.NONE);
        assertThat(examine(slow.withEarlyStopping(new EarlyStopping(30))).mended())
                .isNull();
    }

    /** A smaller step alone trains a network that draws straight borders around a circle. */
    @Test
    void twoThingsWrongAreBothMendedAndNamed() throws IOException {
        Experiment ill = CIRCLES.withOptimizer(Optimizers.parse("sgd"))
                .withLearningRate(1000)
                .withLayers(layers("dense(16, initializer=he-normal)", "dense(2, activation=softmax)"));
        Diagnosis diagnosis = examine(ill);
        assertThat(diagnosis.report().findings())
                .extracting(Finding::fault)
                .contains(Fault.STEP_TOO_LARGE, Fault.ACTIVATION_MISSING);
        assertThat(diagnosis.reached()).isGreaterThan(examine(CIRCLES).reached() - 0.05);
    }

    /** Any two of them leave the third, which alone keeps the training at chance. */
    @Test
    void threeThingsWrongAreAllMended() throws IOException {
        Experiment ill = CIRCLES.withLearningRate(1e-6)
                .withWeightDecay(1)
                .withLayers(layers("dense(16, initializer=he-normal)", "dense(2, activation=softmax)"));
        Diagnosis diagnosis = examine(ill);
        assertThat(diagnosis.report().findings())
                .extracting(Finding::fault)
                .contains(Fault.STEP_TOO_SMALL, Fault.ACTIVATION_MISSING, Fault.REGULARISATION_TOO_STRONG);
        assertThat(diagnosis.reached()).isGreaterThan(examine(CIRCLES).reached() - 0.05);
        assertThat(Fields.changes(ill, Objects.requireNonNull(diagnosis.mended())))
                .extracting(change -> change.field().name())
                .contains("learning-rate", "weight-decay", "network.layers");
    }

    /** Rate, start, activation, output and loss: three of them reach 0.12, all of them 0.59 on scalars and 0.74 on vectors. */
    @Test
    void fiveThingsWrongAreMendedTogether() throws IOException {
        Experiment ill = CIRCLES.withOptimizer(Optimizers.parse("sgd"))
                .withLearningRate(300)
                .withLoss(Losses.parse("squared-error"))
                .withLayers(layers("dense(16, initializer=normal(0, 20))", "dense(2, initializer=normal(0, 20))"));
        Diagnosis diagnosis = examine(ill);
        assertThat(diagnosis.report().findings())
                .extracting(Finding::fault)
                .contains(Fault.STEP_TOO_LARGE, Fault.ACTIVATION_MISSING);
        assertThat(diagnosis.reached()).isGreaterThan(0.5);
    }

    @Test
    void aHealthyTrainingIsNotChanged() throws IOException {
        Diagnosis diagnosis = examine(CIRCLES);
        assertThat(diagnosis.report().findings()).isEmpty();
        assertThat(diagnosis.mended()).isNull();
    }

    /** 15 epochs of 196 samples are fewer steps than 3 of all: that they bring more than 3 of 196 says nothing. */
    @Test
    void whatOnlyTheBudgetCutShortDidNotEndTooEarly() throws IOException {
        Experiment digits = CIRCLES.withData(DataPlan.of("digits"))
                .withLayers(
                        layers("dense(64, activation=relu, initializer=he-normal)", "dense(10, activation=softmax)"))
                .withLearningRate(0.001)
                .withBatch(32)
                .withEpochs(3);
        Diagnosis diagnosis = Doctor.create().withBudget(new Budget(2e7, 100)).examine(digits);
        assertThat(diagnosis.asItIs().experiment().epochs()).isGreaterThan(digits.epochs());
        assertThat(diagnosis.report().findings()).extracting(Finding::fault).doesNotContain(Fault.EPOCHS_TOO_FEW);
    }

    /** At the usual rate of 0.001 it needs ten times the epochs, at 0.03 none. */
    @Test
    void aBetterRateGoesBeforeMoreTime() throws IOException {
        Experiment ill = CIRCLES.withLearningRate(1e-6).withEpochs(5);
        assertThat(Fields.changes(ill, Objects.requireNonNull(examine(ill).mended())))
                .extracting(change -> change.field().name())
                .containsExactly("learning-rate");
    }

    /** Neighbours reach less than a network does: where it ended too early they are no reason to end it there. */
    @Test
    void whatEndedTooEarlyIsTrainedAsLongAsThatHelps() throws IOException {
        Doctor doctor = Doctor.create();
        Experiment early = CIRCLES.withEpochs(2);
        Trials trials = new Trials(doctor, early);
        Trial ended = trials.run(early);
        Refinement refinement = new Refinement(doctor, trials, new Yardstick(ended.test(), 0.08, false, 1));
        assertThat(refinement.longer(ended, false)).isNull();
        assertThat(Objects.requireNonNull(refinement.longer(ended, true)).test())
                .isGreaterThan(ended.test() + 0.01);
    }

    /** Whether two of 30 yes-or-no features are equal: nearest neighbours differ in any others and know nothing of it. */
    @Test
    void aTrainingAtChanceIsLookedIntoThoughNeighboursDoNoBetter(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("equal.csv");
        CounterRandom random = CounterRandom.of(3, CounterRandom.Purpose.DATA);
        StringBuilder rows = new StringBuilder();
        for (int row = 0; row < 2000; row++) {
            int[] bits = new int[30];
            for (int bit = 0; bit < bits.length; bit++) {
                bits[bit] = random.below(2, row * 30L + bit);
                rows.append(2 * bits[bit] - 1).append(',');
            }
            rows.append(bits[0] == bits[1] ? "same" : "other").append('\n');
        }
        Files.writeString(file, rows);
        Experiment learns = CIRCLES.withData(DataPlan.of("csv(\"%s\")".formatted(file)));
        assertThat(examine(learns).report().findings()).isEmpty();
        Diagnosis still = examine(learns.withLearningRate(1e-6));
        assertThat(still.report().findings()).extracting(Finding::fault).first().isEqualTo(Fault.STEP_TOO_SMALL);
        assertThat(still.reached()).isGreaterThan(0.5);
    }

    /** Twelve steps show nothing: more epochs make more of them, smaller batches as well. */
    @Test
    void fewStepsOfHugeBatchesAreMendedBySmallerOnesToo() throws IOException {
        Diagnosis huge = examine(CIRCLES.withBatch(480).withEpochs(12));
        assertThat(huge.report().findings()).extracting(Finding::fault).first().isEqualTo(Fault.EPOCHS_TOO_FEW);
        assertThat(huge.report().notes()).anyMatch(note -> note.contains("→ 16' brings"));
    }

    /** What is mended by another optimizer's rate may stay behind Adam; what Adam trains already may not. */
    @Test
    void adamIsTriedAtTheEndWhereItDoesNotTrainAlready() throws IOException {
        List<String> told = new ArrayList<>();
        Doctor doctor = Doctor.create().withBudget(Budget.USUAL.times(0.3)).telling(told::add);
        doctor.examine(CIRCLES.withOptimizer(Optimizers.parse("adagrad")).withLearningRate(1e-6));
        assertThat(told).last().asString().contains("adam");
        told.clear();
        doctor.examine(CIRCLES.withLearningRate(1e-6));
        assertThat(told).noneMatch(one -> one.contains("adam"));
    }

    /** Seven narrow layers of SELU learn, two of them learn better: the sigmoid is the fault, the depth is worth a note. */
    @Test
    void whatElseBringsAPointIsNotedAndNoFault() throws IOException {
        Diagnosis diagnosis = examine(Experiment.standard()
                .withName("stack")
                .withData(DataPlan.of("regression(rows=400, features=8, targets=1, noise=0.05, seed=3)"))
                .withLayers(layers(
                        "dense(16, activation=sigmoid)",
                        "dense(12, activation=sigmoid)",
                        "dense(12, activation=sigmoid)",
                        "dense(12, activation=sigmoid)",
                        "dense(12, activation=sigmoid)",
                        "dense(12, activation=sigmoid)",
                        "dense(12, activation=sigmoid)",
                        "dense(1)"))
                .withLoss(Losses.parse("squared-error"))
                .withOptimizer(Optimizers.parse("nesterov"))
                .withLearningRate(0.01)
                .withBatch(30)
                .withEpochs(30)
                .withSeed(5));
        assertThat(diagnosis.report().findings()).extracting(Finding::fault).containsExactly(Fault.ACTIVATION_WRONG);
        assertThat(diagnosis.report().notes()).anyMatch(note -> note.contains("keep 2 of the hidden layers"));
        assertThat(diagnosis.reached()).isGreaterThan(0.95);
    }

    /** Suspects two remedies at once, the first more than the second: so many hidden units each. */
    private record Wider(int likely, int rival) implements Cause {
        @Override
        public String name() {
            return "wider";
        }

        @Override
        public String tells() {
            return "two widths";
        }

        @Override
        public List<Fault> faults() {
            return List.of(Fault.NETWORK_TOO_SMALL, Fault.ACTIVATION_WRONG);
        }

        @Override
        public List<Suspect> suspects(Examination examination) {
            return List.of(
                    suspect(examination, Fault.NETWORK_TOO_SMALL, 0.69, likely),
                    suspect(examination, Fault.ACTIVATION_WRONG, 0.05, rival));
        }

        private static Suspect suspect(Examination examination, Fault fault, double weight, int units) {
            return new Suspect(
                    fault,
                    "network.layers",
                    weight,
                    "too narrow",
                    List.of(),
                    units + " units",
                    examination.experiment().withLayers(circles(units)));
        }
    }

    private static List<Layer> circles(int units) {
        return layers(
                "dense(%d, activation=relu, initializer=he-normal)".formatted(units), "dense(2, activation=softmax)");
    }

    /** The likelier is named first, whichever it is; what is mended is what ends best. */
    @Test
    void ofRivalsTheOneThatEndsBestIsTheRepair() throws IOException {
        Experiment narrow = CIRCLES.withLayers(circles(1)).withEpochs(60);
        for (int[] widths : new int[][] {{2, 3}, {3, 2}}) {
            Diagnosis diagnosis = Doctor.create()
                    .withSeeds(1)
                    .withCauses(List.of(new Wider(widths[0], widths[1])))
                    .examine(narrow);
            assertThat(diagnosis.report().findings().getFirst().fault()).isEqualTo(Fault.NETWORK_TOO_SMALL);
            assertThat(Objects.requireNonNull(diagnosis.mended()).layers()).isEqualTo(circles(3));
        }
    }
}

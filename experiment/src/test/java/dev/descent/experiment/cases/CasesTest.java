package dev.descent.experiment.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.doctor.Budget;
import dev.descent.experiment.ExperimentFile;
import dev.descent.experiment.cases.Bench.Outcome;
import dev.descent.experiment.cases.CaseCollection.Case;
import dev.descent.report.Fault;
import dev.descent.train.Experiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CasesTest {
    @TempDir
    Path folder;

    private static final String FACTS = """
            [{"id": "one-unit", "kind": "faulty", "usable": "yes", "cost": "light", "task": "binary", "input": "5",
              "layers": "dense 32 relu; dense 1 softmax", "loss": "bce", "optimizer": "adam", "learning_rate": 0.0001,
              "batch_size": 64, "epochs": 30, "data": "generated rows 400x5",
              "faults_text": "ACH(last):softmax on one unit",
              "faults": [{"codes": ["ACH"], "where": "last"}], "known_fix": "sigmoid, lr 0.01"},
             {"id": "fine", "kind": "healthy control", "usable": "yes", "cost": "light", "task": "regression", "input": "3",
              "layers": "dense 16 relu; dense 1 linear", "loss": "mse", "optimizer": "adam", "learning_rate": 0.01,
              "batch_size": 16, "epochs": 40, "data": "generated rows 300x3", "faults": []},
             {"id": "unsure", "kind": "faulty", "usable": "no", "faults": []}]
            """;

    private static final String DISPUTED = """
            [{"id": "harmless", "kind": "faulty", "usable": "review", "cost": "light", "task": "classification", "input": "4",
              "layers": "dense 16 relu; dense 3 softmax", "loss": "cce", "optimizer": "adam", "learning_rate": 0.01,
              "batch_size": 8, "epochs": 60, "data": "generated rows 300x4, 3 classes",
              "faults": [{"codes": ["LCH"]}], "known_fix": "sparse cce"},
             {"id": "no-fault-seen", "kind": "faulty", "usable": "review", "truth": "likely-healthy", "cost": "light",
              "task": "regression", "input": "3", "layers": "dense 16 relu; dense 1 linear", "loss": "mse",
              "optimizer": "adam", "learning_rate": 0.01, "batch_size": 16, "epochs": 40,
              "data": "generated rows 300x3", "faults": []}]
            """;

    private CaseCollection facts() throws IOException {
        Path file = folder.resolve("facts.json");
        Files.writeString(file, FACTS);
        return CaseCollection.read(file);
    }

    @Test
    void factsBecomeExperimentsWithTheirTruthPlacesAndKnownFix() throws IOException {
        CaseCollection collection = facts();
        assertThat(collection.cases()).extracting(Case::id).containsExactly("one-unit", "fine");
        assertThat(collection.left())
                .singleElement()
                .asString()
                .startsWith("unsure: ")
                .contains("'no'");
        Case faulty = collection.cases().getFirst();
        assertThat(faulty.experiment().learningRate()).isEqualTo(1e-4);
        assertThat(faulty.truth()).contains(Fault.OUTPUT_ACTIVATION_WRONG);
        assertThat(faulty.places()).containsExactly("layer2");
        assertThat(faulty.fixed()).isNotNull();
        assertThat(ExperimentFile.print(faulty.fixed()))
                .contains("activation=sigmoid")
                .contains("learning-rate: 0.01");
    }

    @Test
    void aDisputedFaultCountsOnlyIfTheKnownFixHelps() throws IOException {
        Path file = folder.resolve("disputed.json");
        Files.writeString(file, DISPUTED);
        List<Case> cases = CaseCollection.read(file).cases();
        assertThat(cases.getFirst().disputed()).isTrue();
        assertThat(cases.getLast().isHealthy()).isTrue();
        CaseFolder.write(folder.resolve("again"), cases);
        assertThat(CaseCollection.read(folder.resolve("again"))
                        .cases()
                        .getFirst()
                        .disputed())
                .isTrue();
        Outcome outcome = new Bench(Budget.USUAL.times(0.2), 0).run(cases.getFirst());
        assertThat(outcome.isUndecided()).isTrue();
        BenchSummary summary = BenchSummary.of(List.of(outcome));
        assertThat(summary.faulty()).isZero();
        assertThat(summary.undecided()).isEqualTo(1);
    }

    @Test
    void layersThatStandSeveralTimesAreReadSeveralTimes() {
        assertThat(LayerText.read("dense 300 sigmoid x2 with dropout 0.5; conv 64 x2 relu bn; dense 3 softmax")
                        .layers())
                .containsExactly(
                        "dense(300, activation=sigmoid)",
                        "dropout(0.5)",
                        "dense(300, activation=sigmoid)",
                        "dropout(0.5)",
                        "conv2d(64, window=3, activation=relu)",
                        "batch-norm",
                        "conv2d(64, window=3, activation=relu)",
                        "batch-norm",
                        "dense(3, activation=softmax)");
        assertThat(LayerText.read("maxpool 2 same; maxpool 3; maxpool").layers())
                .containsExactly("max-pool(2, padding=1)", "max-pool(3)", "max-pool(2)");
        assertThat(LayerText.read("conv 32 3x3 relu x2; conv 20 (5 wide, stride 2) tanh")
                        .layers())
                .containsExactly(
                        "conv2d(32, window=3, activation=relu)",
                        "conv2d(32, window=3, activation=relu)",
                        "conv2d(20, window=5, stride=2, activation=tanh)");
    }

    /** "conv 64 x2" after "conv 32 3x3 same relu" is short for the same again with more filters. */
    @Test
    void whatAShortWordLeavesOutIsAsBefore() {
        assertThat(LayerText.read("conv 8 5x5 same relu; dropout 0.25; conv 16 x2; dropout; conv 4 3x3; dropout 0.1")
                        .layers())
                .containsExactly(
                        "conv2d(8, window=5, padding=same, activation=relu)",
                        "dropout(0.25)",
                        "conv2d(16, window=5, padding=same, activation=relu)",
                        "conv2d(16, window=5, padding=same, activation=relu)",
                        "dropout(0.25)",
                        "conv2d(4, window=3)",
                        "dropout(0.1)");
        assertThat(LayerText.read("dense 8 relu; dropout; dense 1").layers()).contains("dropout(0.5)");
    }

    @Test
    void convolutionsThatWouldUseUpTheirImageKeepItsSize() throws IOException {
        Path file = folder.resolve("small.json");
        Files.writeString(file, """
                [{"id": "small", "kind": "faulty", "usable": "yes", "cost": "light", "task": "binary", "input": "10x10x1",
                  "layers": "conv 8 3x3 relu; maxpool 2; conv 8 4x4 s2 same relu; conv 8 3x3 relu; flatten; dense 2 softmax",
                  "loss": "cce", "optimizer": "sgd", "learning_rate": 0.1, "batch_size": 16, "epochs": 2,
                  "data": "generated rows 100 images", "faults": [{"codes": ["HLR"]}]}]
                """);
        assertThat(CaseCollection.read(file).cases().getFirst().experiment().layers())
                .extracting(Object::toString)
                .first()
                .asString()
                .contains("padding");
        assertThat(LayerText.read("conv 5 4x4 s2 same").layers())
                .containsExactly("conv2d(5, window=4, padding=2, stride=2)");
    }

    @Test
    void theSizeOfAnImageIsNoNumberOfSamplesAndSortedDataIsNotShuffled() throws IOException {
        Path file = folder.resolve("sorted.json");
        Files.writeString(file, """
                [{"id": "sorted", "kind": "faulty", "usable": "yes", "cost": "light", "task": "classification",
                  "input": "28x28x1", "layers": "conv 8 3x3 relu; maxpool 2; flatten; dense 5 softmax", "loss": "cce",
                  "optimizer": "adam", "learning_rate": 0.001, "batch_size": 100, "epochs": 20,
                  "data": "5-class 28x28 drawings stored class by class",
                  "faults": [{"codes": ["TOR"]}], "known_fix": "shuffle before splitting"}]
                """);
        Case sorted = CaseCollection.read(file).cases().getFirst();
        assertThat(ExperimentFile.print(sorted.experiment())).contains("rows=1000", "sort-by-class", "shuffle: false");
        assertThat(ExperimentFile.print(java.util.Objects.requireNonNull(sorted.fixed())))
                .doesNotContain("sort-by-class", "shuffle: false");
    }

    @Test
    void aDeviationIsThatOfTheProgramInTheName() throws IOException {
        Path file = folder.resolve("random.json");
        Files.writeString(file, """
                [{"id": "xyz-deep-random", "kind": "faulty", "usable": "yes", "cost": "light", "task": "binary", "input": "5",
                  "layers": "dense 8 relu; dense 1 sigmoid (random normal)", "loss": "bce", "optimizer": "adam",
                  "learning_rate": 0.01, "batch_size": 16, "epochs": 2, "data": "generated rows 100x5",
                  "faults_text": "WCI:normal with an arbitrary std (base 0.1, deep 0.25)", "faults": [{"codes": ["WCI"]}]}]
                """);
        assertThat(ExperimentFile.print(
                        CaseCollection.read(file).cases().getFirst().experiment()))
                .contains("initializer=normal(0, 0.25)");
    }

    @Test
    void aFolderOfCasesReadsBackAsItWasWritten() throws IOException {
        List<Case> cases = facts().cases();
        CaseFolder.write(folder.resolve("cases"), cases);
        List<Case> read = CaseCollection.read(folder.resolve("cases")).cases();
        assertThat(read).hasSameSizeAs(cases);
        for (int i = 0; i < cases.size(); i++) {
            assertThat(read.get(i).truth()).isEqualTo(cases.get(i).truth());
            assertThat(read.get(i).places()).isEqualTo(cases.get(i).places());
            assertThat(read.get(i).experiment().layers())
                    .isEqualTo(cases.get(i).experiment().layers());
        }
    }

    @Test
    void anExperimentFileSaysNothingOfItsFault() throws IOException {
        CaseFolder.write(folder.resolve("cases"), facts().cases());
        assertThat(Files.readString(folder.resolve("cases/one-unit.yaml"))).doesNotContain("wrong", "fault", "fix");
    }

    @Test
    void theBenchComparesFindingsRepairAndLayerWithTheTruth() throws IOException {
        Bench bench = new Bench(Budget.USUAL.times(0.2), 0);
        List<Outcome> outcomes = List.of(
                bench.run(facts().cases().get(0)), bench.run(facts().cases().get(1)));
        assertThat(outcomes.getFirst().isFirst()).isTrue();
        assertThat(outcomes.getFirst().layerRight()).isTrue();
        assertThat(outcomes.getLast().isFalseAlarm()).isFalse();
        BenchSummary summary = BenchSummary.of(outcomes);
        assertThat(summary.faulty()).isEqualTo(1);
        assertThat(summary.detected()).isEqualTo(1);
        assertThat(summary.healthy()).isEqualTo(1);
        assertThat(summary.falseAlarms()).isZero();
    }

    @Test
    void mutantsHurtAndKeepTheirHealthyBaseAsTheFix() throws IOException {
        Path bases = Files.createDirectories(folder.resolve("bases"));
        Files.writeString(bases.resolve("blobs.yaml"), """
                name: blobs
                data: blobs(rows=200, classes=3, deviation=1, seed=4)
                network:
                  layers:
                    - dense(12, activation=relu)
                    - dense(3, activation=softmax)
                loss: cross-entropy
                optimizer: adam
                learning-rate: 0.01
                batch: 16
                epochs: 20
                """);
        List<Case> cases = Mutator.make(bases, 1);
        assertThat(cases.getFirst().isHealthy()).isTrue();
        assertThat(cases).hasSizeGreaterThan(5);
        assertThat(cases).extracting(Case::id).doesNotHaveDuplicates();
        assertThat(Mutator.make(bases, 1))
                .extracting(Case::experiment)
                .isEqualTo(cases.stream().map(Case::experiment).toList());
        assertThat(cases).allMatch(one -> one.fixed() != null);
    }

    private Case one(String fields) throws IOException {
        Path file = folder.resolve("one.json");
        Files.writeString(file, """
                [{"id": "one", "kind": "faulty", "usable": "yes", "cost": "light", "optimizer": "sgd", "learning_rate": 0.01,
                  "epochs": 5, "faults": [{"codes": ["RAW"]}], %s}]
                """.formatted(fields));
        CaseCollection read = CaseCollection.read(file);
        assertThat(read.left()).isEmpty();
        return read.cases().getFirst();
    }

    @Test
    void penaltiesOnWeightsPullAsStronglyAsTheyAreNamed() throws IOException {
        String rest = """
                "task": "classification", "input": "20", "loss": "cce", "data": "generated rows 200x20", "known_fix": "remove",
                "layers":\
                """;
        Case one = one(rest + "\"dense 8 relu l1; dropout 0.5; dense 4 softmax\"");
        assertThat(one.experiment().weightDecay()).isEqualTo(0.1);
        assertThat(java.util.Objects.requireNonNull(one.fixed()).weightDecay()).isZero();
        assertThat(one(rest + "\"dense 8 relu; dense 4 softmax (l2 1e-3)\"")
                        .experiment()
                        .weightDecay())
                .isEqualTo(0.002);
    }

    @Test
    void anImageOfNumbersIsAskedWhereItsSpotIs() throws IOException {
        Case gaze = one("""
                "task": "regression", "input": "12x20x1 + 2", "loss": "custom angle loss", "data": "gaze images (not in the store)",
                "layers": "conv 4 3x3 relu; maxpool 2; conv 6 3x3 relu; flatten; (join 2 inputs) dense 2 linear",
                "faults_text": "WCI(1):ones in the 2nd convolution"\
                """);
        String text = ExperimentFile.print(gaze.experiment());
        assertThat(text)
                .contains("spots(rows=1000, height=12, width=20)", "conv2d(6, 3, activation=relu, initializer=ones)");
        assertThat(gaze.experiment()
                        .network(gaze.experiment().load().train().shape())
                        .output()
                        .size())
                .isEqualTo(2);
    }

    @Test
    void aRowOfSamplesIsAnImageOnePixelWide() throws IOException {
        Experiment row = one("""
                "task": "binary", "input": "10x4", "loss": "bce", "data": "generated rows 60 train rows",
                "layers": "conv1d 8 k4 same; leaky; flatten; dense 1 sigmoid"\
                """).experiment();
        assertThat(row.network(row.load().train().shape())
                        .layout()
                        .places()
                        .getFirst()
                        .output()
                        .size())
                .isEqualTo(8 * 7);
    }

    /** 512 of 25,000 reviews are 49 steps an epoch; of the 1000 rows that stand for them they would be 2. */
    @Test
    void aStandInOfFewerRowsHasSmallerBatches() throws IOException {
        String rest = """
                "task": "binary", "input": "100", "layers": "dense 8 relu; dense 1 sigmoid", "loss": "bce", "batch_size": 512,
                "data":\
                """;
        assertThat(one(rest + "\"IMDB multi-hot vectors\"").experiment().batch())
                .isEqualTo(32);
        assertThat(one(rest + "\"generated rows 1000x100\"").experiment().batch())
                .isEqualTo(512);
    }

    @Test
    void aSummedGradientIsReadFromItsCodeAndALossWithoutItsNotes() throws IOException {
        Case summed = one("""
                "task": "regression", "input": "3", "layers": "dense 8 relu; dense 1 linear", "loss": "mse, SUM over batch",
                "data": "generated rows 100x3", "known_fix": "mean over the batch"\
                """);
        assertThat(ExperimentFile.print(summed.experiment())).contains("loss: squared-error", "reduction: sum");
        assertThat(ExperimentFile.print(java.util.Objects.requireNonNull(summed.fixed())))
                .contains("reduction: mean");
    }
}

package dev.descent.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.descent.data.Digits;
import dev.descent.data.TrainTest;
import dev.descent.model.Recogniser;
import dev.descent.trace.Step;
import dev.descent.trace.Tracer;
import dev.descent.train.Evaluation;
import dev.descent.train.Experiment;
import dev.descent.train.Listener;
import dev.descent.train.Observer;
import dev.descent.train.Run;
import dev.descent.train.Session;
import dev.descent.train.Trainer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The networks of the story, each one file under experiments/, and the figures they are known for. */
class StoryTest {
    private static final Path FOLDER = Path.of("../experiments");

    private static Experiment experiment(String name) throws IOException {
        return ExperimentFile.read(FOLDER.resolve(name + ".yaml"));
    }

    private static Experiment onMnist(String name) throws IOException {
        assumeTrue(Digits.isPresent("mnist"), "needs MNIST: set DESCENT_DATA");
        return experiment(name);
    }

    /** A row of NumPy's curves: measured before the step's update. */
    private record Point(long step, double meanSquaredError, double accuracy) {}

    private static List<Point> numpy(String way) throws IOException {
        try (var file = StoryTest.class.getResourceAsStream("collapse-curves.csv")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(","))
                    .filter(row -> row[0].equals(way))
                    .map(row ->
                            new Point(Long.parseLong(row[1]), Double.parseDouble(row[2]), Double.parseDouble(row[3])))
                    .toList();
        }
    }

    private static List<Listener.StepResult> steps(Experiment experiment) throws IOException {
        List<Listener.StepResult> steps = new ArrayList<>();
        Trainer.of(experiment)
                .listen(new Listener() {
                    @Override
                    public boolean wantsSteps() {
                        return true;
                    }

                    @Override
                    public void step(StepResult result) {
                        steps.add(result);
                    }
                })
                .fit();
        return steps;
    }

    /** Float against NumPy's double over hundreds of steps; saturated outputs of the climbing one tie in float. */
    private static void assertFollowsNumPy(String way, List<Listener.StepResult> steps) throws IOException {
        for (Point point : numpy(way)) {
            if (point.step() <= steps.size()) {
                var step = steps.get((int) point.step() - 1);
                assertThat(step.meanSquaredError()).as("%s", point).isCloseTo(point.meanSquaredError(), within(5e-5));
                assertThat(step.accuracy()).as("%s", point).isCloseTo(point.accuracy(), within(5e-3));
            }
        }
    }

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileIsNamedAfterItsExperimentAndPrintsBack(Path file) throws IOException {
        Experiment experiment = ExperimentFile.read(file);
        assertThat(file).hasFileName(experiment.name() + ".yaml");
        assertThat(ExperimentFile.parse(ExperimentFile.print(experiment)).withFolder(experiment.folder()))
                .isEqualTo(experiment);
    }

    @Test
    void theCollapseIsCompleteAfterOneStep() throws IOException {
        Experiment collapse = onMnist("collapse");
        Session session = Session.start(collapse, collapse.load().train());
        session.advance(Observer.NONE);
        assertThat(session.meanSquaredError())
                .isCloseTo(numpy("as-is").getFirst().meanSquaredError(), within(1e-6));
        while (!session.isFinished()) {
            float[] before = session.network().values().clone();
            session.advance(Observer.NONE);
            assertThat(session.meanSquaredError()).isEqualTo(0.1);
            assertThat(session.network().gradients()).containsOnly(0f);
            assertThat(session.network().values()).isEqualTo(before);
            for (float output : session.network().output()) {
                assertThat(output).isBetween(0f, 1e-6f);
            }
        }
        assertThat(session.step()).isEqualTo(10);
    }

    @Test
    void theReferenceCollapsesInTheSameWay() throws IOException {
        Experiment collapse = onMnist("collapse");
        List<Step> steps = new ArrayList<>();
        Tracer.inDouble(collapse, collapse.load().train(), 2, steps::add);
        double first = meanSquaredError(steps.get(0));
        assertThat(first).isCloseTo(numpy("as-is").getFirst().meanSquaredError(), within(1e-12));
        assertThat(meanSquaredError(steps.get(1))).isEqualTo(0.1);
        assertThat(steps.get(1).array("layer1.weight.update").toDoubles()).containsOnly(0);
    }

    private static double meanSquaredError(Step step) {
        double[] outputs = step.array("layer2.activation").toDoubles();
        double[] targets = step.array("target").toDoubles();
        double sum = 0;
        for (int i = 0; i < outputs.length; i++) {
            sum += (outputs[i] - targets[i]) * (outputs[i] - targets[i]);
        }
        return sum / outputs.length;
    }

    @Test
    void theAdviceTakenLiterallyClimbsTheLoss() throws IOException {
        List<Listener.StepResult> steps = steps(onMnist("collapse-subtracted"));
        assertFollowsNumPy("subtracted", steps);
        assertThat(steps.getLast().meanSquaredError()).isCloseTo(0.8999, within(1e-4));
    }

    @Test
    void theMendedTrainingFollowsNumPysCurve() throws IOException {
        List<Listener.StepResult> steps = steps(onMnist("collapse-mended"));
        assertFollowsNumPy("mended", steps);
        assertThat(steps).hasSize(300);
        assertThat(steps.getLast().meanSquaredError()).isCloseTo(0.0180, within(1e-4));
        assertThat(steps.getLast().accuracy()).isCloseTo(0.899, within(1e-3));
    }

    @Test
    void theSameNetworkLearnsOneImageWithinAHundredSteps() throws IOException {
        List<Listener.StepResult> steps = steps(onMnist("one-sample"));
        assertThat(steps).hasSize(100);
        assertThat(steps.getLast().meanSquaredError()).isLessThan(1e-3);
    }

    @Test
    void hoursPredictAPlausibleScoreForTheFourthStudent() throws IOException {
        Experiment hours = experiment("hours");
        Run run = Trainer.of(hours).fit();
        assertThat(run.evaluate(hours.load().test()).meanAbsoluteError()).isLessThan(0.01);
        // Four hours studied and eight slept, on the scale of the three samples (largest: 3 and 9).
        float[] fourth = {4 / 3f, 8 / 9f};
        float score = new Recogniser(run.model(), 1).recognise(fourth).probabilities()[1];
        assertThat(score).isBetween(0.86f, 0.99f);
    }

    @Test
    void xorIsLearned() throws IOException {
        Experiment xor = experiment("xor");
        Evaluation evaluation = Trainer.of(xor).fit().evaluate(xor.load().test());
        assertThat(evaluation.accuracy()).isEqualTo(1);
        assertThat(evaluation.meanSquaredError()).isLessThan(1e-4);
    }

    @Test
    void sixteenHiddenUnitsTrainedProperlyReachNinetyFourAndAHalf() throws IOException {
        assertThat(accuracy("digits-16")).isGreaterThanOrEqualTo(0.945);
    }

    @Test
    void twoHiddenLayersOfSixteenReachNinetyFive() throws IOException {
        assertThat(accuracy("digits-16-16")).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    @Tag("long")
    void theBestDenseNetworkOfFiveMinutesReachesNinetyEightPointEight() throws IOException {
        assertThat(accuracy("digits-best-dense")).isGreaterThanOrEqualTo(0.988);
    }

    private static double accuracy(String name) throws IOException {
        Experiment experiment = onMnist(name);
        TrainTest data = experiment.load();
        return Trainer.of(experiment).fit(data.train()).evaluate(data.test()).accuracy();
    }

    @Test
    void aTraceOfTheEngineAgreesWithTheReferenceAndNamesEveryArray() throws IOException {
        Experiment small = onMnist("collapse-mended");
        small = small.withData(small.data().withTake(50));
        List<Step> engine = new ArrayList<>();
        List<Step> reference = new ArrayList<>();
        Tracer.inFloat(small, small.load().train(), 3, engine::add);
        Tracer.inDouble(small, small.load().train(), 3, reference::add);
        assertThat(engine.getLast().arrays().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        reference.getLast().arrays().keySet())
                .contains(
                        "input",
                        "target",
                        "loss",
                        "layer1.logits",
                        "layer1.activation",
                        "layer2.delta",
                        "layer2.weight.gradient",
                        "layer2.weight.update",
                        "layer2.weight");
        for (int step = 0; step < 3; step++) {
            for (String name : engine.get(step).arrays().keySet()) {
                double[] exact = reference.get(step).array(name).toDoubles();
                double[] actual = engine.get(step).array(name).toDoubles();
                double scale = Arrays.stream(exact).map(Math::abs).max().orElse(0);
                for (int i = 0; i < exact.length; i++) {
                    assertThat(actual[i]).as("%s step %d", name, step + 1).isCloseTo(exact[i], within(1e-4 * scale));
                }
            }
        }
        Step one = engine.getLast().sample(7);
        assertThat(one.array("layer1.activation").shape()).containsExactly(16);
        assertThat(one.array("layer1.weight").shape()).containsExactly(784, 16);
    }
}

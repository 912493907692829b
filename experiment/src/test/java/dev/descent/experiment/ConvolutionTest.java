package dev.descent.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.descent.data.Digits;
import dev.descent.data.TrainTest;
import dev.descent.model.Model;
import dev.descent.network.Conv2d;
import dev.descent.train.DataPlan;
import dev.descent.train.Evaluator;
import dev.descent.train.Experiment;
import dev.descent.train.Run;
import dev.descent.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The experiments with convolutions: quickly on a few hundred built-in digits, and in full (tagged long) against the figures of
 * docs/accuracy.md.
 */
class ConvolutionTest {
    private static final Path FOLDER = Path.of("../experiments");

    static Stream<Experiment> experiments() throws IOException {
        List<Experiment> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                Experiment experiment = ExperimentFile.read(file);
                if (experiment.layers().stream().anyMatch(Conv2d.class::isInstance)) {
                    found.add(experiment);
                }
            }
        }
        return found.stream();
    }

    private static Experiment onBuiltIn(Experiment experiment, int samples, int epochs) {
        return experiment
                .withData(DataPlan.of("digits(train=%d, test=200, seed=5)".formatted(samples)))
                .withBatch(16)
                .withEpochs(epochs);
    }

    @ParameterizedTest
    @MethodSource("experiments")
    void aFewHundredDrawnDigitsAreEnoughToBeRightMoreOftenThanNot(Experiment experiment) throws IOException {
        Experiment small = onBuiltIn(experiment, 500, 4);
        TrainTest data = small.load();
        double accuracy =
                Trainer.of(small).fit(data.train()).evaluate(data.test()).accuracy();
        assertThat(accuracy).as(experiment.name()).isGreaterThan(0.5);
    }

    @ParameterizedTest
    @MethodSource("experiments")
    void theSameExperimentGivesTheSameBitsAndTheSavedNetworkTheSameAnswers(Experiment experiment, @TempDir Path folder)
            throws IOException {
        Experiment small = onBuiltIn(experiment, 80, 1);
        TrainTest data = small.load();
        Run first = Trainer.of(small).fit(data.train());
        Run second = Trainer.of(small).fit(data.train());
        assertThat(second.weights().values()).isEqualTo(first.weights().values());
        assertThat(second.weights().statistics()).isEqualTo(first.weights().statistics());
        Path file = folder.resolve("small.descent");
        first.model().save(file);
        Model saved = Model.load(file);
        float[] answers = new Evaluator(saved.network(), saved.loss())
                .evaluate(saved.weights(), data.test().scaled(saved.scaling()))
                .predictions()
                .outputs();
        assertThat(answers).isEqualTo(first.evaluate(data.test()).predictions().outputs());
    }

    @Test
    @Tag("long")
    void threeRoundsOfASmallLeNetReachNinetyNine() throws IOException {
        assertThat(accuracy("digits-fast", "mnist")).isGreaterThanOrEqualTo(0.99);
    }

    @Test
    @Tag("long")
    void leNetReachesNinetyNine() throws IOException {
        assertThat(accuracy("lenet", "mnist")).isGreaterThanOrEqualTo(0.99);
    }

    /** 99.70 % where it was measured; other vectors add in another order, which may cost some of the 10,000 images. */
    @Test
    @Tag("long")
    void fiveConvolutionsReachTheirFigure() throws IOException {
        assertThat(accuracy("digits-best", "mnist")).isGreaterThanOrEqualTo(0.9965);
    }

    @Test
    @Tag("long")
    void clothesReachNinetyThree() throws IOException {
        assertThat(accuracy("fashion", "fashion-mnist")).isGreaterThanOrEqualTo(0.93);
    }

    private static double accuracy(String name, String needed) throws IOException {
        assumeTrue(Digits.isPresent(needed), "needs " + needed + ": set DESCENT_DATA");
        Experiment experiment = ExperimentFile.read(FOLDER.resolve(name + ".yaml"));
        TrainTest data = experiment.load();
        return Trainer.of(experiment).fit(data.train()).evaluate(data.test()).accuracy();
    }
}

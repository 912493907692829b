package dev.descent.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.descent.data.DescentException;
import dev.descent.data.Scaling;
import dev.descent.data.Shape;
import dev.descent.network.Layers;
import dev.descent.network.Reduction;
import dev.descent.spec.Spec;
import dev.descent.train.Clip;
import dev.descent.train.DataPlan;
import dev.descent.train.EarlyStopping;
import dev.descent.train.Experiment;
import dev.descent.train.Schedules;
import dev.descent.train.Sgd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExperimentFileTest {
    private static final String COLLAPSE = """
            name: collapse
            data:
              source: mnist
              train: test
              scale: 1/256
            network:
              input: [784]
              layers:
                - dense(16, activation=sigmoid, bias=false, initializer=uniform(-1, 1))
                - dense(10, activation=sigmoid, bias=false, initializer=uniform(-1, 1))
            loss: squared-error(outputs=half)
            optimizer: sgd
            learning-rate: 1
            schedule: constant
            reduction: sum
            batch: full
            epochs: 10
            seed: 7
            start: collapse-start.npz
            """;

    @Test
    void aFileSaysWhatTheExperimentIs() {
        Experiment experiment = ExperimentFile.parse(COLLAPSE);
        assertThat(experiment.data().train()).isEqualTo(DataPlan.Part.TEST);
        assertThat(experiment.data().scale()).isEqualTo(Scaling.by(1.0 / 256));
        assertThat(experiment.input()).isEqualTo(Shape.of(784));
        assertThat(experiment.layers()).hasSize(2);
        assertThat(experiment.optimizer()).isEqualTo(new Sgd());
        assertThat(experiment.reduction()).isEqualTo(Reduction.SUM);
        assertThat(experiment.batch()).isZero();
        assertThat(experiment.start()).isEqualTo("collapse-start.npz");
        assertThat(ExperimentFile.print(experiment)).isEqualTo(COLLAPSE);
    }

    @Test
    void shortFormsMeanTheSame() {
        Experiment experiment = ExperimentFile.parse("""
                data: xor
                network: [dense(3), "dense(1, activation=sigmoid)"]
                epochs: 3
                """);
        assertThat(experiment)
                .isEqualTo(Experiment.standard()
                        .withData(DataPlan.of("xor"))
                        .withLayers(List.of(Layers.parse("dense(3)"), Layers.parse("dense(1, activation=sigmoid)")))
                        .withEpochs(3));
    }

    static Stream<Experiment> unusual() {
        Experiment standard = Experiment.standard();
        return Stream.of(
                standard,
                standard.withName("a: b # c").withAbout("- starts \"like\" a list\nand has two lines"),
                standard.withAbout("true").withName("[x]"),
                standard.withData(DataPlan.of("csv(\"my file.csv\", label=\"the class\")")
                        .withTake(10)
                        .withScale(new Scaling(127.5, 1 / 127.5))
                        .withTransforms(Stream.of("standardize", "leak(0.25)")
                                .map(Spec::parse)
                                .toList())),
                standard.withInput(Shape.of(1, 28, 28))
                        .withClip(new Clip.ByNorm(5))
                        .withLearningRate(-1e-12),
                standard.withSchedule(Schedules.parse("warm-up(2, then=one-cycle(warm=0.4))"))
                        .withEarlyStopping(new EarlyStopping(7))
                        .withKeepBest(true)
                        .withValidation(0.1)
                        .withStart("folder/with blank.npz")
                        .withSeed(1L << 53)
                        .withLabelSmoothing(0.1)
                        .withMixup(0.2)
                        .withAveraging(0.99));
    }

    @ParameterizedTest
    @MethodSource("unusual")
    void whatIsPrintedReadsBackEqual(Experiment experiment) {
        assertThat(ExperimentFile.parse(ExperimentFile.print(experiment)))
                .as(ExperimentFile.print(experiment))
                .isEqualTo(experiment);
    }

    @Test
    void aMistakeIsNamedWithLineColumnAndNearestName() {
        assertFails(
                "name: x\nlearning-rte: 1\n",
                "line 2, column 1: an experiment has no field 'learning-rte': did you mean 'learning-rate'?");
        assertFails("data:\n  sorce: mnist\n", "line 2, column 3: data has no field 'sorce': did you mean 'source'?");
        assertFails(
                "network:\n  layers:\n    - dense(16, actvation=relu)\n",
                "line 3, column 17: dense has no argument 'actvation': did you mean 'activation'?");
        assertFails(
                "network:\n  layers:\n    - dense(16)\n    - \"dens(16)\"\n",
                "line 4, column 8: there is no layer 'dens': did you mean 'dense'?");
        assertFails("optimizer: adm\n", "line 1, column 12: there is no optimizer 'adm': did you mean 'adam'?");
        assertFails(
                "data:\n  transforms: [standardise]\n",
                "line 2, column 16: there is no transform 'standardise': did you mean 'standardize'?");
        assertFails("epochs: many\n", "line 1, column 9: epochs: expected a whole number, got 'many'");
        assertFails("epochs: 1.5\n", "line 1, column 9: epochs: expected a whole number, got '1.5'");
        assertFails("reduction: men\n", "did you mean 'mean'");
        assertFails("loss: squared-error(outputs=half\n", "the bracket opened at character 14 is not closed");
        assertFails("network: [dense(1, bias=false)]\n", "put components with commas in quotes");
        assertFails("epochs: 1\nepochs: 2\n", "line 2, column 1: 'epochs' is given twice");
        assertFails("validation: 2\n", "line 1, column 13: validation: validation lies in [0, 1), got 2.0");
        assertFails("loss:\n  squared-error: half\n", "line 2, column 3: loss expects a value, got a mapping");
        assertFails("- a\n", "line 1, column 1: an experiment is a list of fields");
        assertFails("a: [1\n", "not YAML");
        assertFails("a: b: c\n", "not YAML");
        assertFails("", "is empty");
        assertFails("? [a]\n: b\n", "not YAML");
    }

    private static void assertFails(String text, String says) {
        assertThatThrownBy(() -> ExperimentFile.parse(text))
                .isInstanceOf(DescentException.class)
                .hasMessageContaining(says)
                .hasMessageStartingWith("the experiment");
    }

    @Test
    void pathsStartFromTheFolderOfTheFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("collapse.yaml"), COLLAPSE);
        Experiment experiment = ExperimentFile.read(file);
        assertThat(experiment.folder()).isEqualTo(folder);
        ExperimentFile.write(folder.resolve("runs/copy.yaml"), experiment);
        assertThat(ExperimentFile.read(folder.resolve("runs/copy.yaml")).start())
                .isEqualTo(folder.resolve("collapse-start.npz").toAbsolutePath().toString());
    }

    @Test
    void aFileThatIsNoTextIsRefused(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("x.yaml"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 1});
        assertThatThrownBy(() -> ExperimentFile.read(file)).hasMessageContaining("is not UTF-8 text");
    }
}

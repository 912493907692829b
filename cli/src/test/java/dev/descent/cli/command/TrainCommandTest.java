package dev.descent.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.cli.CommandTest;
import dev.descent.experiment.ExperimentFile;
import dev.descent.model.Model;
import dev.descent.train.Experiment;
import dev.descent.train.Field;
import dev.descent.train.Fields;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class TrainCommandTest extends CommandTest {
    private static final String[] SMALL = {
        "train",
        "--data",
        "digits",
        "--take",
        "300",
        "--layers",
        "[dense(16, activation=tanh), dense(10, activation=softmax)]",
        "--epochs",
        "2"
    };

    private Result small(String... more) {
        String[] arguments = java.util.Arrays.copyOf(SMALL, SMALL.length + more.length);
        System.arraycopy(more, 0, arguments, SMALL.length, more.length);
        return descent(arguments);
    }

    @Test
    void itShowsDataNetworkEpochsAccuracyConfusionAndWhereTheModelIs() {
        String out = small().isDone().out();
        assertThat(out)
                .contains("300 to train", "dense(16, activation=tanh)", "12,560", "epoch 1/2", "epoch 2/2")
                .contains("test accuracy", "recall", "most confused", "digits.descent");
        assertThat(folder.resolve("digits.descent")).isNotEmptyFile();
    }

    @Test
    void everyFieldOfAnExperimentIsAFlagThatTakesWhatTheFieldPrints() {
        String help = descent("train", "--help").isDone().out();
        for (Field field : Fields.ALL) {
            String flag = ExperimentFlags.names(field).getFirst();
            assertThat(help).contains(flag);
            String value = field.get(Experiment.standard()).toString();
            String text = field.plainText() ? value.replace("\"", "") : value;
            Result printed =
                    descent("train", flag + "=" + text, "--print-experiment").isDone();
            assertThat(ExperimentFile.parse(printed.out())).as(flag).isEqualTo(Experiment.standard());
        }
    }

    @Test
    void flagsChangeTheFilesFields() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), "name: mine\nepochs: 7\nbatch: full\n");
        String printed = descent("train", "a.yaml", "--epochs", "3", "--print-experiment")
                .isDone()
                .out();
        Experiment experiment = ExperimentFile.parse(printed);
        assertThat(experiment.name()).isEqualTo("mine");
        assertThat(experiment.epochs()).isEqualTo(3);
        assertThat(experiment.batch()).isZero();
    }

    @Test
    void theSameExperimentGivesTheSameFile() throws IOException {
        small("--model", "a.descent").isDone();
        small("--model", "b.descent").isDone();
        assertThat(folder.resolve("a.descent")).hasSameBinaryContentAs(folder.resolve("b.descent"));
    }

    @Test
    void aSavedModelKnowsTheExperimentThatMadeIt() throws IOException {
        small("--seed", "42").isDone();
        assertThat(Model.load(folder.resolve("digits.descent")).provenance().values())
                .anySatisfy(value -> assertThat(value).contains("42"));
    }

    @Test
    void jsonIsOneObjectALineFromStartToEnd() {
        List<String> lines = small("--json").isDone().out().lines().toList();
        List<Object> events = lines.stream()
                .map(line -> Jsonb.builder().build().type(Object.class).fromJson(line))
                .map(object -> ((Map<?, ?>) object).get("event"))
                .<Object>map(event -> event)
                .toList();
        assertThat(events).startsWith("start", "epoch", "epoch").endsWith("evaluation", "end");
        assertThat(lines.get(lines.size() - 2)).contains("\"accuracy\":0.", "\"confusion\":[[");
    }

    @Test
    void aFullBatchTrainingTellsWhatItsStepsDidInside() {
        String out = small("--batch", "full", "--learning-rate", "1000", "--optimizer", "sgd")
                .isDone()
                .out();
        assertThat(out)
                .contains("step / values", "saturated units of layer1", "outputs of sample 0", "times as large as");
    }

    @Test
    void aTaskOfNumbersIsTrainedAndJudgedByItsErrors() {
        String out = descent(
                        "train",
                        "--data",
                        "hours",
                        "--layers",
                        "[dense(3, activation=sigmoid), dense(1, activation=sigmoid)]",
                        "--loss",
                        "squared-error",
                        "--epochs",
                        "3",
                        "--name",
                        "hours")
                .isDone()
                .out();
        assertThat(out).contains("test mean squared error").doesNotContain("NaN");
    }

    @Test
    void aTrainingBeyondHopeIsStoppedWithItsSymptomsUnlessNobodyWatches() {
        String[] bursting = {
            "train",
            "--data",
            "digits(train=300, test=50)",
            "--layers",
            "[dense(16), dense(10)]",
            "--loss",
            "squared-error",
            "--optimizer",
            "sgd",
            "--learning-rate",
            "1e4",
            "--epochs",
            "9"
        };
        Result watched = descent(bursting);
        assertThat(watched.exitCode()).isEqualTo(1);
        assertThat(watched.out())
                .contains("beyond hope", "numbers that are none", "descent doctor", "times larger than");
        String[] unwatched = java.util.Arrays.copyOf(bursting, bursting.length + 1);
        unwatched[bursting.length] = "--no-doctor";
        assertThat(descent(unwatched).isDone().out())
                .contains("all epochs done")
                .doesNotContain("health");
    }

    @Test
    void theLearningRateThatFallsFastestIsFoundAndDrawn() throws IOException {
        Result result = descent("train", "--data", "digits(500, 10)", "--find-learning-rate", "rate.svg")
                .isDone();
        assertThat(result.out()).contains("fastest at a learning rate of", "--learning-rate");
        assertThat(folder.resolve("rate.svg")).content().startsWith("<svg").contains("polyline");
        descent("train", "--data", "digits(500, 10)", "--find-learning-rate", "rate.png")
                .isDone();
        assertThat(ImageIO.read(folder.resolve("rate.png").toFile()).getWidth()).isGreaterThan(100);
        assertThat(descent("train", "--data", "digits(500, 10)", "--find-learning-rate", "rate.txt")
                        .isOneSentenceAndExitCode2()
                        .error())
                .contains("rate.txt");
        assertThat(folder.resolve("digits.descent")).doesNotExist();
    }
}

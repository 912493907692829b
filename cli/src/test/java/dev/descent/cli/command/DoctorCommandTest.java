package dev.descent.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.cli.CommandTest;
import dev.descent.cli.ExitCode;
import dev.descent.experiment.ExperimentFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DoctorCommandTest extends CommandTest {
    private static final String HEALTHY = """
            name: small
            data: classification(rows=300, features=6, classes=3, separation=6, seed=1)
            network:
              layers:
                - dense(12, activation=relu, initializer=he-normal)
                - dense(3, activation=softmax)
            loss: cross-entropy
            optimizer: sgd
            learning-rate: 0.1
            batch: 16
            epochs: 20
            """;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void aHealthyExperimentGivesExitCode0() throws IOException {
        write("small.yaml", HEALTHY);
        Result result = descent("doctor", "small.yaml").isDone();
        assertThat(result.out()).contains("small").contains("healthy");
    }

    @Test
    void aFindingGivesExitCode1WithFaultEvidenceFixAndProofOverThreeSeeds() throws IOException {
        write("small.yaml", HEALTHY.replace("learning-rate: 0.1", "learning-rate: -0.1"));
        Result result = descent("doctor", "small.yaml");
        assertThat(result.exitCode()).isEqualTo(ExitCode.FINDINGS);
        assertThat(result.out())
                .contains("PROVED", "step-ascends", "learning-rate: 0.1", "evidence", "proof")
                .containsPattern("\\+\\d\\.\\d+, \\+\\d\\.\\d+, \\+\\d\\.\\d+");
    }

    @Test
    void repairWritesTheMendedExperimentWithOneFieldChanged() throws IOException {
        write("small.yaml", HEALTHY.replace("learning-rate: 0.1", "learning-rate: -0.1"));
        Result result = descent("doctor", "small.yaml", "--repair", "mended.yaml", "--seeds", "1");
        assertThat(result.out()).contains("- learning-rate: -0.1", "+ learning-rate: 0.1");
        assertThat(ExperimentFile.read(folder.resolve("mended.yaml")).learningRate())
                .isEqualTo(0.1);
        assertThat(result.out().lines().filter(line -> line.startsWith("+ "))).hasSize(1);
        descent("doctor", "mended.yaml").isDone();
    }

    @Test
    void jsonAndHtmlSayTheSame() throws IOException {
        write("small.yaml", HEALTHY.replace("learning-rate: 0.1", "learning-rate: -0.1"));
        Result result = descent("doctor", "small.yaml", "--json", "--html", "report.html", "--seeds", "1");
        assertThat(result.exitCode()).isEqualTo(ExitCode.FINDINGS);
        assertThat(result.out()).startsWith("{").contains("\"fault\"", "\"step-ascends\"", "\"proved\"");
        assertThat(Files.readString(folder.resolve("report.html")))
                .contains("step-ascends")
                .contains("<svg");
    }

    @Test
    void whatIsNoExperimentIsOneSentenceAndExitCode2() throws IOException {
        write("broken.yaml", "learning-rate: [");
        descent("doctor", "broken.yaml").isOneSentenceAndExitCode2();
        descent("doctor", "missing.yaml").isOneSentenceAndExitCode2();
        descent("doctor").isOneSentenceAndExitCode2();
        descent("doctor", "broken.yaml", "--budget", "-1").isOneSentenceAndExitCode2();
    }

    @Test
    void aTrainedModelKnowsItsExperiment() throws IOException {
        write("small.yaml", HEALTHY);
        descent("train", "small.yaml").isDone();
        descent("doctor", "small.descent").isDone();
    }

    @Test
    void aRecordedRunIsExaminedByItsFolder() throws IOException {
        write("small.yaml", HEALTHY);
        descent("train", "small.yaml", "--record", "run").isDone();
        descent("doctor", "run").isDone();
        Files.createDirectory(folder.resolve("empty"));
        descent("doctor", "empty").isOneSentenceAndExitCode2();
    }

    @Test
    void theBenchCountsOverAFolderOfCases() throws IOException {
        Path cases = Files.createDirectories(folder.resolve("cases"));
        Files.writeString(cases.resolve("fine.yaml"), HEALTHY);
        Files.writeString(cases.resolve("climbs.yaml"), HEALTHY.replace("learning-rate: 0.1", "learning-rate: -0.1"));
        Files.writeString(cases.resolve("truth.yaml"), """
                fine:
                  faults: []
                climbs:
                  faults: [step-ascends]
                  fixed: fine.yaml
                """);
        Result text = descent("doctor", "bench", "cases").isDone();
        assertThat(text.out())
                .containsPattern("climbs +first +repaired")
                .containsPattern("fine +ok")
                .contains("1 of 1")
                .contains("0 of 1");
        Result json = descent("doctor", "bench", "cases", "--json", "--only", "climbs")
                .isDone();
        assertThat(json.out()).contains("\"event\":\"case\"", "\"found\":[\"step-ascends\"]");
        descent("doctor", "bench", "nowhere").isOneSentenceAndExitCode2();
        descent("doctor", "bench", "cases", "--part", "x").isOneSentenceAndExitCode2();
    }
}

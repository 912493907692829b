package dev.descent.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.cli.CommandTest;
import dev.descent.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditCommandTest extends CommandTest {
    private static final Path PROGRAMS = Path.of("../core/src/test/resources/audit-programs")
            .toAbsolutePath()
            .normalize();

    @Test
    void aHealthyProgramEndsWith0AndShowsWhatWasChecked() {
        Result result =
                descent("audit", PROGRAMS.resolve("eleven_lines-healthy").toString());
        assertThat(result.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(result.out()).contains("healthy", "checked and right", "syn0");
    }

    @Test
    void aFaultEndsWith1AndIsNamedInTheProgramsOwnNamesInTextJsonAndHtml() throws IOException {
        String faulty = PROGRAMS.resolve("eleven_lines-faulty").toString();
        Result text = descent("audit", faulty, "--html", "audit.html");
        assertThat(text.exitCode()).isEqualTo(ExitCode.FINDINGS);
        assertThat(text.out()).contains("backprop-wrong-weights", "l1_delta", "should be");
        assertThat(Files.readString(folder.resolve("audit.html")))
                .startsWith("<!DOCTYPE html>")
                .contains("backprop-wrong-weights", "<svg")
                .doesNotContain("src=\"http", "href=\"http");
        Result json = descent("audit", faulty, "--json");
        assertThat(json.exitCode()).isEqualTo(ExitCode.FINDINGS);
        assertThat(json.out()).startsWith("{").contains("\"fault\": \"backprop-wrong-weights\"", "\"healthy\": false");
    }

    @Test
    void whatIsNoProgramEndsWith2AndSaysWhatIsMissing() throws IOException {
        Files.writeString(folder.resolve("numbers.json"), "{\"a\": [0.25, 0.5], \"b\": [[3.5, 4.25]]}");
        Result result = descent("audit", "numbers.json");
        assertThat(result.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(result.out()).contains("not understood");
    }

    @Test
    void badInputIsSaidInOneSentence() throws IOException {
        assertThat(descent("audit").isOneSentenceAndExitCode2().error()).contains("audit needs");
        assertThat(descent("audit", "nowhere").isOneSentenceAndExitCode2().error())
                .contains("nowhere");
        Files.writeString(folder.resolve("bad.json"), "{\"a\": [1, 2");
        assertThat(descent("audit", "bad.json").isOneSentenceAndExitCode2().error())
                .contains("bad.json", "line 1");
        assertThat(descent("audit", "bench", ".").isOneSentenceAndExitCode2().error())
                .contains("truth.json");
    }

    @Test
    void theBenchCountsRightAndWrong() throws IOException {
        for (Map.Entry<String, String> one : Map.of(
                        "right",
                        "eleven_lines-faulty",
                        "any",
                        "eleven_lines-faulty",
                        "wrong",
                        "hours-faulty",
                        "well",
                        "eleven_lines-healthy")
                .entrySet()) {
            Path target = Files.createDirectory(folder.resolve(one.getKey()));
            try (var files = Files.list(PROGRAMS.resolve(one.getValue()))) {
                for (Path file : files.toList()) {
                    Files.copy(file, target.resolve(file.getFileName()));
                }
            }
        }
        Files.writeString(folder.resolve("truth.json"), """
                {"right": {"faults": ["backprop-wrong-weights"], "where": ["l1_delta"]},
                 "any": {"faults": ["any"], "where": ["l1_delta"]},
                 "wrong": {"faults": ["data-leak"], "where": ["X"]},
                 "well": {"faults": [], "where": []}}
                """);
        assertThat(descent("audit", "bench", ".").isDone().out())
                .containsPattern("named first +66.7 % +2 of 3")
                .containsPattern("false alarms on healthy programs +0.0 % +0 of 1");
        assertThat(descent("audit", "bench", ".", "--json").isDone().out().lines())
                .hasSize(4);
    }
}

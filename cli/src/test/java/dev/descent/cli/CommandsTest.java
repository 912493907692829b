package dev.descent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class CommandsTest extends CommandTest {
    @Test
    void unknownCommandsAndOptionsAreNamedWithTheNearestOne() {
        assertThat(descent("complet").isOneSentenceAndExitCode2().error()).contains("complet", "completion");
        assertThat(descent("manual", "--hlp").isOneSentenceAndExitCode2().error())
                .contains("--hlp", "--help");
    }

    @Test
    void everyCommandHasHelpAndADescription() {
        assertThat(descent().isDone().out()).contains("Commands:", "completion");
        assertThat(descent("--version").isDone().out()).contains(Commands.VERSION);
        Commands.of(new Session(
                        dev.descent.cli.terminal.Terminal.plain(System.out, 80),
                        System.err,
                        System.in,
                        java.util.Map.of(),
                        folder))
                .getSubcommands()
                .forEach((name, command) -> {
                    assertThat(descent(name, "--help").isDone().out()).contains("descent " + command.getCommandName());
                    assertThat(command.getCommandSpec().usageMessage().description())
                            .isNotEmpty();
                    command.getCommandSpec().options().stream()
                            .filter(option -> !option.hidden())
                            .forEach(option -> assertThat(option.description())
                                    .as("%s %s", name, option.longestName())
                                    .isNotEmpty());
                });
    }

    @Test
    void theManualNamesEveryCommandAndTheCompletionScriptToo() {
        assertThat(descent("manual").isDone().out()).startsWith(".TH").contains("descent completion", "EXIT STATUS");
        assertThat(descent("completion").isDone().out()).contains("complete -F", "manual");
    }

    @Test
    void failuresBecomeOneSentence() {
        assertThat(Complaint.of(new NoSuchFileException("a.idx")))
                .isEqualTo(new Complaint("a.idx: no such file or folder", ExitCode.BAD_INPUT));
        assertThat(Complaint.of(new AccessDeniedException("a.idx")).sentence()).isEqualTo("a.idx: permission denied");
        assertThat(Complaint.of(new java.io.UncheckedIOException(new IOException("two\nlines")))
                        .sentence())
                .isEqualTo("two; lines");
        assertThat(Complaint.of(new IllegalArgumentException("a batch of 0")))
                .isEqualTo(new Complaint("a batch of 0", ExitCode.BAD_INPUT));
        assertThat(Complaint.of(new NullPointerException()).exitCode()).isEqualTo(ExitCode.INTERNAL);
        assertThat(Complaint.of(new OutOfMemoryError()).sentence()).contains("memory", "-Xmx");
    }
}

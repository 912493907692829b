package dev.descent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Runs commands in this process and keeps what they print. */
public abstract class CommandTest {
    @TempDir
    protected Path folder;

    /** What a command said and gave. */
    public record Result(int exitCode, String out, String error) {
        public Result isOneSentenceAndExitCode2() {
            assertThat(exitCode).as("exit code; stderr: %s", error).isEqualTo(ExitCode.BAD_INPUT);
            assertThat(error).startsWith("descent: ").doesNotContain("Exception", "\tat ", "null");
            assertThat(error.strip()).doesNotContain("\n");
            return this;
        }

        public Result isDone() {
            assertThat(exitCode).as("exit code; stderr: %s", error).isZero();
            return this;
        }
    }

    protected Result descent(String... arguments) {
        return descent(new byte[0], arguments);
    }

    protected Result descent(byte[] input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        Session session = new Session(
                Terminal.plain(new PrintStream(out, true, StandardCharsets.UTF_8), 100),
                new PrintStream(error, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(input),
                Map.of(),
                folder);
        int exitCode = Commands.of(session).execute(arguments);
        return new Result(exitCode, out.toString(StandardCharsets.UTF_8), error.toString(StandardCharsets.UTF_8));
    }
}

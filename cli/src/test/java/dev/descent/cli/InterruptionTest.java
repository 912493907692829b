package dev.descent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.descent.model.Model;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("launcher")
class InterruptionTest {
    @TempDir
    Path folder;

    @Test
    void ctrlCEndsAfterTheStepKeepsTheModelAndGives130() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/bin/kill")) || Files.isExecutable(Path.of("/usr/bin/kill")), "needs kill");
        Path out = folder.resolve("out.txt");
        Process training = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.descent.cli.Main",
                        "train",
                        "--data",
                        "digits(train=500, test=100)",
                        "--epochs",
                        "1000000")
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(folder.resolve("error.txt").toFile())
                .start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!Files.readString(out).contains("epoch 1/") && System.nanoTime() < deadline) {
            Thread.sleep(50);
        }
        new ProcessBuilder("kill", "-INT", Long.toString(training.pid()))
                .start()
                .waitFor();
        assertThat(training.waitFor(60, TimeUnit.SECONDS))
                .as("ends within a minute")
                .isTrue();
        assertThat(training.exitValue()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(Files.readString(out)).contains("stopped by Ctrl-C", "saved");
        assertThat(Model.load(folder.resolve("digits.descent")).network().parameterCount())
                .isPositive();
    }
}

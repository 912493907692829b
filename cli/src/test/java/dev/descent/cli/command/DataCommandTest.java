package dev.descent.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.cli.CommandTest;
import java.io.IOException;
import java.nio.file.Files;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class DataCommandTest extends CommandTest {
    @Test
    void showCountsClassesValuesConstantPixelsAndDuplicatesAndDrawsSamples() {
        String out =
                descent("data", "show", "digits(train=200, test=100)").isDone().out();
        assertThat(out).contains("1×28×28", "features that never change", "samples equal to an earlier one", "class");
        assertThat(out.lines().filter(line -> line.contains("@")).count())
                .as("lines with ink")
                .isGreaterThan(10);
    }

    @Test
    void theContactSheetGoesToAFile() throws IOException {
        descent("data", "show", "digits(train=30, test=1)", "--png", "sheet.png", "--count", "25")
                .isDone();
        assertThat(ImageIO.read(folder.resolve("sheet.png").toFile()).getWidth())
                .isEqualTo(5 * (28 * 2 + 2) + 2);
    }

    @Test
    void aTableOfNumbersHasNoPicturesToDraw() throws IOException {
        assertThat(descent("data", "show", "xor").isDone().out()).contains("samples", "2");
        assertThat(descent("data", "show", "xor", "--png", "x.png")
                        .isOneSentenceAndExitCode2()
                        .error())
                .contains("xor");
        assertThat(Files.exists(folder.resolve("x.png"))).isFalse();
    }

    @Test
    void anUnknownDataSetIsNamedWithTheNearest() {
        assertThat(descent("data", "fetch", "mnits").isOneSentenceAndExitCode2().error())
                .contains("mnits", "mnist");
        assertThat(descent("data").isOneSentenceAndExitCode2().error()).contains("fetch", "show");
    }

    @Test
    void augmentedImagesAreDrawn() throws IOException {
        descent("data", "show", "digits(60, 10)", "--png", "plain.png").isDone();
        descent("data", "show", "digits(60, 10)", "--augment", "[shift(2), rotate(15)]", "--png", "bent.png")
                .isDone();
        assertThat(folder.resolve("bent.png")).exists();
        assertThat(java.nio.file.Files.mismatch(folder.resolve("plain.png"), folder.resolve("bent.png")))
                .isNotNegative();
        assertThat(descent("data", "show", "digits(60, 10)", "--augment", "[shft(2)]")
                        .isOneSentenceAndExitCode2()
                        .error())
                .contains("shift");
    }
}

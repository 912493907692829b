package dev.descent.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.descent.cli.CommandTest;
import dev.descent.data.NdArray;
import dev.descent.data.Npy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong: one sentence that names it, exit code 2, no stack trace, nothing half-written. */
class BadInputTest extends CommandTest {
    /** A small trained network, made once per test by the library's own command. */
    @BeforeEach
    void layFiles() throws IOException {
        Files.writeString(folder.resolve("empty"), "");
        Files.writeString(folder.resolve("text.txt"), "This is no picture.\n");
        Files.writeString(folder.resolve("field.yaml"), "name: a\nlearnin-rate: 0.1\n");
        Files.writeString(folder.resolve("value.yaml"), "epochs: many\n");
        Files.writeString(folder.resolve("broken.yaml"), "network: [dense(10\n  - : x\n");
        Files.writeString(folder.resolve("label.csv"), "a,b,label\n1,2,0\n3,4,-1\n");
        Files.writeString(folder.resolve("start.yaml"), "start: nowhere.npz\ndata: digits(50, 50)\n");
        Files.createDirectory(folder.resolve("folder"));
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("nowhere.yaml", "train nowhere.yaml"),
                Arguments.of("empty", "train empty"),
                Arguments.of("folder", "train folder"),
                Arguments.of("learning-rate", "train field.yaml"),
                Arguments.of("epochs", "train value.yaml"),
                Arguments.of("line", "train broken.yaml"),
                Arguments.of("nowhere.npz", "train start.yaml"),
                Arguments.of("--learning-rate", "train --learning-rate fast"),
                Arguments.of("--epochs", "train --epochs -1"),
                Arguments.of("--validation", "train --validation 1.5"),
                Arguments.of("cross-entropy", "train --loss cros-entropy"),
                Arguments.of("adam", "train --optimizer adan"),
                Arguments.of("dense", "train --layers [dens(3)]"),
                Arguments.of("mnist", "train --data mnits"),
                Arguments.of("--lerning-rate", "train --lerning-rate 1"),
                Arguments.of("text.txt", "train --data digits(50,50) --epochs 1 --model text.txt/a.descent"),
                Arguments.of("nowhere.descent", "recognise -m nowhere.descent text.txt"),
                Arguments.of("text.txt", "recognise -m text.txt text.txt"),
                Arguments.of("empty", "evaluate empty"),
                Arguments.of("folder", "show folder"),
                Arguments.of("FILE", "recognise"),
                Arguments.of("mnits", "data show mnits"),
                Arguments.of("--count", "data show digits(50,50) --count 0"),
                Arguments.of("nowhere.yaml", "trace nowhere.yaml"),
                Arguments.of("--sample", "trace --data xor --layers [dense(1)] --loss squared-error --sample 99"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("wrong")
    void isSaidInOneSentence(String named, String line) throws IOException {
        long before = files();
        Result result = descent(line.split(" ")).isOneSentenceAndExitCode2();
        assertThat(result.error()).contains(named);
        assertThat(files()).as("files left behind").isEqualTo(before);
    }

    @Test
    void aDamagedModelOrPictureIsNamed() throws IOException {
        descent("train", "--data", "digits(50, 50)", "--epochs", "1", "--layers", "[dense(10)]")
                .isDone();
        byte[] model = Files.readAllBytes(folder.resolve("digits.descent"));
        Files.write(folder.resolve("short.descent"), Arrays.copyOf(model, model.length / 2));
        byte[] flipped = model.clone();
        flipped[model.length / 2] ^= 1;
        Files.write(folder.resolve("flipped.descent"), flipped);
        Files.write(folder.resolve("short.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 26, '\n', 0, 0});
        assertThat(descent("show", "short.descent").isOneSentenceAndExitCode2().error())
                .contains("short.descent");
        assertThat(descent("show", "flipped.descent")
                        .isOneSentenceAndExitCode2()
                        .error())
                .contains("flipped.descent");
        assertThat(descent("recognise", "short.png").isOneSentenceAndExitCode2().error())
                .contains("short.png");
        assertThat(descent("recognise", "text.txt").isOneSentenceAndExitCode2().error())
                .contains("text.txt");
        assertThat(descent("recognise", "empty").isOneSentenceAndExitCode2().error())
                .contains("empty");
        assertThat(descent("This is text".getBytes(StandardCharsets.UTF_8), "recognise", "-")
                        .isOneSentenceAndExitCode2()
                        .error())
                .contains("standard input");
        Npy.write(folder.resolve("nan.npy"), NdArray.of(nan(), 2, 28, 28));
        assertThat(descent("recognise", "nan.npy").isOneSentenceAndExitCode2().error())
                .contains("nan.npy", "sample 1", "NaN");
        assertThat(descent("evaluate", "digits.descent", "xor")
                        .isOneSentenceAndExitCode2()
                        .error())
                .contains("xor");
    }

    private static float[] nan() {
        float[] pixels = new float[2 * 28 * 28];
        pixels[28 * 28 + 5] = Float.NaN;
        return pixels;
    }

    @Test
    void aFullDiskLeavesNothingHalfWritten() {
        assumeTrue(Files.exists(Path.of("/dev/full")), "needs /dev/full");
        Result result = descent(
                "train",
                "--data",
                "digits",
                "--take",
                "50",
                "--epochs",
                "1",
                "--layers",
                "[dense(10)]",
                "--model",
                "/dev/full");
        assertThat(result.isOneSentenceAndExitCode2().error()).contains("No space left");
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.count();
        }
    }
}

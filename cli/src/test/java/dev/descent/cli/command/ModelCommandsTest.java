package dev.descent.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.cli.CommandTest;
import dev.descent.data.Digits;
import dev.descent.data.Idx;
import dev.descent.data.NdArray;
import dev.descent.data.Npz;
import dev.descent.data.TrainTest;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands that use a trained network. */
class ModelCommandsTest extends CommandTest {
    private static final String DATA = "digits(train=2000, test=200, seed=3)";

    @BeforeEach
    void train() {
        descent(
                        "train",
                        "--data",
                        DATA,
                        "--epochs",
                        "3",
                        "--layers",
                        "[dense(32, activation=relu), dense(10, activation=softmax)]")
                .isDone();
    }

    @Test
    void evaluateRepeatsWhatTrainingSaidOfItsTestData() {
        String accuracy = "test accuracy  ";
        String trained = descent("show").isDone().out();
        String evaluated = descent("evaluate", "--json").isDone().out();
        String figure = evaluated.replaceAll("(?s).*\"accuracy\":([0-9.]+).*", "$1");
        assertThat(trained).contains("figure.test-accuracy", figure);
        assertThat(descent("evaluate").isDone().out()).contains(accuracy.trim(), "recall");
        assertThat(Double.parseDouble(figure)).as("learned something").isGreaterThan(0.4);
    }

    @Test
    void theSamePictureIsRecognisedAlikeFromEveryKindOfFileAndFromStandardInput() throws IOException {
        TrainTest data = Digits.builtIn(10, 1, 5);
        byte[] pixels = new byte[28 * 28];
        float[] floats = new float[28 * 28];
        BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
        for (int index = 0; index < pixels.length; index++) {
            int value = (int) data.train().raw(0, index);
            pixels[index] = (byte) value;
            floats[index] = value / 255f;
            image.getRaster().setSample(index % 28, index / 28, 0, value);
        }
        Idx.write(folder.resolve("a.idx"), pixels, 1, 28, 28);
        Npz.write(folder.resolve("a.npz"), Map.of("x", NdArray.of(floats, 1, 28, 28)));
        ImageIO.write(image, "png", folder.resolve("a.png").toFile());
        String idx = probabilities(descent("recognise", "--json", "a.idx"));
        assertThat(probabilities(descent("recognise", "--json", "--as-is", "a.png")))
                .isEqualTo(idx);
        byte[] png = Files.readAllBytes(folder.resolve("a.png"));
        assertThat(probabilities(descent(png, "recognise", "--json", "--as-is", "-")))
                .isEqualTo(idx);
        // A float of 1/255 steps is not exactly the byte again, so only the digit must agree.
        assertThat(digit(descent("recognise", "--json", "a.npz")))
                .isEqualTo(digit(descent("recognise", "--json", "a.idx")));
    }

    private static String probabilities(Result result) {
        return result.isDone().out().replaceAll("(?s).*\"probabilities\":", "");
    }

    private static String digit(Result result) {
        return result.isDone().out().replaceAll("(?s).*\"digit\":([0-9]).*", "$1");
    }

    @Test
    void recogniseShowsTheDigitABarForEachClassAndWhatTheNetworkSaw() throws IOException {
        byte[] pixels = new byte[3 * 28 * 28];
        java.util.Arrays.fill(pixels, 14 * 28, 15 * 28, (byte) 255);
        Idx.write(folder.resolve("three.idx"), pixels, 3, 28, 28);
        String out = descent("recognise", "--limit", "2", "three.idx").isDone().out();
        assertThat(out)
                .contains("three.idx#0", "three.idx#1", "sure", "9 ", "++++", "and 1 more")
                .doesNotContain("three.idx#2");
    }

    @Test
    void showDrawsThePicturesOfTheFirstLayersUnits() throws IOException {
        String out = descent("show", "--png", "units.png").isDone().out();
        assertThat(out).contains("layer1.weight", "784×32", "experiment.data.source", "weights of the first layer");
        BufferedImage sheet = ImageIO.read(folder.resolve("units.png").toFile());
        // 32 units make 6 rows of 6, each 28 pixels of 4 image pixels and a gap of 2.
        assertThat(sheet.getWidth()).isEqualTo(6 * (28 * 4 + 2) + 2);
    }

    @Test
    void aNetworkThatSeesNoPicturesIsShownWithoutThem() {
        descent(
                        "train",
                        "--data",
                        "xor",
                        "--layers",
                        "[dense(4, activation=tanh), dense(1, activation=sigmoid)]",
                        "--loss",
                        "squared-error",
                        "--epochs",
                        "1",
                        "--name",
                        "xor")
                .isDone();
        assertThat(descent("show", "xor.descent").isDone().out())
                .contains("layer2.bias")
                .doesNotContain("first layer's");
        assertThat(descent("show", "xor.descent", "--png", "x.png")
                        .isOneSentenceAndExitCode2()
                        .error())
                .contains("pictures");
    }
}

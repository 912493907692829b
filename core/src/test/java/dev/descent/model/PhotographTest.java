package dev.descent.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.data.Dataset;
import dev.descent.data.Digits;
import dev.descent.data.TrainTest;
import dev.descent.network.Activations;
import dev.descent.network.Losses;
import dev.descent.network.Network;
import dev.descent.train.Optimizers;
import dev.descent.train.Trainer;
import java.awt.image.BufferedImage;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whether a network that learned from a data set reads the same digits on paper, photographed. */
class PhotographTest {
    private static final int COUNT = 150;
    private static final long SEED = 4;

    /** A sheet's look: brightness of its paper and ink at the brighter side, how much darker the other side is, and noise. */
    private record Sheet(String name, double paper, double ink, double shade, double noise) {}

    private static final Sheet SCAN = new Sheet("scan", 250, 30, 0, 1);
    private static final Sheet PHOTOGRAPH = new Sheet("photograph in uneven light", 220, 60, 0.4, 5);
    private static final Sheet BLACKBOARD = new Sheet("blackboard", 40, 210, 0.3, 4);

    @Test
    void aDigitOnPaperIsReadNearlyAsOftenAsInTheDataSet() {
        TrainTest data = Digits.builtIn(4000, COUNT, 8);
        Model model = Trainer.of(
                        Network.input(1, 28, 28).dense(64, Activations.RELU).dense(10, Activations.SOFTMAX))
                .loss(Losses.CROSS_ENTROPY)
                .optimizer(Optimizers.adam(0.003))
                .batch(32)
                .epochs(5)
                .seed(1)
                .fit(data.train())
                .model();
        Dataset test = data.test();
        int inDataSet = 0;
        for (int sample = 0; sample < COUNT; sample++) {
            float[] raw = new float[28 * 28];
            for (int i = 0; i < raw.length; i++) {
                raw[i] = (float) test.raw(sample, i);
            }
            inDataSet += model.recognise(raw).digit() == test.label(sample) ? 1 : 0;
        }
        assertThat(inDataSet).as("right of %d in the data set", COUNT).isGreaterThan(COUNT / 2);
        for (Sheet sheet : new Sheet[] {SCAN, PHOTOGRAPH, BLACKBOARD}) {
            Random random = new Random(SEED);
            int right = 0;
            for (int sample = 0; sample < COUNT; sample++) {
                right += model.recognise(picture(test, sample, sheet, random)).digit() == test.label(sample) ? 1 : 0;
            }
            assertThat(right)
                    .as("right of %d on a %s, seed %d; in the data set %d", COUNT, sheet.name(), SEED, inDataSet)
                    .isGreaterThanOrEqualTo(inDataSet - COUNT / 12);
        }
    }

    /** The digit four to eight times as large somewhere on a sheet of 320 by 300 pixels. */
    private static BufferedImage picture(Dataset data, int sample, Sheet sheet, Random random) {
        double scale = 4 + 4 * random.nextDouble();
        int size = (int) (28 * scale);
        int left = random.nextInt(320 - size);
        int top = random.nextInt(300 - size);
        BufferedImage image = new BufferedImage(320, 300, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 300; y++) {
            for (int x = 0; x < 320; x++) {
                double ink = between(data, sample, (x - left) / scale - 0.5, (y - top) / scale - 0.5);
                double light = 1 - sheet.shade() * x / 320;
                double grey = light * (sheet.paper() + (sheet.ink() - sheet.paper()) * ink)
                        + sheet.noise() * random.nextGaussian();
                int level = Math.clamp(Math.round(grey), 0, 255);
                image.setRGB(x, y, level * 0x010101);
            }
        }
        return image;
    }

    /** Ink from 0 to 1 between the pixels of a sample, nothing outside. */
    private static double between(Dataset data, int sample, double x, double y) {
        int column = (int) Math.floor(x);
        int row = (int) Math.floor(y);
        double across = x - column;
        double down = y - row;
        double upper = (1 - across) * ink(data, sample, column, row) + across * ink(data, sample, column + 1, row);
        double lower =
                (1 - across) * ink(data, sample, column, row + 1) + across * ink(data, sample, column + 1, row + 1);
        return (1 - down) * upper + down * lower;
    }

    private static double ink(Dataset data, int sample, int column, int row) {
        boolean inside = column >= 0 && row >= 0 && column < 28 && row < 28;
        return inside ? data.raw(sample, row * 28 + column) / 255 : 0;
    }
}

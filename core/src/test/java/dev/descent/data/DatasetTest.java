package dev.descent.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetTest {
    private static final int SAMPLES = 60;
    private static final Dataset PIXELS = pixels();

    private static Dataset pixels() {
        byte[] pixels = new byte[SAMPLES * 4];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i % 3 == 0 ? 0 : i);
        }
        int[] labels = IntStream.range(0, SAMPLES).map(sample -> sample % 5).toArray();
        return Dataset.ofPixels(Shape.of(1, 2, 2), pixels, labels, 5);
    }

    @Test
    void pixelsAreUnsignedAndScaledBy255UnlessToldOtherwise() {
        float[] input = new float[6];
        PIXELS.copyInput(50, input, 1);
        // Sample 50 holds 0xc8 … 0xcb: 200, 0 (a multiple of 3), 202, 203.
        float unit = (float) (1 / 255.0);
        assertThat(input).containsExactly(0, 200 * unit, 0, 202 * unit, 203 * unit, 0);
        PIXELS.scaled(Scaling.by(1 / 256.0)).copyInput(50, input, 1);
        assertThat(input[1]).isEqualTo(200 / 256f);
        PIXELS.scaled(Scaling.RAW).copyInput(50, input, 1);
        assertThat(input[1]).isEqualTo(200);
    }

    @Test
    void labelsBecomeOneHotTargets() {
        float[] target = {9, 9, 9, 9, 9, 9};
        PIXELS.copyTarget(7, target, 1);
        assertThat(target).containsExactly(9, 0, 0, 1, 0, 0);
        assertThat(PIXELS.target(7, 2)).isEqualTo(1);
        assertThat(PIXELS.target(7, 1)).isZero();
    }

    @Test
    void aSampleStartsWhereItsRawFeaturesLie() {
        Dataset some = PIXELS.select(new int[] {7, 3});
        byte[] pixels = some.pixels();
        assertThat(some.values()).isNull();
        for (int feature = 0; feature < 4; feature++) {
            assertThat(pixels[some.start(1) + feature] & 0xFF).isEqualTo((int) PIXELS.raw(3, feature));
        }
    }

    @Test
    void aSplitLosesNoSampleAndRepeatsNone() {
        TrainTest split = PIXELS.split(0.25, 3);
        assertThat(split.test().size()).isEqualTo(15);
        List<Double> all = values(split.train());
        all.addAll(values(split.test()));
        assertThat(all).containsExactlyInAnyOrderElementsOf(values(PIXELS));
        assertThat(values(PIXELS.split(0.25, 4).test())).isNotEqualTo(values(split.test()));
    }

    @Test
    void shufflingKeepsLabelsWithTheirInputs() {
        Dataset shuffled = PIXELS.shuffled(9);
        assertThat(values(shuffled)).isNotEqualTo(values(PIXELS));
        for (int sample = 0; sample < SAMPLES; sample++) {
            int from = values(PIXELS).indexOf(shuffled.raw(sample, 3) * 1000 + shuffled.raw(sample, 1));
            assertThat(shuffled.label(sample)).isEqualTo(PIXELS.label(from));
        }
    }

    @Test
    void classCountsAndDensityAreCounted() {
        assertThat(PIXELS.classCounts()).containsExactly(12, 12, 12, 12, 12);
        assertThat(PIXELS.take(7).classCounts()).containsExactly(2, 2, 1, 1, 1);
        assertThat(PIXELS.take(SAMPLES + 1).size()).isEqualTo(SAMPLES);
        assertThat(PIXELS.density()).isEqualTo(2 / 3.0);
    }

    @Test
    void theStatisticsTellDuplicatesConflictsAndConstantFeatures() {
        float[] values = {1, 5, 0, /**/ 2, 5, 0, /**/ 1, 5, 0, /**/ 1, 5, 0, /**/ 3, 5, Float.NaN};
        DataStatistics statistics =
                DataStatistics.of(Dataset.ofValues(Shape.of(3), values, new int[] {0, 1, 0, 1, 1}, 2));
        assertThat(statistics.duplicates()).isEqualTo(2);
        assertThat(statistics.conflicts()).isEqualTo(1);
        assertThat(statistics.constantFeatures()).isEqualTo(1);
        assertThat(statistics.invalid()).isEqualTo(1);
        assertThat(statistics.classCounts()).containsExactly(2, 3);
    }

    @Test
    void whatDoesNotFitTogetherIsRefused() {
        assertThatThrownBy(() -> Dataset.ofPixels(Shape.of(2), new byte[5], new int[] {0, 1}, 2))
                .hasMessageContaining("5");
        assertThatThrownBy(() -> Dataset.ofPixels(Shape.of(2), new byte[4], new int[] {0, 2}, 2))
                .hasMessageContaining("2");
        assertThatThrownBy(() -> PIXELS.reshaped(Shape.of(5))).hasMessageContaining("5");
    }

    /** Of pixels 3 and 1, which no two samples share. */
    private static List<Double> values(Dataset data) {
        Double[] values = new Double[data.size()];
        Arrays.setAll(values, sample -> data.raw(sample, 3) * 1000 + data.raw(sample, 1));
        return new ArrayList<>(Arrays.asList(values));
    }
}

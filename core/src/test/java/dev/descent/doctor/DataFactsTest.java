package dev.descent.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.descent.data.CounterRandom;
import dev.descent.data.CounterRandom.Purpose;
import dev.descent.data.Dataset;
import dev.descent.data.Shape;
import dev.descent.data.TrainTest;
import dev.descent.spec.Spec;
import dev.descent.train.DataPlan;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DataFactsTest {
    /** Rows of independent yes-or-no features, each 1 as often as 0. */
    private static TrainTest yesOrNo(int rows, int features) {
        CounterRandom random = CounterRandom.of(5, Purpose.DATA);
        float[] values = new float[rows * features];
        int[] labels = new int[rows];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.below(2, i);
        }
        for (int row = 0; row < rows; row++) {
            labels[row] = (int) values[row * features];
        }
        return Dataset.ofValues(Shape.of(features), values, labels, 2).split(0.3, 1);
    }

    private static TrainTest leaked(TrainTest data) {
        return DataPlan.of("xor")
                .withTransforms(List.of(Spec.parse("leak(share=0.5)")))
                .apply(data);
    }

    /** Zeros and ones differ in few bits, and still every row is another. */
    @Test
    void rowsOfZerosAndOnesAreNotTakenForEqual() {
        assertThat(DataFacts.of(yesOrNo(1000, 40)).leaked()).isZero();
        assertThat(DataFacts.of(leaked(yesOrNo(1000, 40))).leaked()).isEqualTo(1);
    }

    /** With 5 features there are 32 different rows, with 8 there are 256, which stand in both parts without any leak. */
    @Test
    void whatRepeatsByNatureIsNoLeak() {
        assertThat(DataFacts.of(yesOrNo(1000, 5)).leaked()).isCloseTo(0, within(0.05));
        assertThat(DataFacts.of(yesOrNo(800, 8)).leaked()).isCloseTo(0, within(0.1));
    }

    /** One target for each row: 0, 1, 2 … as often as the counts say. */
    private static TrainTest numbered(int... counts) {
        int size = Arrays.stream(counts).sum();
        float[] targets = new float[size];
        for (int number = 0, row = 0; number < counts.length; row += counts[number++]) {
            Arrays.fill(targets, row, row + counts[number], number);
        }
        Dataset all = Dataset.ofTargets(Shape.of(1), new float[size], targets, 1);
        return new TrainTest("numbered", all, all);
    }

    @Test
    void countsWhoseHighestAreRareAreNoClasses() {
        assertThat(DataFacts.of(numbered(50, 50, 50)).integerClasses()).isEqualTo(3);
        assertThat(DataFacts.of(numbered(300, 200, 40, 60)).integerClasses()).isEqualTo(4);
        assertThat(DataFacts.of(numbered(300, 220, 120, 60, 20, 6, 2, 1)).integerClasses())
                .isZero();
    }

    /** A rare class copied until it is frequent, and only then split: what is measured does not repeat by nature. */
    @Test
    void measuredRowsThatWereCopiedBeforeTheSplitLeak() {
        CounterRandom random = CounterRandom.of(6, Purpose.DATA);
        float[] values = new float[1000 * 3];
        for (int i = 0; i < values.length; i++) {
            int row = i / 3;
            // The second half of the rows is the first hundred, five times.
            values[i] = (float) random.normal(row < 500 ? i : (long) row % 100 * 3 + i % 3);
        }
        int[] labels = new int[1000];
        Arrays.fill(labels, 500, 1000, 1);
        assertThat(DataFacts.of(Dataset.ofValues(Shape.of(3), values, labels, 2).split(0.3, 1))
                        .leaked())
                .isGreaterThan(0.4);
    }
}

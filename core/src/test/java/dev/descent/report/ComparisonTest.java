package dev.descent.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.descent.data.NdArray;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void aSingleWrongNumberOfALargeArrayIsFoundAndStaysVisible() {
        double[] exact = new double[1000 * 784];
        double[] yours = exact.clone();
        yours[523 * 784 + 17] = -3;
        Comparison comparison = Comparison.of("w1", NdArray.of(yours, 1000, 784), NdArray.of(exact, 1000, 784));
        assertThat(comparison.largest()).isEqualTo(3);
        assertThat(comparison.where()).isEqualTo("[523, 17]");
        assertThat(comparison.difference().rows()).isEqualTo(64);
        assertThat(comparison.difference().values()).containsOnlyOnce(-3.0);
    }

    @Test
    void aNumberThatIsNoneIsTheWorstDifference() {
        Comparison comparison = Comparison.of(
                "loss", NdArray.of(new double[] {9, Double.NaN, 1}, 3), NdArray.of(new double[] {0, 0, 0}, 3));
        assertThat(comparison.largest()).isNaN();
        assertThat(comparison.where()).isEqualTo("[1]");
        assertThat(comparison.yours().values()).containsExactly(9.0, Double.NaN, 1.0);
    }

    @Test
    void arraysOfDifferentShapesAreRefused() {
        assertThatThrownBy(() -> Comparison.of("b", NdArray.of(new double[2], 2), NdArray.of(new double[2], 1, 2)))
                .hasMessageContaining("[2] and [1, 2]");
    }
}

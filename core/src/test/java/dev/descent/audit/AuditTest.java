package dev.descent.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.data.NdArray;
import dev.descent.report.Report;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs in many styles, whose faults are known because they were put in. */
class AuditTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 3, 9, 12, 15, 27, 30, 36})
    void aHealthyProgramIsNotBlamed(long seed) {
        Report report = Audit.of(Twin.run(TwinStyle.of(seed), "", seed)).report();
        assertThat(report.findings()).as("seed " + seed).isEmpty();
        assertThat(report.verified()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 3, 9, 12, 15, 27, 30, 36})
    void whatWasRecoveredIsReplayedToTheProgramsOwnNumbers(long seed) {
        TwinStyle style = TwinStyle.of(seed);
        assertThat(Audit.of(Twin.run(style, "", seed)).report().verified())
                .as("seed " + seed)
                .filteredOn(check -> check.says().startsWith("replayed"))
                .singleElement()
                .satisfies(check -> assertThat(check.difference()).isLessThan(style.single() ? 1e-2 : 1e-9));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4, 5, 11, 13, 14, 17, 20, 22, 23, 25, 26})
    void aFaultIsNamedFirstByTheNumbersAlone(long seed) {
        TwinStyle style = TwinStyle.of(seed);
        String fault = TwinFaults.ALL.get((int) (seed % TwinFaults.ALL.size()));
        org.junit.jupiter.api.Assumptions.assumeTrue(TwinFaults.canHave(style, fault));
        Report report = Audit.of(Twin.run(style, fault, seed)).report();
        assertThat(report.findings()).as("seed " + seed + " " + fault).isNotEmpty();
        assertThat(report.findings().getFirst().fault().code()).isEqualTo(fault);
    }

    @Test
    void arraysWithoutAProgramAreNotUnderstood() {
        Trace trace = Trace.of("noise", List.of(Map.of("a", NdArray.of(new double[] {1, 2, 3}, 3))));
        Audit audit = Audit.of(trace);
        assertThat(audit.isUnderstood()).isFalse();
        assertThat(audit.report().findings()).isEmpty();
        assertThat(audit.report().unidentified()).isNotEmpty();
    }
}

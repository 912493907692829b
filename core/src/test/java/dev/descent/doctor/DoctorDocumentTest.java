package dev.descent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.report.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of causes in docs/doctor.md is that of the classes. */
class DoctorDocumentTest {
    private static String row(Cause cause) {
        return "| %s | %s | %s |"
                .formatted(
                        cause.name(),
                        cause.faults().stream()
                                .map(fault -> "`" + fault.code() + "`")
                                .collect(Collectors.joining(", ")),
                        cause.tells());
    }

    @Test
    void everyCauseHasItsRow() throws IOException {
        String document = Files.readString(Path.of("../docs/doctor.md"));
        String table = Causes.all().stream().map(DoctorDocumentTest::row).collect(Collectors.joining("\n"));
        assertThat(document).as("docs/doctor.md needs this table:%n%s", table).contains(table);
    }

    @Test
    void everyFaultThatAnExperimentCanHaveIsNamedBySomeCause() {
        assertThat(Causes.all().stream().flatMap(cause -> cause.faults().stream()))
                .contains(
                        Fault.INPUTS_UNSCALED,
                        Fault.TARGETS_MISALIGNED,
                        Fault.INIT_SYMMETRIC,
                        Fault.ACTIVATION_MISSING,
                        Fault.LOSS_MISMATCH,
                        Fault.STEP_TOO_LARGE,
                        Fault.EPOCHS_TOO_FEW)
                .doesNotHaveDuplicates();
    }
}

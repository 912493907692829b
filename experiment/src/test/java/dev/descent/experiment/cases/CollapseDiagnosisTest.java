package dev.descent.experiment.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.descent.doctor.Doctor;
import dev.descent.doctor.Doctor.Diagnosis;
import dev.descent.experiment.ExperimentFile;
import dev.descent.report.Certainty;
import dev.descent.report.Fault;
import dev.descent.report.Finding;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The story's three trainings: one collapses, one climbs, one learns. */
class CollapseDiagnosisTest {
    private static final Path EXPERIMENTS = Path.of("..", "experiments");

    private static Diagnosis examine(String name, double budget) throws IOException {
        assumeTrue(System.getenv("DESCENT_DATA") != null, "needs MNIST");
        Path file = EXPERIMENTS.resolve(name + ".yaml");
        return Doctor.create()
                .examine(ExperimentFile.read(file.toFile().exists() ? file : Path.of("experiments", name + ".yaml")));
    }

    @Test
    void theCollapseHasOneCauseThatExplainsAllThatIsSeen() throws IOException {
        Diagnosis diagnosis = examine("collapse", 1);
        assertThat(diagnosis.report().findings()).hasSize(1);
        Finding finding = diagnosis.report().findings().getFirst();
        assertThat(finding.fault()).isEqualTo(Fault.STEP_TOO_LARGE);
        assertThat(finding.certainty()).isEqualTo(Certainty.PROVED);
        assertThat(finding.says())
                .contains("10,000 times")
                .contains("summed over 10,000 samples")
                .contains("no learning rate scales it");
        assertThat(String.join("; ", finding.explains()))
                .contains("saturated")
                .contains("the gradient is exactly 0 from step 2 on")
                .contains("no weight moves any more");
        assertThat(String.join("; ", diagnosis.report().notes()))
                .contains("116 of the 784 rows of the gradient of layer1.weight are 0")
                .contains("follows from the zero gradient");
        assertThat(finding.place()).isEqualTo("learning-rate");
        assertThat(finding.remedy()).isEqualTo("learning-rate: 1 → 0.001");
        assertThat(diagnosis.reached()).isGreaterThan(0.7);
        assertThat(diagnosis.mended()).isNotNull();
        assertThat(diagnosis.mended().epochs()).isEqualTo(100);
        assertThat(String.join("; ", diagnosis.report().notes()))
                .contains("judged over 100 epochs in place of 10")
                .contains("after 10 it reaches only quality");
    }

    @Test
    void subtractingAStepThatPointsDownhillClimbs() throws IOException {
        Diagnosis diagnosis = examine("collapse-subtracted", 0.3);
        assertThat(diagnosis.report().findings()).extracting(Finding::fault).containsExactly(Fault.STEP_ASCENDS);
        assertThat(diagnosis.report().findings().getFirst().certainty()).isEqualTo(Certainty.PROVED);
    }

    @Test
    void theMendedTrainingHasNoFault() throws IOException {
        assertThat(examine("collapse-mended", 0.3).report().findings()).isEmpty();
    }
}

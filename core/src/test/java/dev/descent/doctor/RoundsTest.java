package dev.descent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.report.Fault;
import dev.descent.report.Proof;
import dev.descent.train.Experiment;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private static Treatment treatment(String remedy, double halfway, double end) {
        Experiment experiment = Experiment.standard();
        Suspect suspect = new Suspect(Fault.ACTIVATION_WRONG, "", 0.8, "", List.of(), remedy, experiment);
        Proof.Curve curve = new Proof.Curve("loss", List.of(), List.of());
        Trial after = new Trial(experiment, List.of(), curve, 1, end, halfway, 1, 1, 0, 0, 100, 1, 500, 0);
        return new Treatment(suspect, after, after);
    }

    /** What ends a short trial ahead and has stood still since its half ends the whole training behind what still climbs. */
    @Test
    void ofRemediesInAShortTrialTheOneThatWillEndBestIsTaken() {
        List<Treatment> rivals = List.of(treatment("fast", 0.84, 0.86), treatment("thorough", 0.75, 0.85));
        assertThat(Rounds.bestOf(rivals, Fault.ACTIVATION_WRONG, 100).suspect().remedy())
                .isEqualTo("thorough");
        assertThat(Rounds.bestOf(rivals, Fault.ACTIVATION_WRONG, 1).suspect().remedy())
                .isEqualTo("fast");
    }
}

package dev.descent.doctor;

import dev.descent.data.DescentException;
import dev.descent.train.Experiment;
import dev.descent.train.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The proof of what shows nothing while something else is wrong too: with all mended but this one thing, the training is ill
 * again.
 */
final class TakingBack {
    private final Doctor doctor;
    private final Trials trials;
    private final List<Treatment> applied;

    /** @param applied what was mended, in its order */
    TakingBack(Doctor doctor, Trials trials, List<Treatment> applied) {
        this.doctor = doctor;
        this.trials = trials;
        this.applied = List.copyOf(applied);
    }

    /** @param mended the training with all of it */
    void prove(Findings findings, Trial mended) {
        for (Treatment treatment : applied) {
            Experiment without = takenBack(treatment, mended.experiment());
            if (without == null || !findings.lacksProof(treatment.suspect().fault())) {
                continue;
            }
            doctor.progress.accept("taking back " + treatment.suspect().remedy());
            try {
                Treatment back = new Treatment(treatment.suspect(), trials.run(without), mended);
                if (back.helps()) {
                    findings.prove(back);
                }
            } catch (IllegalArgumentException | DescentException unfit) {
                doctor.progress.accept("not possible: " + unfit.getMessage());
            }
        }
    }

    /** The mended experiment with one treatment's fields as they were; null where another treatment changed them too. */
    private @Nullable Experiment takenBack(Treatment treatment, Experiment mended) {
        Experiment without = mended;
        for (Field.Change change : treatment.changes()) {
            boolean shared = applied.stream()
                    .filter(other -> !other.equals(treatment))
                    .flatMap(other -> other.changes().stream())
                    .anyMatch(other -> other.field().equals(change.field()));
            if (shared) {
                return null;
            }
            without = change.field().set(without, change.before());
        }
        return without.equals(mended) ? null : without;
    }
}

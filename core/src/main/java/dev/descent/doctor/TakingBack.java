package dev.descent.doctor;

import dev.descent.data.DescentException;
import dev.descent.train.Experiment;
import dev.descent.train.Field;
import java.util.Collection;
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

    /** @param applied what was mended, in its order; what is not needed is taken from it */
    TakingBack(Doctor doctor, Trials trials, List<Treatment> applied) {
        this.doctor = doctor;
        this.trials = trials;
        this.applied = applied;
    }

    /**
     * Proves what was reported without a proof, and drops from changes made together those that the others do not need.
     *
     * @param mended the training with all of it
     * @param together of what was applied, what was found by trying several changes at once
     * @return the training with what it needs
     */
    Trial prove(Findings findings, Trial mended, Collection<Treatment> together) {
        Trial current = mended;
        for (Treatment treatment : List.copyOf(applied)) {
            boolean isOneOfSeveral = together.contains(treatment) && applied.size() > 1;
            Experiment without = takenBack(treatment, current.experiment());
            if (without == null
                    || !(isOneOfSeveral
                            || findings.lacksProof(treatment.suspect().fault()))) {
                continue;
            }
            doctor.progress.accept("taking back " + treatment.suspect().remedy());
            try {
                Treatment back = new Treatment(treatment.suspect(), trials.run(without), current);
                if (back.helps()) {
                    findings.prove(back);
                } else if (isOneOfSeveral
                        && back.gain() < Course.WORTH
                        && !back.before().isBroken()) {
                    findings.drop(treatment.suspect().fault());
                    applied.remove(treatment);
                    current = back.before();
                }
            } catch (IllegalArgumentException | DescentException unfit) {
                doctor.progress.accept("not possible: " + unfit.getMessage());
            }
        }
        return current;
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

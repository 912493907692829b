package dev.descent.doctor;

import dev.descent.train.Field;
import dev.descent.train.Fields;
import java.util.List;

/**
 * A suspect whose counterfactual was run.
 *
 * @param suspect what was changed
 * @param before the training without the change
 * @param after the training with it
 */
record Treatment(Suspect suspect, Trial before, Trial after) {
    /** A counterfactual that gains less than this in quality does not help. */
    static final double HELPS = 0.05;

    /** The same where much spoke for the suspect before its trial. */
    private static final double HELPS_EVIDENT = 0.025;

    /** The fields that were changed. */
    List<Field.Change> changes() {
        return Fields.changes(before.experiment(), after.experiment());
    }

    /** Whether the rate was all that was wrong, so that a finer one may be better. */
    boolean changesRateAlone() {
        List<Field.Change> changes = changes();
        return changes.size() == 1 && changes.getFirst().field().name().equals("learning-rate");
    }

    /** The difference in quality, as it is reported. */
    double difference() {
        return after.test() - before.test();
    }

    /** What counts of it: below 0, which is a constant answer, nothing is gained. */
    double gain() {
        return Math.max(0, after.test()) - Math.max(0, before.test());
    }

    boolean helps() {
        double enough = suspect.weight() >= 0.75 ? HELPS_EVIDENT : HELPS;
        return gain() >= enough && !(after.isBroken() && !before.isBroken());
    }

    /** Whether it does no harm, which is enough for what is wrong in any case. */
    boolean isHarmless() {
        return gain() > -HELPS && !(after.isBroken() && !before.isBroken());
    }

    /** How much it brought where quality does not show it yet: the loss's fall counts a little, if it is the same loss. */
    double progress() {
        boolean comparable =
                before.experiment().loss().equals(after.experiment().loss())
                        && before.experiment()
                                .data()
                                .transforms()
                                .equals(after.experiment().data().transforms());
        double loss = before.finalLoss();
        if (!comparable || after.isBroken() || !Double.isFinite(loss) || loss <= 0) {
            return gain();
        }
        return gain() + 0.2 * Math.clamp((loss - after.finalLoss()) / loss, -1, 1);
    }

    /**
     * What spoke for it before, and its share of the best gain.
     *
     * @param best gain among its rivals
     */
    double score(double best) {
        double share = best <= HELPS_EVIDENT ? 0 : Math.max(0, gain()) / best;
        return suspect.weight() + share;
    }
}

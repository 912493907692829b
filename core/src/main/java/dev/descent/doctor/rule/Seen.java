package dev.descent.doctor.rule;

import dev.descent.trace.Recording;
import dev.descent.trace.Snapshot;
import dev.descent.train.Curve;
import dev.descent.train.Listener.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What rules look at in a recording. */
final class Seen {
    /** A symptom counts when the last snapshots show it, not a single one. */
    private static final int RECENT = 3;

    /** Fewer steps than these say nothing about how the loss goes. */
    private static final int FEWEST_LOSSES = 20;

    /** Share of right answers from which a training goes well; AUTOTRAINER (ICSE 2021) asks for 0.6 or 0.7. */
    private static final double WELL = 0.8;

    private Seen() {}

    /** The last snapshots, oldest first. */
    static List<Snapshot> recent(Recording recording) {
        List<Snapshot> all = recording.snapshots();
        return all.subList(Math.max(0, all.size() - RECENT), all.size());
    }

    /** Whether there are enough snapshots and the last ones all agree. */
    static boolean lately(Recording recording, Predicate<Snapshot> symptom) {
        List<Snapshot> recent = recent(recording);
        return recent.size() == RECENT && recent.stream().allMatch(symptom);
    }

    /** Means of the loss over so many equal parts of the training so far; empty for a short or broken one. */
    static List<Double> losses(Recording recording, int parts) {
        Curve curve = recording.losses();
        List<Double> means = new ArrayList<>();
        if (curve.size() < Math.max(FEWEST_LOSSES, parts) || recording.firstBroken() > 0) {
            return means;
        }
        for (int part = 0; part < parts; part++) {
            int from = (int) ((long) part * curve.size() / parts);
            int to = (int) ((part + 1L) * curve.size() / parts);
            double sum = 0;
            for (int i = from; i < to; i++) {
                sum += curve.value(i);
            }
            means.add(sum / (to - from));
        }
        return means;
    }

    /** Whether it learns: most samples of the last epoch were answered right, or half of the first step's loss is gone. */
    static boolean goesWell(Recording recording) {
        if (recording.epochs().isEmpty() || recording.firstBroken() > 0) {
            return false;
        }
        Scores training = recording.epochs().getLast().training();
        return Double.isNaN(training.accuracy())
                ? training.loss() <= 0.5 * recording.losses().value(0)
                : training.accuracy() >= WELL;
    }

    /** Share of the steps planned that are done. */
    static double progress(Recording recording) {
        Curve curve = recording.losses();
        return curve.size() == 0 || recording.planned() == 0
                ? 0
                : (curve.step(curve.size() - 1) + 1.0) / recording.planned();
    }

    static String percent(double share) {
        return String.format(java.util.Locale.ROOT, "%.1f %%", 100 * share);
    }

    static String number(double value) {
        return dev.descent.report.Text.brief(value);
    }
}

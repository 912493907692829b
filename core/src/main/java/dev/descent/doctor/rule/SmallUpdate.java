package dev.descent.doctor.rule;

import dev.descent.trace.Recording;
import dev.descent.trace.Snapshot;
import java.util.List;

/**
 * Training would need ages.
 *
 * @param threshold see {@link #definition}
 */
public record SmallUpdate(double threshold) implements Rule {
    public SmallUpdate() {
        this(1e-5);
    }

    @Override
    public String name() {
        return "small-update";
    }

    @Override
    public String definition() {
        return "no weight's update is more than %s of its size, in the last 3 snapshots, before the loss has fallen by half"
                .formatted(Seen.number(threshold));
    }

    @Override
    public String source() {
        return "DeepDiagnosis: 1e-5; healthy training is near 1e-3 (DL4J)";
    }

    @Override
    public List<Alarm> check(Recording recording) {
        if (recording.isEmpty() || !Seen.lately(recording, one -> largest(one) < threshold)) {
            return List.of();
        }
        Snapshot last = recording.snapshots().getLast();
        boolean isLearned = last.loss() < 0.5 * recording.snapshots().getFirst().loss();
        return isLearned
                ? List.of()
                : List.of(Alarm.of(
                        this,
                        "",
                        last,
                        largest(last),
                        "the largest update is %s of its weight's size".formatted(Seen.number(largest(last)))));
    }

    private static double largest(Snapshot snapshot) {
        return snapshot.weights().stream()
                .mapToDouble(Snapshot.OfParameter::updateRatio)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
    }
}

package dev.descent.doctor.rule;

import dev.descent.trace.Recording;
import dev.descent.trace.Snapshot;
import java.util.List;

/**
 * The gradient grows on its way down the layers, or altogether.
 *
 * @param threshold see {@link #definition}
 */
public record ExplodingGradient(double threshold) implements Rule {
    public ExplodingGradient() {
        this(70);
    }

    @Override
    public String name() {
        return "exploding-gradient";
    }

    @Override
    public String definition() {
        return "the first layer's gradient is more than %s times the last layer's, or any gradient is above 1e6, in the last snapshot (root mean squares)"
                .formatted(Seen.number(threshold));
    }

    @Override
    public String source() {
        return "AUTOTRAINER: ratio 70; TheDeepChecker: 1e6";
    }

    @Override
    public List<Alarm> check(Recording recording) {
        if (recording.isEmpty() || recording.snapshots().getLast().weights().isEmpty()) {
            return List.of();
        }
        Snapshot last = recording.snapshots().getLast();
        double first = last.weights().getFirst().gradient().norm();
        double top = last.weights().getLast().gradient().norm();
        if (top > 1e-12 && first / top > threshold) {
            return List.of(Alarm.of(
                    this,
                    last.weights().getFirst().name(),
                    last,
                    first / top,
                    "the first layer's gradient is %s times the last layer's".formatted(Seen.number(first / top))));
        }
        for (Snapshot.OfParameter weight : last.weights()) {
            if (weight.gradient().norm() > 1e6) {
                return List.of(Alarm.of(
                        this,
                        weight.name(),
                        last,
                        weight.gradient().norm(),
                        "the gradient of %s is %s"
                                .formatted(
                                        weight.name(),
                                        Seen.number(weight.gradient().norm()))));
            }
        }
        return List.of();
    }
}

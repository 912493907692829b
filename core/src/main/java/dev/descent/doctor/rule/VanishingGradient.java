package dev.descent.doctor.rule;

import dev.descent.trace.Recording;
import dev.descent.trace.Snapshot;
import java.util.List;

/**
 * The gradient dies on its way down the layers.
 *
 * @param threshold see {@link #definition}
 */
public record VanishingGradient(double threshold) implements Rule {
    public VanishingGradient() {
        this(1e-3);
    }

    @Override
    public String name() {
        return "vanishing-gradient";
    }

    @Override
    public String definition() {
        return "the first layer's gradient is below %s of the last layer's and below 1e-4, in the last 3 snapshots (root mean squares)"
                .formatted(Seen.number(threshold));
    }

    @Override
    public String source() {
        return "AUTOTRAINER (ICSE 2021): ratio 1e-3 and norm 1e-4";
    }

    @Override
    public List<Alarm> check(Recording recording) {
        if (!Seen.lately(recording, this::vanishes)) {
            return List.of();
        }
        Snapshot last = recording.snapshots().getLast();
        double ratio = ratio(last);
        return List.of(Alarm.of(
                this,
                last.weights().getFirst().name(),
                last,
                ratio,
                "the first layer's gradient is %s of the last layer's".formatted(Seen.number(ratio))));
    }

    private boolean vanishes(Snapshot snapshot) {
        return snapshot.weights().size() > 1
                && snapshot.weights().getLast().gradient().norm() > 0
                && ratio(snapshot) < threshold
                && snapshot.weights().getFirst().gradient().norm() < 1e-4;
    }

    private static double ratio(Snapshot snapshot) {
        return snapshot.weights().getFirst().gradient().norm()
                / snapshot.weights().getLast().gradient().norm();
    }
}

package dev.descent.doctor.rule;

import dev.descent.trace.Recording;
import dev.descent.trace.Snapshot;
import java.util.List;

/**
 * A good start knows nothing and is sure of nothing.
 *
 * @param threshold see {@link #definition}
 */
public record PoorStart(double threshold) implements Rule {
    public PoorStart() {
        this(1);
    }

    @Override
    public String name() {
        return "poor-start";
    }

    @Override
    public String definition() {
        return "the first loss is more than %s times as far above the logarithm of the number of classes as that itself (cross-entropy only), or a weight starts with all its numbers equal"
                .formatted(Seen.number(threshold));
    }

    @Override
    public String source() {
        return "TheDeepChecker: relative deviation 1; NeuraLint: constant start; Karpathy 2019";
    }

    @Override
    public List<Alarm> check(Recording recording) {
        if (recording.isEmpty() || recording.snapshots().getFirst().step() > 1) {
            return List.of();
        }
        Snapshot first = recording.snapshots().getFirst();
        for (Snapshot.OfParameter weight : first.weights()) {
            if (weight.values().count() > 1
                    && weight.values().low() == weight.values().high()) {
                return List.of(Alarm.of(
                        this,
                        weight.name(),
                        first,
                        0,
                        "all numbers of %s start at %s"
                                .formatted(
                                        weight.name(),
                                        Seen.number(weight.values().mean()))));
            }
        }
        int classes = first.targetMeans().length;
        boolean isCrossEntropy = recording.experiment().loss().spec().name().startsWith("cross-entropy");
        double expected = Math.log(classes);
        double away = (first.loss() - expected) / expected;
        return isCrossEntropy && classes > 1 && away > threshold
                ? List.of(Alarm.of(
                        this,
                        "",
                        first,
                        away,
                        "the first loss is %s, where knowing nothing gives %s"
                                .formatted(Seen.number(first.loss()), Seen.number(expected))))
                : List.of();
    }
}

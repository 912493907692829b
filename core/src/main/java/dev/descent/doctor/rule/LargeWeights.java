package dev.descent.doctor.rule;

import dev.descent.trace.Recording;
import dev.descent.trace.Snapshot;
import java.util.List;

/**
 * Weights this large come from steps that were too large.
 *
 * @param threshold see {@link #definition}
 */
public record LargeWeights(double threshold) implements Rule {
    public LargeWeights() {
        this(100);
    }

    @Override
    public String name() {
        return "large-weights";
    }

    @Override
    public String definition() {
        return "a weight's root mean square is above %s in the last snapshot".formatted(Seen.number(threshold));
    }

    @Override
    public String source() {
        return "AUTOTRAINER: 5; DeepDiagnosis: variance 10; set higher, as single large weights of small networks are healthy";
    }

    @Override
    public List<Alarm> check(Recording recording) {
        if (recording.isEmpty()) {
            return List.of();
        }
        Snapshot last = recording.snapshots().getLast();
        return last.weights().stream()
                .filter(weight -> weight.values().norm() > threshold)
                .map(weight -> Alarm.of(
                        this,
                        weight.name(),
                        last,
                        weight.values().norm(),
                        "the root mean square of %s is %s"
                                .formatted(
                                        weight.name(),
                                        Seen.number(weight.values().norm()))))
                .toList();
    }
}

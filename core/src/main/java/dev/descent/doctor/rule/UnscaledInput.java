package dev.descent.doctor.rule;

import dev.descent.trace.Recording;
import dev.descent.trace.Snapshot;
import java.util.List;

/**
 * Inputs far from 1 make first steps far too large.
 *
 * @param threshold see {@link #definition}
 */
public record UnscaledInput(double threshold) implements Rule {
    public UnscaledInput() {
        this(5);
    }

    @Override
    public String name() {
        return "unscaled-input";
    }

    @Override
    public String definition() {
        return "the root mean square of the inputs of a batch is above %s".formatted(Seen.number(threshold));
    }

    @Override
    public String source() {
        return "AUTOTRAINER: 10 is bad data; DeepDiagnosis and UMLAUT: outside ±1; between them, so that standardised inputs pass";
    }

    @Override
    public List<Alarm> check(Recording recording) {
        if (recording.isEmpty()) {
            return List.of();
        }
        Snapshot first = recording.snapshots().getFirst();
        double norm = first.input().norm();
        return norm > threshold
                ? List.of(Alarm.of(
                        this,
                        "input",
                        first,
                        norm,
                        "the inputs have a root mean square of %s, the largest is %s"
                                .formatted(
                                        Seen.number(norm),
                                        Seen.number(first.input().largest()))))
                : List.of();
    }
}

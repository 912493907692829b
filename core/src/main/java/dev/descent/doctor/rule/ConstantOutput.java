package dev.descent.doctor.rule;

import dev.descent.trace.Recording;
import dev.descent.trace.Snapshot;
import java.util.List;

/**
 * The network answers the same whatever it is asked: the collapse.
 *
 * @param threshold see {@link #definition}
 */
public record ConstantOutput(double threshold) implements Rule {
    public ConstantOutput() {
        this(1);
    }

    @Override
    public String name() {
        return "constant-output";
    }

    @Override
    public String definition() {
        return "every output unit gives the same for every sample of the batch, in the last 3 snapshots; beyond hope where no weight changes any more";
    }

    @Override
    public String source() {
        return "the collapse: DeepLocalize (ICSE 2021), values stuck";
    }

    @Override
    public List<Alarm> check(Recording recording) {
        if (!Seen.lately(recording, snapshot -> snapshot.layers().getLast().constant() >= threshold)) {
            return List.of();
        }
        Snapshot last = recording.snapshots().getLast();
        Snapshot.OfLayer output = last.layers().getLast();
        boolean isStuck = Seen.lately(
                recording,
                snapshot -> snapshot.weights().stream()
                        .allMatch(weight -> weight.update().isZero()));
        boolean isWithoutGradient =
                last.weights().stream().allMatch(weight -> weight.gradient().isZero());
        Alarm alarm = Alarm.of(
                this,
                output.name(),
                last,
                output.constant(),
                "every output is the same for every sample%s%s"
                        .formatted(
                                output.activation().isZero() ? ", exactly 0" : "",
                                isWithoutGradient
                                        ? ", and every gradient is exactly 0"
                                        : isStuck ? ", and no weight changes any more" : ""));
        return List.of(isStuck ? alarm.hopeless() : alarm);
    }
}

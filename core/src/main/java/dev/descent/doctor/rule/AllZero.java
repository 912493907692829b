package dev.descent.doctor.rule;

import dev.descent.trace.Recording;
import dev.descent.trace.Snapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * A tensor of zeros passes nothing on.
 *
 * @param threshold see {@link #definition}
 */
public record AllZero(double threshold) implements Rule {
    public AllZero() {
        this(1);
    }

    @Override
    public String name() {
        return "all-zero";
    }

    @Override
    public String definition() {
        return "all numbers of a weight or of its gradient are exactly 0, in the last 3 snapshots";
    }

    @Override
    public String source() {
        return "SageMaker Debugger: AllZero, 100 %; DeepLocalize: values stuck at 0";
    }

    @Override
    public List<Alarm> check(Recording recording) {
        List<Alarm> alarms = new ArrayList<>();
        if (recording.isEmpty()) {
            return alarms;
        }
        Snapshot last = recording.snapshots().getLast();
        for (int i = 0; i < last.parameters().size(); i++) {
            int parameter = i;
            Snapshot.OfParameter seen = last.parameters().get(i);
            if (!seen.isWeight()) {
                continue;
            }
            if (Seen.lately(
                    recording, one -> one.parameters().get(parameter).values().zero() >= threshold)) {
                alarms.add(Alarm.of(this, seen.name(), last, 1, "%s is all zeros".formatted(seen.name())));
            } else if (Seen.lately(
                    recording, one -> one.parameters().get(parameter).gradient().zero() >= threshold)) {
                alarms.add(
                        Alarm.of(this, seen.name(), last, 1, "the gradient of %s is all zeros".formatted(seen.name())));
            }
        }
        return alarms;
    }
}

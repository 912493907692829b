package dev.descent.doctor.rule;

import dev.descent.trace.Recording;
import dev.descent.trace.Snapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a sigmoid or tanh is flat, no gradient comes through.
 *
 * @param threshold see {@link #definition}
 */
public record SaturatedUnits(double threshold) implements Rule {
    public SaturatedUnits() {
        this(0.5);
    }

    @Override
    public String name() {
        return "saturated-units";
    }

    @Override
    public String definition() {
        return "more than %s of a layer's sigmoid or tanh activations come from logits beyond ±5, in the last 3 snapshots"
                .formatted(Seen.percent(threshold));
    }

    @Override
    public String source() {
        return "DeepDiagnosis (ICSE 2022): half beyond ±5";
    }

    @Override
    public List<Alarm> check(Recording recording) {
        List<Alarm> alarms = new ArrayList<>();
        if (recording.isEmpty()) {
            return alarms;
        }
        Snapshot last = recording.snapshots().getLast();
        // The outputs of a trained classifier are meant to be near 0 and 1.
        for (int i = 0; i < last.layers().size() - 1; i++) {
            int layer = i;
            Snapshot.OfLayer seen = last.layers().get(i);
            if (Seen.lately(recording, one -> one.layers().get(layer).saturated() > threshold)) {
                alarms.add(Alarm.of(
                        this,
                        seen.name(),
                        last,
                        seen.saturated(),
                        "%s of %s is saturated".formatted(Seen.percent(seen.saturated()), seen.name())));
            }
        }
        return alarms;
    }
}

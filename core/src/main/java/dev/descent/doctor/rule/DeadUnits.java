package dev.descent.doctor.rule;

import dev.descent.trace.Recording;
import dev.descent.trace.Snapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * Units that never fire get no gradient and never come back: the dying ReLU.
 *
 * @param threshold see {@link #definition}
 */
public record DeadUnits(double threshold) implements Rule {
    public DeadUnits() {
        this(0.5);
    }

    @Override
    public String name() {
        return "dead-units";
    }

    @Override
    public String definition() {
        return "at least %s of a layer's rectifying units are exactly 0 for every sample, in the last 3 snapshots"
                .formatted(Seen.percent(threshold));
    }

    @Override
    public String source() {
        return "SageMaker Debugger: half of the layer; DeepDiagnosis and AUTOTRAINER: 70 %";
    }

    @Override
    public List<Alarm> check(Recording recording) {
        List<Alarm> alarms = new ArrayList<>();
        if (recording.isEmpty()) {
            return alarms;
        }
        Snapshot last = recording.snapshots().getLast();
        for (int i = 0; i < last.layers().size(); i++) {
            int layer = i;
            Snapshot.OfLayer seen = last.layers().get(i);
            if (seen.function().equals("relu")
                    && Seen.lately(recording, one -> one.layers().get(layer).dead() >= threshold)) {
                alarms.add(Alarm.of(
                        this,
                        seen.name(),
                        last,
                        seen.dead(),
                        "%s of the units of %s are 0 for every sample"
                                .formatted(Seen.percent(seen.dead()), seen.name())));
            }
        }
        return alarms;
    }
}

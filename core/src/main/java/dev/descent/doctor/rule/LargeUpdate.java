package dev.descent.doctor.rule;

import dev.descent.trace.Recording;
import dev.descent.trace.Snapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * Weights are replaced, not corrected.
 *
 * @param threshold see {@link #definition}
 */
public record LargeUpdate(double threshold) implements Rule {
    public LargeUpdate() {
        this(0.1);
    }

    @Override
    public String name() {
        return "large-update";
    }

    @Override
    public String definition() {
        return "a weight's update is more than %s of its size, in the last 3 snapshots (root mean squares)"
                .formatted(Seen.percent(threshold));
    }

    @Override
    public String source() {
        return "DeepDiagnosis and TheDeepChecker: 1e-1; healthy training is near 1e-3 (DL4J)";
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
            if (seen.isWeight()
                    && Seen.lately(
                            recording, one -> one.parameters().get(parameter).updateRatio() > threshold)) {
                alarms.add(Alarm.of(
                        this,
                        seen.name(),
                        last,
                        seen.updateRatio(),
                        "each update changes %s by %s of its size"
                                .formatted(seen.name(), Seen.percent(seen.updateRatio()))));
            }
        }
        return alarms;
    }
}

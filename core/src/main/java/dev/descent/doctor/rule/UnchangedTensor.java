package dev.descent.doctor.rule;

import dev.descent.trace.Recording;
import dev.descent.trace.Snapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * A weight that no update reaches.
 *
 * @param threshold see {@link #definition}
 */
public record UnchangedTensor(double threshold) implements Rule {
    public UnchangedTensor() {
        this(0);
    }

    @Override
    public String name() {
        return "unchanged-tensor";
    }

    @Override
    public String definition() {
        return "no number of a weight changes in the last 3 snapshots";
    }

    @Override
    public String source() {
        return "SageMaker Debugger: UnchangedTensor, 3 steps; DeepDiagnosis: unchanged weight";
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
                            recording,
                            one -> one.parameters().get(parameter).update().isZero())) {
                alarms.add(Alarm.of(this, seen.name(), last, 0, "no number of %s changes".formatted(seen.name())));
            }
        }
        return alarms;
    }
}

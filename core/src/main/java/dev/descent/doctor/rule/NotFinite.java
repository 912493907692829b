package dev.descent.doctor.rule;

import dev.descent.trace.Recording;
import dev.descent.trace.Snapshot;
import dev.descent.train.Curve;
import java.util.List;

/**
 * A single NaN spreads to all weights with the next update.
 *
 * @param threshold see {@link #definition}
 */
public record NotFinite(double threshold) implements Rule {
    public NotFinite() {
        this(0);
    }

    @Override
    public String name() {
        return "not-finite";
    }

    @Override
    public String definition() {
        return "a number is NaN or infinite; named is the first array in the order of computation, in the first snapshot that has one";
    }

    @Override
    public String source() {
        return "DeepLocalize; SageMaker Debugger: ExplodingTensor; TensorFlow check-numerics";
    }

    /** An infinite loss alone may pass; a NaN, or weights that are no numbers, stay for ever. */
    @Override
    public List<Alarm> check(Recording recording) {
        long broken = recording.firstBroken();
        for (Snapshot snapshot : recording.snapshots()) {
            String first = snapshot.firstInvalid();
            if (!first.isEmpty() && (broken == 0 || snapshot.step() <= broken)) {
                Alarm alarm = Alarm.of(
                        this,
                        first,
                        snapshot,
                        Double.NaN,
                        "%s has numbers that are none, first at step %,d".formatted(first, snapshot.step()));
                return List.of(first.equals("loss") && !Double.isNaN(snapshot.loss()) ? alarm : alarm.hopeless());
            }
        }
        if (broken == 0) {
            return List.of();
        }
        Curve losses = recording.losses();
        boolean isNaN = Double.isNaN(losses.value(losses.size() - 1));
        String says = "the loss is no number from step %,d on".formatted(broken);
        return List.of(new Alarm(name(), "loss", broken, says, Double.NaN, threshold, isNaN));
    }
}

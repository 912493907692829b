package dev.descent.doctor.rule;

import dev.descent.trace.Recording;
import java.util.List;

/**
 * Even the samples trained on are answered wrong.
 *
 * @param threshold see {@link #definition}
 */
public record Underfitting(double threshold) implements Rule {
    public Underfitting() {
        this(0.6);
    }

    @Override
    public String name() {
        return "underfitting";
    }

    @Override
    public String definition() {
        return "nine tenths of the planned steps are done and less than %s of the training samples are answered right"
                .formatted(Seen.percent(threshold));
    }

    @Override
    public String source() {
        return "AUTOTRAINER: target accuracy 0.6";
    }

    @Override
    public List<Alarm> check(Recording recording) {
        if (recording.epochs().isEmpty() || Seen.progress(recording) < 0.9) {
            return List.of();
        }
        double accuracy = recording.epochs().getLast().training().accuracy();
        return accuracy < threshold
                ? List.of(Alarm.ofAll(
                        this,
                        accuracy,
                        "only %s of the training samples are answered right".formatted(Seen.percent(accuracy))))
                : List.of();
    }
}

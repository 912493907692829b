package dev.descent.doctor.rule;

import dev.descent.trace.Recording;
import java.util.List;

/**
 * Training changes nothing.
 *
 * @param threshold see {@link #definition}
 */
public record FlatLoss(double threshold) implements Rule {
    public FlatLoss() {
        this(0.01);
    }

    @Override
    public String name() {
        return "flat-loss";
    }

    @Override
    public String definition() {
        return "the loss of no tenth of the steps so far is more than %s away from that of the first tenth"
                .formatted(Seen.percent(threshold));
    }

    @Override
    public String source() {
        return "DeepLocalize and DeepDiagnosis: loss not changing; TheDeepChecker: 5 % a period";
    }

    @Override
    public List<Alarm> check(Recording recording) {
        List<Double> losses = Seen.losses(recording, 10);
        if (losses.isEmpty()) {
            return List.of();
        }
        double first = losses.getFirst();
        double away = losses.stream()
                .mapToDouble(loss -> Math.abs(loss - first))
                .max()
                .orElse(0);
        return away < threshold * Math.abs(first)
                ? List.of(Alarm.ofAll(
                        this,
                        away / Math.abs(first),
                        "the loss stays where it began, at %s".formatted(Seen.number(first))))
                : List.of();
    }
}

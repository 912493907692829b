package dev.descent.doctor.rule;

import dev.descent.trace.Recording;
import java.util.List;

/**
 * It learns, but would need ages.
 *
 * @param threshold see {@link #definition}
 */
public record SlowLoss(double threshold) implements Rule {
    public SlowLoss() {
        this(0.1);
    }

    @Override
    public String name() {
        return "slow-loss";
    }

    @Override
    public String definition() {
        return "after 30 %% of the planned steps the loss has fallen by less than %s, though it falls"
                .formatted(Seen.percent(threshold));
    }

    @Override
    public String source() {
        return "AUTOTRAINER: judged after 30 % of the training; TheDeepChecker: 5 % a period";
    }

    @Override
    public List<Alarm> check(Recording recording) {
        List<Double> losses = Seen.losses(recording, 10);
        if (losses.isEmpty() || Seen.progress(recording) < 0.3) {
            return List.of();
        }
        double first = losses.getFirst();
        double fall = first == 0 ? 1 : (first - losses.getLast()) / Math.abs(first);
        boolean falls = fall >= 0.01 && losses.getLast() <= losses.get(8);
        return falls && fall < threshold
                ? List.of(Alarm.ofAll(
                        this,
                        fall,
                        "the loss has fallen by %s in %s of the steps"
                                .formatted(Seen.percent(fall), Seen.percent(Seen.progress(recording)))))
                : List.of();
    }
}

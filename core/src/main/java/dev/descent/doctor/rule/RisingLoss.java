package dev.descent.doctor.rule;

import dev.descent.trace.Recording;
import java.util.List;

/**
 * Training makes it worse.
 *
 * @param threshold see {@link #definition}
 */
public record RisingLoss(double threshold) implements Rule {
    public RisingLoss() {
        this(1.05);
    }

    @Override
    public String name() {
        return "rising-loss";
    }

    @Override
    public String definition() {
        return "the loss of the last tenth of the steps so far is above %s times that of the first tenth, or twice the lowest tenth; beyond hope where the learning rate is negative"
                .formatted(Seen.number(threshold));
    }

    @Override
    public String source() {
        return "TheDeepChecker: twice the lowest; SageMaker Debugger: LossNotDecreasing";
    }

    @Override
    public List<Alarm> check(Recording recording) {
        List<Double> losses = Seen.losses(recording, 10);
        if (losses.isEmpty()) {
            return List.of();
        }
        double first = losses.getFirst();
        double last = losses.getLast();
        double lowest = losses.stream().mapToDouble(Double::doubleValue).min().orElse(last);
        boolean doubled = last > 2 * lowest && last - lowest > 0.1 * Math.abs(first);
        if (!(last > threshold * first && first > 0) && !doubled) {
            return List.of();
        }
        String says = "the loss went from %s to %s".formatted(Seen.number(first), Seen.number(last));
        double rate = recording.experiment().learningRate();
        return rate < 0
                ? List.of(Alarm.ofAll(
                                this,
                                last / first,
                                "%s: the learning rate %s is negative, so every step climbs it"
                                        .formatted(says, Seen.number(rate)))
                        .hopeless())
                : List.of(Alarm.ofAll(this, last / first, says));
    }
}

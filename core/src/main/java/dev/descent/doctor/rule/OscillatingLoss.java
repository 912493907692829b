package dev.descent.doctor.rule;

import dev.descent.trace.Recording;
import java.util.List;

/**
 * The step throws the weights to and fro across the valley.
 *
 * @param threshold see {@link #definition}
 */
public record OscillatingLoss(double threshold) implements Rule {
    private static final int PARTS = 20;

    /** Steps in each part: single batches swing by themselves. */
    private static final int FEWEST = 5;

    public OscillatingLoss() {
        this(0.5);
    }

    @Override
    public String name() {
        return "oscillating-loss";
    }

    @Override
    public String definition() {
        return "the loss changes direction in more than %s of %d equal parts of the steps so far, each of %d or more, by more than a tenth of the highest on average"
                .formatted(Seen.percent(threshold), PARTS, FEWEST);
    }

    @Override
    public String source() {
        return "TheDeepChecker: half of the signs; AUTOTRAINER: swings in a fifth of the epochs";
    }

    @Override
    public List<Alarm> check(Recording recording) {
        List<Double> losses = Seen.losses(recording, PARTS);
        if (losses.isEmpty() || recording.losses().size() < FEWEST * PARTS) {
            return List.of();
        }
        int turns = 0;
        double swings = 0;
        double highest = 0;
        for (int i = 0; i < PARTS; i++) {
            highest = Math.max(highest, Math.abs(losses.get(i)));
            swings += i == 0 ? 0 : Math.abs(losses.get(i) - losses.get(i - 1));
            boolean isTurn = i > 1 && (losses.get(i) - losses.get(i - 1)) * (losses.get(i - 1) - losses.get(i - 2)) < 0;
            turns += isTurn ? 1 : 0;
        }
        double share = turns / (PARTS - 2.0);
        double swing = swings / (PARTS - 1.0) / Math.max(1e-12, highest);
        return share > threshold && swing > 0.1
                ? List.of(Alarm.ofAll(
                        this, share, "the loss swings by %s of its highest on average".formatted(Seen.percent(swing))))
                : List.of();
    }
}

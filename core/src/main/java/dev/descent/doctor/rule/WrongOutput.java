package dev.descent.doctor.rule;

import dev.descent.trace.Recording;
import dev.descent.trace.Snapshot;
import java.util.List;

/**
 * Some targets can never be answered.
 *
 * @param threshold see {@link #definition}
 */
public record WrongOutput(double threshold) implements Rule {
    public WrongOutput() {
        this(0);
    }

    @Override
    public String name() {
        return "wrong-output";
    }

    @Override
    public String definition() {
        return "targets lie outside what the output activation can give by more than %s, or a softmax has a single unit, or targets of 0 and 1 meet an output that is unbounded while the loss expects probabilities"
                .formatted(Seen.number(threshold));
    }

    @Override
    public String source() {
        return "DeepDiagnosis: label range against activation range; AUTOTRAINER: improper output";
    }

    @Override
    public List<Alarm> check(Recording recording) {
        if (recording.isEmpty()) {
            return List.of();
        }
        Snapshot first = recording.snapshots().getFirst();
        Snapshot.OfLayer output = first.layers().getLast();
        double low = first.target().low();
        double high = first.target().high();
        if (output.function().equals("softmax") && first.targetMeans().length == 1) {
            return List.of(Alarm.of(this, output.name(), first, 1, "a softmax of a single unit is always 1"));
        }
        double floor = lowest(output.function());
        double ceiling = highest(output.function());
        double outside = Math.max(floor - low, high - ceiling);
        if (outside > threshold) {
            return List.of(Alarm.of(
                    this,
                    output.name(),
                    first,
                    outside,
                    "targets from %s to %s, but a %s gives %s to %s"
                            .formatted(
                                    Seen.number(low),
                                    Seen.number(high),
                                    output.function(),
                                    Seen.number(floor),
                                    Seen.number(ceiling))));
        }
        String loss = recording.experiment().loss().spec().name();
        boolean wantsShares = loss.equals("cross-entropy") || loss.equals("binary-cross-entropy");
        boolean givesShares = floor >= 0 && ceiling <= 1;
        return wantsShares && !givesShares
                ? List.of(Alarm.of(
                        this,
                        output.name(),
                        first,
                        1,
                        "%s expects outputs between 0 and 1, but a %s gives any number"
                                .formatted(loss, output.function())))
                : List.of();
    }

    private static double lowest(String function) {
        return switch (function) {
            case "sigmoid", "softmax", "relu", "hard-sigmoid", "softplus" -> 0;
            case "tanh", "softsign" -> -1;
            default -> Double.NEGATIVE_INFINITY;
        };
    }

    private static double highest(String function) {
        return switch (function) {
            case "sigmoid", "softmax", "hard-sigmoid", "tanh", "softsign" -> 1;
            default -> Double.POSITIVE_INFINITY;
        };
    }
}

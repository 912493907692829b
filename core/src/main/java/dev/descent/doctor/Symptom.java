package dev.descent.doctor;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is seen in a training that goes wrong. A symptom is no cause: the cause that makes it go away explains it.
 *
 * @param kind of the symptom, the same in every training that shows it
 * @param place layer or parameter, empty for the whole
 * @param says one sentence with the number that matters
 */
record Symptom(String kind, String place, String says) {
    private static final double FLAT = 0.01;
    private static final double SATURATED = 0.5;
    private static final double SILENT = 0.5;

    /** Whether the other is this symptom at this place, whatever its numbers. */
    boolean isSame(Symptom other) {
        return kind.equals(other.kind) && place.equals(other.place);
    }

    /** Everything seen in a trial, the most striking first. */
    static List<Symptom> of(Trial trial) {
        List<Symptom> symptoms = new ArrayList<>();
        if (trial.isBroken()) {
            symptoms.add(new Symptom(
                    "not-finite", "", "the loss is no number from step %,d on".formatted(trial.firstBroken())));
        }
        outputs(trial, symptoms);
        layers(trial.last(), symptoms);
        gradients(trial, symptoms);
        loss(trial, symptoms);
        return symptoms;
    }

    private static void outputs(Trial trial, List<Symptom> symptoms) {
        Vitals.OfLayer output = trial.last().layers().getLast();
        if (output.constant() == 1) {
            symptoms.add(new Symptom(
                    "constant-output",
                    output.name(),
                    "every output is the same for every sample%s".formatted(output.zero() == 1 ? ", exactly 0" : "")));
        }
    }

    private static void layers(Vitals vitals, List<Symptom> symptoms) {
        for (Vitals.OfLayer layer : vitals.layers()) {
            if (layer.saturated() > SATURATED) {
                symptoms.add(new Symptom(
                        "saturated",
                        layer.name(),
                        "%.1f %% of %s is saturated".formatted(100 * layer.saturated(), layer.name())));
            }
            if (layer.silent() > SILENT && layer.activation().equals("relu")) {
                symptoms.add(new Symptom(
                        "dead",
                        layer.name(),
                        "%.0f %% of the units of %s are 0 for every sample"
                                .formatted(100 * layer.silent(), layer.name())));
            }
        }
    }

    private static void gradients(Trial trial, List<Symptom> symptoms) {
        Vitals last = trial.last();
        boolean zero = last.parameters().stream().allMatch(parameter -> parameter.gradient() == 0);
        if (zero) {
            symptoms.add(new Symptom(
                    "zero-gradient", "", "the gradient is exactly 0 from step %,d on".formatted(firstZero(trial))));
        }
        if (last.parameters().stream().allMatch(parameter -> parameter.update() == 0)) {
            symptoms.add(new Symptom("frozen", "", "no weight moves any more"));
        }
        List<Vitals.OfParameter> weights = last.parameters().stream()
                .filter(parameter -> parameter.name().endsWith(".weight"))
                .toList();
        if (weights.size() > 1 && weights.getLast().gradient() > 0) {
            double ratio = weights.getFirst().gradient() / weights.getLast().gradient();
            if (ratio < 1e-3) {
                symptoms.add(new Symptom(
                        "vanishing",
                        "",
                        "the first layer's gradient is %.1g of the last layer's: it vanishes on its way down"
                                .formatted(ratio)));
            }
        }
    }

    private static long firstZero(Trial trial) {
        long first = trial.last().step();
        for (int i = trial.vitals().size() - 1; i >= 0; i--) {
            Vitals vitals = trial.vitals().get(i);
            if (vitals.parameters().stream().anyMatch(parameter -> parameter.gradient() != 0)) {
                break;
            }
            first = vitals.step();
        }
        return first;
    }

    private static void loss(Trial trial, List<Symptom> symptoms) {
        double start = trial.first().loss();
        double end = trial.finalLoss();
        if (!Double.isFinite(start) || !Double.isFinite(end)) {
            return;
        }
        if (trial.hasRisen()) {
            symptoms.add(new Symptom("rising", "", "the loss rises from %.4g to %.4g".formatted(start, end)));
        } else if (Math.abs(start - lowest(trial)) < FLAT * Math.abs(start)) {
            symptoms.add(new Symptom("flat", "", "the loss stays where it began, at %.4g".formatted(end)));
        }
    }

    private static double lowest(Trial trial) {
        return trial.losses().values().stream()
                .mapToDouble(Double::doubleValue)
                .min()
                .orElse(Double.NaN);
    }

    /** What a sample of symptoms has in common with another training's: those of {@code before} that {@code after} lacks. */
    static List<String> goneIn(@Nullable Trial after, Trial before) {
        if (after == null) {
            return List.of();
        }
        List<Symptom> left = of(after);
        return of(before).stream()
                .filter(symptom -> left.stream().noneMatch(symptom::isSame))
                .map(Symptom::says)
                .toList();
    }
}

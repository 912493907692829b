package dev.descent.doctor;

import dev.descent.network.Parameter;
import dev.descent.network.Place;
import dev.descent.train.Observer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Measures vitals at the first steps, where most goes wrong, and at evenly spread ones later. */
final class VitalsRecorder implements Observer {
    private static final int FIRST_STEPS = 3;
    /** Beyond logits of ±5. */
    private static final double FLAT_SIGMOID = 0.5 - 1 / (1 + Math.exp(5));

    private static final double FLAT_TANH = Math.tanh(5);

    private final long stride;
    private final List<Vitals> vitals = new ArrayList<>();
    private float[] before = new float[0];
    private List<Vitals.OfLayer> layers = List.of();

    /** @param steps of the whole training */
    VitalsRecorder(long steps) {
        stride = Math.max(1, steps / 24);
    }

    List<Vitals> vitals() {
        return List.copyOf(vitals);
    }

    /** Whether nothing moves any more: the last three updates seen were exactly zero everywhere. */
    boolean isFrozen() {
        int seen = vitals.size();
        return seen >= 4
                && vitals.subList(seen - 3, seen).stream()
                        .flatMap(one -> one.parameters().stream())
                        .allMatch(parameter -> parameter.update() == 0);
    }

    @Override
    public boolean observes(long step) {
        return step <= FIRST_STEPS || step % stride == 0;
    }

    @Override
    public void beforeUpdate(Moment moment) {
        before = moment.network().values().clone();
        List<Vitals.OfLayer> measured = new ArrayList<>();
        moment.network()
                .show(
                        moment.samples(),
                        (place, input, activation, delta) ->
                                measured.add(measure(place, moment.samples(), activation)));
        layers = measured;
    }

    @Override
    public void afterUpdate(Moment moment) {
        float[] values = moment.network().values();
        float[] gradients = moment.network().gradients();
        List<Vitals.OfParameter> parameters = new ArrayList<>();
        for (Parameter parameter : moment.network().layout().parameters()) {
            double norm = 0;
            double gradient = 0;
            double update = 0;
            for (int i = parameter.offset(); i < parameter.end(); i++) {
                norm += (double) before[i] * before[i];
                gradient += (double) gradients[i] * gradients[i];
                double change = (double) values[i] - before[i];
                update += change * change;
            }
            int size = parameter.size();
            parameters.add(new Vitals.OfParameter(
                    parameter.name(),
                    size,
                    Math.sqrt(norm / size),
                    Math.sqrt(gradient / size),
                    Math.sqrt(update / size),
                    Double.isFinite(norm + gradient + update)));
        }
        vitals.add(new Vitals(moment.step(), moment.loss(), layers, parameters));
    }

    private static Vitals.OfLayer measure(Place place, int samples, float[] activation) {
        String function = place.activation().spec().name();
        int units = place.output().size();
        int size = samples * units;
        double steep = steepWithin(function);
        float centre = function.equals("sigmoid") ? 0.5f : 0;
        float[] low = Arrays.copyOf(activation, units);
        float[] high = Arrays.copyOf(activation, units);
        double sum = 0;
        double squares = 0;
        int flat = 0;
        int zero = 0;
        boolean alike = units > 1;
        for (int sample = 0; sample < samples; sample++) {
            int row = sample * units;
            for (int unit = 0; unit < units; unit++) {
                float value = activation[row + unit];
                sum += value;
                squares += (double) value * value;
                flat += Math.abs(value - centre) > steep ? 1 : 0;
                zero += value == 0 ? 1 : 0;
                low[unit] = Math.min(low[unit], value);
                high[unit] = Math.max(high[unit], value);
                alike &= value == activation[row];
            }
        }
        int silent = 0;
        int constant = 0;
        for (int unit = 0; unit < units; unit++) {
            silent += low[unit] == 0 && high[unit] == 0 ? 1 : 0;
            double largest = Math.max(Math.abs(low[unit]), Math.abs(high[unit]));
            constant += samples > 1 && high[unit] - low[unit] <= 1e-6 * largest ? 1 : 0;
        }
        double mean = sum / size;
        return new Vitals.OfLayer(
                place.name(),
                function,
                mean,
                Math.sqrt(Math.max(0, squares / size - mean * mean)),
                (double) flat / size,
                (double) zero / size,
                (double) silent / units,
                (double) constant / units,
                alike && zero < size,
                Double.isFinite(sum));
    }

    /** How far from its centre an activation still has a slope. */
    private static double steepWithin(String function) {
        return switch (function) {
            case "sigmoid" -> FLAT_SIGMOID;
            case "tanh" -> FLAT_TANH;
            default -> Double.POSITIVE_INFINITY;
        };
    }
}

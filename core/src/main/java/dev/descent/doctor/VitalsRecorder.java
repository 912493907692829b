package dev.descent.doctor;

import dev.descent.data.NdArray;
import dev.descent.network.Parameter;
import dev.descent.network.Place;
import dev.descent.train.Observer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Measures vitals at the first steps, where most goes wrong, and at evenly spread ones later. */
final class VitalsRecorder implements Observer {
    private static final int FIRST_STEPS = 3;
    private static final double FLAT_SIGMOID = 1 / (1 + Math.exp(5));
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
        Map<String, NdArray> arrays = moment.network().arrays(moment.samples());
        List<Vitals.OfLayer> measured = new ArrayList<>();
        for (Place place : moment.network().layout().places()) {
            NdArray activation = arrays.get(place.name() + ".activation");
            if (activation != null) {
                measured.add(measure(place, activation, arrays.get(place.name() + ".delta")));
            }
        }
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

    private static Vitals.OfLayer measure(
            Place place, NdArray activation, @org.jspecify.annotations.Nullable NdArray delta) {
        String function = place.activation().spec().name();
        int units = place.output().size();
        int samples = activation.size() / units;
        double sum = 0;
        double squares = 0;
        int flat = 0;
        int zero = 0;
        int silent = 0;
        int constant = 0;
        boolean alike = units > 1;
        for (int unit = 0; unit < units; unit++) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (int sample = 0; sample < samples; sample++) {
                double value = activation.get(sample * units + unit);
                sum += value;
                squares += value * value;
                flat += isFlat(function, value) ? 1 : 0;
                zero += value == 0 ? 1 : 0;
                low = Math.min(low, value);
                high = Math.max(high, value);
                alike &= value == activation.get(sample * units);
            }
            silent += low == 0 && high == 0 ? 1 : 0;
            constant += samples > 1 && high - low <= 1e-6 * Math.max(Math.abs(low), Math.abs(high)) ? 1 : 0;
        }
        int size = activation.size();
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
                delta == null ? Double.NaN : rootMeanSquare(delta),
                Double.isFinite(sum));
    }

    private static boolean isFlat(String function, double value) {
        return switch (function) {
            case "sigmoid" -> value < FLAT_SIGMOID || value > 1 - FLAT_SIGMOID;
            case "tanh" -> Math.abs(value) > FLAT_TANH;
            default -> false;
        };
    }

    private static double rootMeanSquare(NdArray array) {
        double squares = 0;
        for (int i = 0; i < array.size(); i++) {
            squares += array.get(i) * array.get(i);
        }
        return Math.sqrt(squares / Math.max(1, array.size()));
    }
}

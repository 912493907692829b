package dev.descent.trace;

import dev.descent.network.Place;

/** The units of a layer over a batch: which are saturated, zero, dead or the same for every sample. */
final class Units {
    /** Beyond ±5 in logits a sigmoid or tanh counts as flat (the threshold of DeepDiagnosis, ICSE 2022). */
    private static final float FLAT_SIGMOID = (float) (1 / (1 + Math.exp(5)));

    private static final float FLAT_TANH = (float) Math.tanh(5);

    /** Outputs that differ by less are the same, of those above 1 by less of their size. */
    private static final float CONSTANT = 1e-6f;

    private Units() {}

    /** @param samples of the batch that are looked at */
    static Snapshot.OfLayer measure(Place place, float[] activation, float[] delta, int samples) {
        int outputs = place.output().size();
        int units = Recorder.unitsOf(place);
        int positions = outputs / units;
        String function = place.activation().spec().name();
        float low = flatBelow(function);
        float high = flatAbove(function);
        byte[] saturatedUnits = new byte[units];
        byte[] zeroUnits = new byte[units];
        long flat = 0;
        int dead = 0;
        int constant = 0;
        for (int unit = 0; unit < units; unit++) {
            int flatHere = 0;
            int zeroHere = 0;
            float least = Float.POSITIVE_INFINITY;
            float greatest = Float.NEGATIVE_INFINITY;
            for (int sample = 0; sample < samples; sample++) {
                int from = sample * outputs + unit * positions;
                for (int i = from; i < from + positions; i++) {
                    float value = activation[i];
                    flatHere += value < low || value > high ? 1 : 0;
                    zeroHere += value == 0 ? 1 : 0;
                    least = Math.min(least, value);
                    greatest = Math.max(greatest, value);
                }
            }
            int all = samples * positions;
            flat += flatHere;
            dead += zeroHere == all ? 1 : 0;
            constant += samples > 1 && greatest - least <= CONSTANT * Math.max(1, Math.abs(greatest)) ? 1 : 0;
            saturatedUnits[unit] = percent(flatHere, all);
            zeroUnits[unit] = percent(zeroHere, all);
        }
        return new Snapshot.OfLayer(
                place.name(),
                function,
                Spread.of(activation, 0, samples * outputs),
                Spread.of(delta, 0, samples * outputs).norm(),
                (double) flat / Math.max(1, samples * outputs),
                (double) dead / units,
                (double) constant / units,
                saturatedUnits,
                zeroUnits);
    }

    private static byte percent(int count, int all) {
        return (byte) Math.floorDiv(100 * count, Math.max(1, all));
    }

    private static float flatBelow(String function) {
        return switch (function) {
            case "sigmoid" -> FLAT_SIGMOID;
            case "tanh" -> -FLAT_TANH;
            default -> Float.NEGATIVE_INFINITY;
        };
    }

    private static float flatAbove(String function) {
        return switch (function) {
            case "sigmoid" -> 1 - FLAT_SIGMOID;
            case "tanh" -> FLAT_TANH;
            default -> Float.POSITIVE_INFINITY;
        };
    }
}

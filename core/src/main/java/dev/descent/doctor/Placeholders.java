package dev.descent.doctor;

import dev.descent.data.Dataset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A number that stands where a value is missing: −999 among ages. It is the lowest or highest of its feature, comes often, and
 * lies far from all other values, which are many.
 */
final class Placeholders {
    /** Gap to the other values over their whole range. */
    private static final double FAR = 5;

    /** Share of the samples in which it stands at least. */
    private static final double OFTEN = 0.01;

    private static final int FEWEST = 3;

    /** Other values there are at least: answers and kinds have fewer. */
    private static final int MANY = 10;

    private static final int MOST_FEATURES = 1000;
    private static final int MOST_SAMPLES = 1000;

    private Placeholders() {}

    /** The number that stands so in most features, as the data has it before it is scaled; NaN where none does. */
    static double of(Dataset data) {
        int features = data.shape().size();
        if (data.hasPixels() || features > MOST_FEATURES) {
            return Double.NaN;
        }
        int samples = Math.min(data.size(), MOST_SAMPLES);
        Map<Double, Integer> times = new HashMap<>();
        for (int feature = 0; feature < features; feature++) {
            double[] values = new double[samples];
            for (int i = 0; i < samples; i++) {
                values[i] = data.raw((int) ((long) i * data.size() / samples), feature);
            }
            double found = among(values);
            if (!Double.isNaN(found)) {
                times.merge(found, 1, Integer::sum);
            }
        }
        return times.entrySet().stream()
                .max(Map.Entry.<Double, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse(Double.NaN);
    }

    /** @param values of one feature; sorted by this */
    static double among(double[] values) {
        Arrays.sort(values);
        int size = values.length;
        int low = 1;
        while (low < size && values[low] == values[0]) {
            low++;
        }
        int high = 1;
        while (high < size && values[size - 1 - high] == values[size - 1]) {
            high++;
        }
        if (isPlaceholder(values, 0, low, low, size)) {
            return values[0];
        }
        return isPlaceholder(values, size - 1, high, 0, size - high) ? values[size - 1] : Double.NaN;
    }

    /** Whether the value at a place, which stands so many times, lies far from those of the others' part. */
    private static boolean isPlaceholder(double[] values, int place, int times, int from, int to) {
        if (times < Math.max(FEWEST, OFTEN * values.length) || to - from < MANY) {
            return false;
        }
        double range = values[to - 1] - values[from];
        double gap = place < from ? values[from] - values[place] : values[place] - values[to - 1];
        return gap > FAR * range && Arrays.stream(values, from, to).distinct().count() >= MANY;
    }
}

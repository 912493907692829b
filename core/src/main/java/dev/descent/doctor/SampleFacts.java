package dev.descent.doctor;

import dev.descent.data.Dataset;
import dev.descent.doctor.measure.Row;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Scaled features of samples spread evenly over a data set. */
final class SampleFacts {
    /** A feature with more values than these was measured. */
    private static final int FEW_VALUES = 32;

    private final Dataset data;
    private final int[] chosen;
    private final int features;
    private final float[] values;

    SampleFacts(Dataset data) {
        this.data = data;
        int count = Math.min(data.size(), DataFacts.MOST);
        features = data.shape().size();
        chosen = new int[count];
        values = new float[count * features];
        for (int i = 0; i < count; i++) {
            chosen[i] = (int) ((long) i * data.size() / count);
            data.copyInput(chosen[i], values, i * features);
        }
    }

    double mean() {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    double deviation() {
        double mean = mean();
        double squares = 0;
        for (float value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / values.length);
    }

    double largest() {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    int invalid() {
        int invalid = 0;
        for (float value : values) {
            invalid += Float.isFinite(value) ? 0 : 1;
        }
        return invalid;
    }

    double featureSpread() {
        double small = Double.POSITIVE_INFINITY;
        double large = 0;
        for (int feature = 0; feature < features; feature++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < chosen.length; i++) {
                double value = values[i * features + feature];
                sum += value;
                squares += value * value;
            }
            double mean = sum / chosen.length;
            double deviation = Math.sqrt(Math.max(0, squares / chosen.length - mean * mean));
            if (deviation > 0) {
                small = Math.min(small, deviation);
                large = Math.max(large, deviation);
            }
        }
        return large == 0 ? 1 : large / small;
    }

    double labelAgreement() {
        int agree = 0;
        for (int i = 0; i < chosen.length; i++) {
            int nearest = nearest(i);
            agree += nearest >= 0 && data.label(chosen[i]) == data.label(chosen[nearest]) ? 1 : 0;
        }
        return (double) agree / chosen.length;
    }

    double crowding() {
        int count = Math.min(chosen.length, 100);
        double nearest = 0;
        double all = 0;
        for (int i = 0; i < count; i++) {
            double best = Double.POSITIVE_INFINITY;
            for (int other = 0; other < count; other++) {
                if (other != i) {
                    double distance = Math.sqrt(distance(i, this, other, Double.POSITIVE_INFINITY));
                    best = Math.min(best, distance);
                    all += distance / (count - 1.0);
                }
            }
            nearest += best;
        }
        return all == 0 ? 1 : nearest / all;
    }

    private int nearest(int sample) {
        int nearest = -1;
        double best = Double.POSITIVE_INFINITY;
        for (int other = 0; other < chosen.length; other++) {
            double distance = other == sample ? Double.POSITIVE_INFINITY : distance(sample, this, other, best);
            if (distance < best) {
                best = distance;
                nearest = other;
            }
        }
        return nearest;
    }

    private double distance(int sample, SampleFacts others, int other, double enough) {
        double sum = 0;
        for (int feature = 0; feature < features && sum < enough; feature++) {
            double away = values[sample * features + feature] - others.values[other * features + feature];
            sum += away * away;
        }
        return sum;
    }

    /**
     * Beyond what equal samples by nature give, as of few yes-or-no features: of new samples that share stands among known
     * ones which is not alone there (Good 1953).
     */
    double leaked(SampleFacts test) {
        Map<Row, Integer> times = new HashMap<>();
        for (int sample = 0; sample < data.size(); sample++) {
            times.merge(Row.of(data, sample), 1, Integer::sum);
        }
        int found = 0;
        for (int sample : test.chosen) {
            found += times.containsKey(Row.of(test.data, sample)) ? 1 : 0;
        }
        double share = (double) found / test.chosen.length;
        if (found == 0 || !isDiscrete()) {
            // Measured values do not repeat unless rows were copied.
            return share;
        }
        long alone = times.values().stream().filter(count -> count == 1).count();
        return Math.max(0, share - (1 - (double) alone / data.size()));
    }

    /** Whether every feature has few values: answers, kinds, counts. */
    private boolean isDiscrete() {
        Set<Float> seen = new HashSet<>();
        for (int feature = 0; feature < features; feature++) {
            seen.clear();
            for (int i = 0; i < chosen.length; i++) {
                seen.add(values[i * features + feature]);
                if (seen.size() > FEW_VALUES) {
                    return false;
                }
            }
        }
        return true;
    }
}

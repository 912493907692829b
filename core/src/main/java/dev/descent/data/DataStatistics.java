package dev.descent.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What {@code descent data show} says of a data set.
 *
 * @param samples how many
 * @param shape of one sample
 * @param classCounts samples of each class, empty for real targets
 * @param lowest smallest raw value
 * @param highest largest raw value
 * @param mean of the raw values
 * @param deviation standard deviation of the raw values
 * @param constantFeatures features that are the same in every sample
 * @param duplicates samples that are equal to an earlier one
 * @param conflicts samples equal to an earlier one of another class
 * @param density share of raw values that are not 0
 * @param invalid raw values that are NaN or infinite
 */
public record DataStatistics(
        int samples,
        Shape shape,
        int[] classCounts,
        double lowest,
        double highest,
        double mean,
        double deviation,
        int constantFeatures,
        int duplicates,
        int conflicts,
        double density,
        long invalid) {

    /** Looks at every value once. */
    public static DataStatistics of(Dataset data) {
        int features = data.shape().size();
        double[] low = new double[features];
        double[] high = new double[features];
        Arrays.fill(low, Double.POSITIVE_INFINITY);
        Arrays.fill(high, Double.NEGATIVE_INFINITY);
        double sum = 0;
        double squares = 0;
        long present = 0;
        long invalid = 0;
        int duplicates = 0;
        int conflicts = 0;
        Map<Row, Integer> seen = new HashMap<>();
        for (int sample = 0; sample < data.size(); sample++) {
            for (int feature = 0; feature < features; feature++) {
                double value = data.raw(sample, feature);
                low[feature] = Math.min(low[feature], value);
                high[feature] = Math.max(high[feature], value);
                invalid += Double.isFinite(value) ? 0 : 1;
                sum += value;
                squares += value * value;
                present += value == 0 ? 0 : 1;
            }
            Integer earlier = seen.putIfAbsent(new Row(data, sample), sample);
            if (earlier != null) {
                duplicates++;
                conflicts += data.isClassification() && data.label(earlier) != data.label(sample) ? 1 : 0;
            }
        }
        long count = (long) data.size() * features;
        double mean = sum / count;
        int constant = 0;
        for (int feature = 0; feature < features; feature++) {
            constant += low[feature] == high[feature] ? 1 : 0;
        }
        return new DataStatistics(
                data.size(),
                data.shape(),
                data.isClassification() ? data.classCounts() : new int[0],
                Arrays.stream(low).min().orElse(Double.NaN),
                Arrays.stream(high).max().orElse(Double.NaN),
                mean,
                Math.sqrt(Math.max(0, squares / count - mean * mean)),
                constant,
                duplicates,
                conflicts,
                (double) present / count,
                invalid);
    }

    /** A sample's raw values, compared by value without copying them. */
    private static final class Row {
        private final Dataset data;
        private final int sample;
        private final int hash;

        Row(Dataset data, int sample) {
            this.data = data;
            this.sample = sample;
            int mixed = 1;
            for (int feature = 0; feature < data.shape().size(); feature++) {
                mixed = 31 * mixed + Double.hashCode(data.raw(sample, feature));
            }
            this.hash = mixed;
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            if (!(other instanceof Row row) || row.hash != hash) {
                return false;
            }
            for (int feature = 0; feature < data.shape().size(); feature++) {
                if (data.raw(sample, feature) != row.data.raw(row.sample, feature)) {
                    return false;
                }
            }
            return true;
        }
    }
}

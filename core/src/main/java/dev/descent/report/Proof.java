package dev.descent.report;

import java.util.List;

/**
 * Two trainings from the same start on the same data in the same order, different in one thing only.
 *
 * @param quantity what the curves show: {@code loss}, {@code accuracy}
 * @param asItIs the training that failed
 * @param mended the training with only the remedy applied
 * @param gains how much better the mended training ends, one number per seed tried, in the unit of {@link #measure}
 * @param measure what the gains count: {@code accuracy on held-out data}
 */
public record Proof(String quantity, Curve asItIs, Curve mended, List<Double> gains, String measure) {
    public Proof {
        gains = List.copyOf(gains);
    }

    /**
     * A quantity over the steps.
     *
     * @param label what this run is
     * @param steps ascending
     * @param values same length; may hold NaN and infinities
     */
    public record Curve(String label, List<Long> steps, List<Double> values) {
        public Curve {
            steps = List.copyOf(steps);
            values = List.copyOf(values);
            if (steps.size() != values.size()) {
                throw new IllegalArgumentException("a curve has a value for each step, got %d steps and %d values"
                        .formatted(steps.size(), values.size()));
            }
        }

        /** The last value, NaN for an empty curve. */
        public double last() {
            return values.isEmpty() ? Double.NaN : values.getLast();
        }
    }
}

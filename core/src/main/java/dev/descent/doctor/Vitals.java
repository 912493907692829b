package dev.descent.doctor;

import java.util.List;

/**
 * What was measured at one step of a training, before its update.
 *
 * @param step from 1
 * @param loss of the batch
 * @param layers first to last
 * @param parameters in the order of the arena
 */
public record Vitals(long step, double loss, List<OfLayer> layers, List<OfParameter> parameters) {
    public Vitals {
        layers = List.copyOf(layers);
        parameters = List.copyOf(parameters);
    }

    /**
     * One layer over the batch.
     *
     * @param name {@code layer1}
     * @param activation name of its activation
     * @param mean of its activations
     * @param deviation standard deviation of its activations
     * @param saturated share of activations where a sigmoid or tanh is flat (beyond ±5 in logits), 0 for others
     * @param zero share of activations that are exactly 0
     * @param silent share of units that are exactly 0 for every sample of the batch
     * @param constant share of units that give the same for every sample of the batch, to 1e-6 of their size
     * @param alike whether all units give the same as the first one, and not just zeros
     * @param finite whether all activations are finite numbers
     */
    public record OfLayer(
            String name,
            String activation,
            double mean,
            double deviation,
            double saturated,
            double zero,
            double silent,
            double constant,
            boolean alike,
            boolean finite) {}

    /**
     * One parameter.
     *
     * @param name {@code layer1.weight}
     * @param size how many values it has
     * @param norm root mean square of its values
     * @param gradient root mean square of its gradient
     * @param update root mean square of what the update added
     * @param finite whether values and gradient are finite numbers
     */
    public record OfParameter(String name, int size, double norm, double gradient, double update, boolean finite) {
        /** Size of the update against the size of the values; about 1e-3 in healthy training. */
        public double updateRatio() {
            return norm == 0 ? Double.NaN : update / norm;
        }
    }

    public boolean isFinite() {
        return Double.isFinite(loss)
                && layers.stream().allMatch(OfLayer::finite)
                && parameters.stream().allMatch(OfParameter::finite);
    }
}

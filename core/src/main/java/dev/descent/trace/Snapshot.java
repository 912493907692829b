package dev.descent.trace;

import java.util.List;

/**
 * What was recorded of one step; activations and gradients are those before its update.
 *
 * @param step from 1
 * @param loss of the batch
 * @param learningRate schedule included
 * @param noiseScale the gradient noise scale, the batch above which more samples help little (McCandlish et al. 2018, eq. 2.9),
 *     from the exact per-sample gradients of the dense layers; NaN where there is none or the batch is a single sample
 * @param input what the network was given, scaled
 * @param target what it was to answer
 * @param targetMeans of each output over the batch: for one-hot targets the shares of the classes
 * @param layers first to last
 * @param parameters in the order of the arena
 */
public record Snapshot(
        long step,
        double loss,
        double learningRate,
        double noiseScale,
        Spread input,
        Spread target,
        float[] targetMeans,
        List<OfLayer> layers,
        List<OfParameter> parameters) {
    public Snapshot {
        layers = List.copyOf(layers);
        parameters = List.copyOf(parameters);
    }

    /**
     * One layer over the batch, of large batches over the first samples.
     *
     * @param name {@code layer1}
     * @param function name of its activation
     * @param activation all its activations
     * @param delta root mean square of ∂loss/∂logits
     * @param saturated share of activations where a sigmoid or tanh is flat, 0 for others
     * @param dead share of units that are exactly 0 for every sample
     * @param constant share of units that give the same for every sample, to 1e-6 and 1e-6 of their size; 0 for a single sample
     * @param saturatedUnits percent of samples for which a unit is saturated, unit by unit; of images, channel by channel
     * @param zeroUnits percent of samples for which a unit is exactly 0
     */
    public record OfLayer(
            String name,
            String function,
            Spread activation,
            double delta,
            double saturated,
            double dead,
            double constant,
            byte[] saturatedUnits,
            byte[] zeroUnits) {}

    /**
     * One parameter.
     *
     * @param name {@code layer1.weight}
     * @param values before the update
     * @param gradient before clipping and decay
     * @param update what the update added
     */
    public record OfParameter(String name, Spread values, Spread gradient, Spread update) {
        /** Size of the update against the size of the values, about 1e-3 in healthy training; NaN for values that are all 0. */
        public double updateRatio() {
            return values.norm() == 0 ? Double.NaN : update.norm() / values.norm();
        }

        public boolean isWeight() {
            return name.endsWith(".weight");
        }
    }

    /** The parameters that are weights, first layer first. */
    public List<OfParameter> weights() {
        return parameters.stream().filter(OfParameter::isWeight).toList();
    }

    /** The first place in the order of computation with a number that is none; empty where all are finite. */
    public String firstInvalid() {
        for (OfLayer layer : layers) {
            if (!layer.activation().isFinite()) {
                return layer.name() + ".activation";
            }
        }
        if (!Double.isFinite(loss)) {
            return "loss";
        }
        for (int i = parameters.size() - 1; i >= 0; i--) {
            if (!parameters.get(i).gradient().isFinite()) {
                return parameters.get(i).name() + ".gradient";
            }
        }
        for (OfParameter parameter : parameters) {
            if (!parameter.update().isFinite()) {
                return parameter.name() + ".update";
            }
        }
        return "";
    }
}

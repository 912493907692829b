package dev.descent.network;

/**
 * All numbers a network has learned, as they lie in its arenas.
 *
 * @param values the parameters, at the offsets of {@link Layout#parameters()}; not to be changed
 * @param statistics running statistics of normalisation, at the offsets of {@link Layout#statistics()}; not to be changed
 */
public record Weights(float[] values, float[] statistics) {
    /** A copy of what the network holds now. */
    public static Weights of(CompiledNetwork network) {
        return new Weights(network.values().clone(), network.statistics().clone());
    }

    /** Puts them into a network of the same description. */
    public void into(CompiledNetwork network) {
        if (values.length != network.values().length || statistics.length != network.statistics().length) {
            throw new IllegalArgumentException(
                    "the weights are of another network: %d parameters and %d statistics, not %d and %d"
                            .formatted(
                                    values.length,
                                    statistics.length,
                                    network.values().length,
                                    network.statistics().length));
        }
        System.arraycopy(values, 0, network.values(), 0, values.length);
        System.arraycopy(statistics, 0, network.statistics(), 0, statistics.length);
    }
}

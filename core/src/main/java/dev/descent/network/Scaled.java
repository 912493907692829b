package dev.descent.network;

import dev.descent.data.CounterRandom;
import dev.descent.spec.Spec;

/**
 * Random with a variance that keeps signals the same size from layer to layer: {@code factor / fan}, by Glorot and Bengio
 * (2010, eq. 16: 2 / (fan-in + fan-out)), He et al. (2015, eq. 10: 2 / fan-in) or LeCun et al. (1998, § 4.6: 1 / fan-in);
 * uniform in ±√(3 · variance), or normal truncated at two deviations and widened to the same variance, as Keras does.
 *
 * @param rule whose variance
 * @param normal normal rather than uniform
 */
public record Scaled(Rule rule, boolean normal) implements Initializer {
    /** Standard deviation of the standard normal distribution cut at ±2. */
    private static final double TRUNCATED_DEVIATION = 0.8796256610342398;

    /** The variance wanted. */
    public enum Rule {
        GLOROT("glorot"),
        HE("he"),
        LECUN("lecun");

        private final String text;

        Rule(String text) {
            this.text = text;
        }

        double variance(int fanIn, int fanOut) {
            return switch (this) {
                case GLOROT -> 2.0 / (fanIn + fanOut);
                case HE -> 2.0 / fanIn;
                case LECUN -> 1.0 / fanIn;
            };
        }
    }

    static Scaled parse(Spec spec) {
        spec.arguments();
        for (Rule rule : Rule.values()) {
            if (spec.name().startsWith(rule.text)) {
                return new Scaled(rule, spec.name().endsWith("normal"));
            }
        }
        throw new IllegalArgumentException("no such initializer: " + spec.name());
    }

    @Override
    public Spec spec() {
        return Spec.of(rule.text + (normal ? "-normal" : "-uniform"));
    }

    @Override
    public void fill(double[] values, Parameter parameter, CounterRandom random) {
        double deviation = Math.sqrt(rule.variance(parameter.fanIn(), parameter.fanOut()));
        double limit = Math.sqrt(3) * deviation;
        for (int i = parameter.offset(); i < parameter.end(); i++) {
            values[i] = normal
                    ? deviation / TRUNCATED_DEVIATION * Gaussian.truncated(random, i)
                    : random.uniform(i, -limit, limit);
        }
    }
}

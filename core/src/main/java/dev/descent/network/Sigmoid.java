package dev.descent.network;

import dev.descent.kernel.Nonlinearity;
import dev.descent.spec.Spec;

/**
 * Logistic function: {@code f(x) = 1 / (1 + e⁻ˣ)}, {@code f′ = f (1 − f)}; in (0, 1), at most 1/4 steep, saturated beyond ±4.
 */
public record Sigmoid() implements ElementwiseActivation {
    static Sigmoid parse(Spec spec) {
        spec.arguments();
        return new Sigmoid();
    }

    @Override
    public Spec spec() {
        return Spec.of("sigmoid");
    }

    @Override
    public boolean needsLogits() {
        return false;
    }

    @Override
    public double value(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }

    @Override
    public double derivative(double logit, double value) {
        return value * (1 - value);
    }

    @Override
    public Nonlinearity kernel() {
        return Nonlinearity.SIGMOID;
    }
}

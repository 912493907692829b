package dev.descent.network;

import dev.descent.kernel.Nonlinearity;
import dev.descent.spec.Spec;

/**
 * Hyperbolic tangent: {@code f′ = 1 − f²}; in (−1, 1), saturated beyond ±2.
 */
public record Tanh() implements ElementwiseActivation {
    static Tanh parse(Spec spec) {
        spec.arguments();
        return new Tanh();
    }

    @Override
    public Spec spec() {
        return Spec.of("tanh");
    }

    @Override
    public boolean needsLogits() {
        return false;
    }

    @Override
    public double value(double logit) {
        return Math.tanh(logit);
    }

    @Override
    public double derivative(double logit, double value) {
        return 1 - value * value;
    }

    @Override
    public Nonlinearity kernel() {
        return Nonlinearity.TANH;
    }
}

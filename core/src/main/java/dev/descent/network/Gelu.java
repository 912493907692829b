package dev.descent.network;

import dev.descent.spec.Spec;

/**
 * Gaussian error linear unit: {@code f(x) = x Φ(x)} with the normal distribution's Φ, {@code f′ = Φ(x) + x φ(x)} (Hendrycks and
 * Gimpel 2016), exact, not its tanh approximation.
 */
public record Gelu() implements ElementwiseActivation {
    static Gelu parse(Spec spec) {
        spec.arguments();
        return new Gelu();
    }

    @Override
    public Spec spec() {
        return Spec.of("gelu");
    }

    @Override
    public boolean needsLogits() {
        return true;
    }

    @Override
    public double value(double logit) {
        return logit * Normal.cumulative(logit);
    }

    @Override
    public double derivative(double logit, double value) {
        return Normal.cumulative(logit) + logit * Normal.density(logit);
    }
}

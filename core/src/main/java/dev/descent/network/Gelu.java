package dev.descent.network;

import dev.descent.spec.Spec;

/**
 * Gaussian error linear unit: {@code f(x) = x Φ(x)} with the normal distribution's Φ, {@code f′ = Φ(x) + x φ(x)} (Hendrycks and
 * Gimpel 2016), exact, not its tanh approximation.
 */
public record Gelu() implements ElementwiseActivation {
    private static final double NEAR = 1e-3;

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
        // Φ is in the value already; near 0, where the value may have lost it, its series is short.
        double density = Normal.density(logit);
        double cumulative = Math.abs(logit) > NEAR ? value / logit : Normal.cumulative(logit, density);
        return cumulative + logit * density;
    }
}

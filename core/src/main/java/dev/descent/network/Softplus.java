package dev.descent.network;

import dev.descent.spec.Spec;

/**
 * Smooth rectifier: {@code f(x) = ln(1 + eˣ)}, {@code f′ = σ(x) = 1 − e⁻ᶠ} (Dugas et al. 2001).
 */
public record Softplus() implements ElementwiseActivation {
    static Softplus parse(Spec spec) {
        spec.arguments();
        return new Softplus();
    }

    @Override
    public Spec spec() {
        return Spec.of("softplus");
    }

    @Override
    public boolean needsLogits() {
        return false;
    }

    @Override
    public double value(double logit) {
        return Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit)));
    }

    @Override
    public double derivative(double logit, double value) {
        return -Math.expm1(-value);
    }
}

package dev.descent.network;

import dev.descent.spec.Spec;

/**
 * Swish, also SiLU: {@code f(x) = x σ(x)}, {@code f′ = f + σ(x) (1 − f)} (Ramachandran, Zoph and Le 2017).
 */
public record Swish() implements ElementwiseActivation {
    static Swish parse(Spec spec) {
        spec.arguments();
        return new Swish();
    }

    @Override
    public Spec spec() {
        return Spec.of("swish");
    }

    @Override
    public boolean needsLogits() {
        return true;
    }

    @Override
    public double value(double logit) {
        return logit / (1 + Math.exp(-logit));
    }

    @Override
    public double derivative(double logit, double value) {
        return value + (1 - value) / (1 + Math.exp(-logit));
    }
}

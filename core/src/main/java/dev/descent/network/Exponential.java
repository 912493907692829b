package dev.descent.network;

import dev.descent.spec.Spec;

/** {@code f(x) = eˣ}, {@code f′ = f}: grows without bound and explodes in a stack; for rates and counts as outputs. */
public record Exponential() implements ElementwiseActivation {
    static Exponential parse(Spec spec) {
        spec.arguments();
        return new Exponential();
    }

    @Override
    public Spec spec() {
        return Spec.of("exponential");
    }

    @Override
    public boolean needsLogits() {
        return false;
    }

    @Override
    public double value(double logit) {
        return Math.exp(logit);
    }

    @Override
    public double derivative(double logit, double value) {
        return value;
    }
}

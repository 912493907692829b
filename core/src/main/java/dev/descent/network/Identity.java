package dev.descent.network;

import dev.descent.spec.Spec;

/**
 * No non-linearity: {@code f(x) = x}, {@code f′ = 1}. Also written {@code linear}.
 */
public record Identity() implements ElementwiseActivation {
    static Identity parse(Spec spec) {
        spec.arguments();
        return new Identity();
    }

    @Override
    public Spec spec() {
        return Spec.of("identity");
    }

    @Override
    public boolean needsLogits() {
        return false;
    }

    @Override
    public double value(double logit) {
        return logit;
    }

    @Override
    public double derivative(double logit, double value) {
        return 1;
    }
}

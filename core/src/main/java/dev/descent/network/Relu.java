package dev.descent.network;

import dev.descent.kernel.Nonlinearity;
import dev.descent.spec.Spec;

/**
 * Rectified linear unit: {@code f(x) = max(0, x)}, {@code f′ = 1} where x > 0, else 0 (Nair and Hinton 2010).
 */
public record Relu() implements ElementwiseActivation {
    static Relu parse(Spec spec) {
        spec.arguments();
        return new Relu();
    }

    @Override
    public Spec spec() {
        return Spec.of("relu");
    }

    @Override
    public boolean needsLogits() {
        return false;
    }

    @Override
    public double value(double logit) {
        return Math.max(0, logit);
    }

    @Override
    public double derivative(double logit, double value) {
        return value > 0 ? 1 : 0;
    }

    @Override
    public Nonlinearity kernel() {
        return Nonlinearity.RELU;
    }
}

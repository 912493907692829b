package dev.descent.network;

import dev.descent.kernel.Nonlinearity;
import dev.descent.spec.Spec;

/**
 * Exponential linear unit: {@code f(x) = x} where x > 0, else {@code alpha (eˣ − 1)}, {@code f′ = f + alpha} there (Clevert,
 * Unterthiner and Hochreiter 2016, eq. 15).
 *
 * @param alpha minus the value far below 0, at least 0
 */
public record Elu(double alpha) implements ElementwiseActivation {
    public Elu {
        if (!(alpha >= 0 && alpha < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the alpha of elu is at least 0, got " + alpha);
        }
    }

    static Elu parse(Spec spec) {
        return new Elu(spec.arguments("alpha").number("alpha", 1));
    }

    @Override
    public Spec spec() {
        return Spec.of("elu").withUnless(1, "alpha", alpha);
    }

    @Override
    public boolean needsLogits() {
        return false;
    }

    @Override
    public double value(double logit) {
        return logit > 0 ? logit : alpha * Math.expm1(logit);
    }

    @Override
    public double derivative(double logit, double value) {
        return value > 0 ? 1 : value + alpha;
    }

    @Override
    public Nonlinearity kernel() {
        return Nonlinearity.ELU;
    }

    @Override
    public double kernelShape() {
        return alpha;
    }
}

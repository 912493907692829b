package dev.descent.network;

import dev.descent.spec.Spec;

/**
 * Scaled exponential linear unit: {@code f(x) = scale · (x where x > 0, else alpha (eˣ − 1))}, which keeps mean 0 and variance 1
 * (Klambauer et al. 2017, eq. 2, 14).
 */
public record Selu() implements ElementwiseActivation {
    private static final double ALPHA = 1.6732632423543772;
    private static final double SCALE = 1.0507009873554805;

    static Selu parse(Spec spec) {
        spec.arguments();
        return new Selu();
    }

    @Override
    public Spec spec() {
        return Spec.of("selu");
    }

    @Override
    public boolean needsLogits() {
        return false;
    }

    @Override
    public double value(double logit) {
        return SCALE * (logit > 0 ? logit : ALPHA * Math.expm1(logit));
    }

    @Override
    public double derivative(double logit, double value) {
        return value > 0 ? SCALE : value + SCALE * ALPHA;
    }
}

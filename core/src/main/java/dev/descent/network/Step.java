package dev.descent.network;

import dev.descent.spec.Spec;

/**
 * Threshold unit: {@code f(x) = 1} where x > 0, else 0 (McCulloch and Pitts 1943). Its derivative is 0, so nothing below it
 * learns.
 */
public record Step() implements ElementwiseActivation {
    static Step parse(Spec spec) {
        spec.arguments();
        return new Step();
    }

    @Override
    public Spec spec() {
        return Spec.of("step");
    }

    @Override
    public boolean needsLogits() {
        return false;
    }

    @Override
    public double value(double logit) {
        return logit > 0 ? 1 : 0;
    }

    @Override
    public double derivative(double logit, double value) {
        return 0;
    }
}

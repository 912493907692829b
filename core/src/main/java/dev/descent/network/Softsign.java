package dev.descent.network;

import dev.descent.spec.Spec;

/**
 * {@code f(x) = x / (1 + |x|)}, {@code f′ = (1 − |f|)²} (Bergstra et al. 2009).
 */
public record Softsign() implements ElementwiseActivation {
    static Softsign parse(Spec spec) {
        spec.arguments();
        return new Softsign();
    }

    @Override
    public Spec spec() {
        return Spec.of("softsign");
    }

    @Override
    public boolean needsLogits() {
        return false;
    }

    @Override
    public double value(double logit) {
        return logit / (1 + Math.abs(logit));
    }

    @Override
    public double derivative(double logit, double value) {
        double rest = 1 - Math.abs(value);
        return rest * rest;
    }
}

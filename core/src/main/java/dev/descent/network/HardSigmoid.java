package dev.descent.network;

import dev.descent.spec.Spec;

/**
 * Straight line cut off: {@code f(x) = min(1, max(0, slope · x + 1/2))}, {@code f′ = slope} where 0 < f < 1, else 0 (Courbariaux et
 * al. 2015). Keras 2's slope is 1/5, Keras 3's and PyTorch's 1/6.
 *
 * @param slope steepness in the middle, above 0
 */
public record HardSigmoid(double slope) implements ElementwiseActivation {
    public HardSigmoid {
        if (!(slope > 0 && slope < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the slope of hard-sigmoid is above 0, got " + slope);
        }
    }

    static HardSigmoid parse(Spec spec) {
        return new HardSigmoid(spec.arguments("slope").number("slope", 0.2));
    }

    @Override
    public Spec spec() {
        return Spec.of("hard-sigmoid").withUnless(0.2, "slope", slope);
    }

    @Override
    public boolean needsLogits() {
        return false;
    }

    @Override
    public double value(double logit) {
        return Math.min(1, Math.max(0, slope * logit + 0.5));
    }

    @Override
    public double derivative(double logit, double value) {
        return value > 0 && value < 1 ? slope : 0;
    }
}

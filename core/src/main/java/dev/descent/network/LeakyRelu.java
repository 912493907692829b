package dev.descent.network;

import dev.descent.kernel.Nonlinearity;
import dev.descent.spec.Spec;

/**
 * Rectifier that leaks: {@code f(x) = x} where x > 0, else {@code slope · x} (Maas, Hannun and Ng 2013).
 *
 * @param slope steepness below 0, at least 0 (Keras' default is 0.3, PyTorch's 0.01)
 */
public record LeakyRelu(double slope) implements ElementwiseActivation {
    public LeakyRelu {
        if (!(slope >= 0 && slope < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the slope of leaky-relu is at least 0, got " + slope);
        }
    }

    static LeakyRelu parse(Spec spec) {
        return new LeakyRelu(spec.arguments("slope").number("slope", 0.01));
    }

    @Override
    public Spec spec() {
        return Spec.of("leaky-relu").withUnless(0.01, "slope", slope);
    }

    @Override
    public boolean needsLogits() {
        return false;
    }

    @Override
    public double value(double logit) {
        return logit > 0 ? logit : slope * logit;
    }

    @Override
    public double derivative(double logit, double value) {
        return value > 0 ? 1 : slope;
    }

    @Override
    public Nonlinearity kernel() {
        return Nonlinearity.LEAKY_RELU;
    }

    @Override
    public double kernelShape() {
        return slope;
    }
}

package dev.descent.network;

import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;
import dev.descent.spec.Value;

/**
 * The logarithm of the hyperbolic cosine of d = output − target: about {@code d²/2} near 0, {@code |d| − ln 2} far from it (as
 * in Keras).
 *
 * @param outputs mean (the default) or sum over the outputs of a sample
 */
public record LogCosh(Outputs outputs) implements ElementwiseLoss {
    static LogCosh parse(Spec spec) {
        Arguments arguments = spec.arguments("outputs");
        return new LogCosh(Outputs.read(arguments, Outputs.MEAN, Outputs.SUM));
    }

    @Override
    public Spec spec() {
        return Spec.of("log-cosh").withUnless(Value.of("mean"), "outputs", Value.of(outputs.toString()));
    }

    /** Written so that no exponential overflows. */
    @Override
    public double value(double output, double target) {
        double size = Math.abs(output - target);
        return size + Math.log1p(Math.exp(-2 * size)) - Math.log(2);
    }

    @Override
    public double derivative(double output, double target) {
        return Math.tanh(output - target);
    }
}

package dev.descent.network;

import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;
import dev.descent.spec.Value;

/**
 * Absolute error: {@code |output − target|}, derivative its sign, 0 at 0.
 *
 * @param outputs mean (the default) or sum over the outputs of a sample
 */
public record AbsoluteError(Outputs outputs) implements ElementwiseLoss {
    static AbsoluteError parse(Spec spec) {
        Arguments arguments = spec.arguments("outputs");
        return new AbsoluteError(Outputs.read(arguments, Outputs.MEAN, Outputs.SUM));
    }

    @Override
    public Spec spec() {
        return Spec.of("absolute-error").withUnless(Value.of("mean"), "outputs", Value.of(outputs.toString()));
    }

    @Override
    public double value(double output, double target) {
        return Math.abs(output - target);
    }

    @Override
    public double derivative(double output, double target) {
        return Math.signum(output - target);
    }
}

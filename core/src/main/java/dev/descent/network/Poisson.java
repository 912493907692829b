package dev.descent.network;

import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;
import dev.descent.spec.Value;

/**
 * Negative logarithm of the Poisson likelihood of a count, without its constant: {@code o − t ln(o + 1e-7)}, as in Keras.
 *
 * @param outputs mean (the default) or sum over the outputs of a sample
 */
public record Poisson(Outputs outputs) implements ElementwiseLoss {
    static Poisson parse(Spec spec) {
        Arguments arguments = spec.arguments("outputs");
        return new Poisson(Outputs.read(arguments, Outputs.MEAN, Outputs.SUM));
    }

    @Override
    public Spec spec() {
        return Spec.of("poisson").withUnless(Value.of("mean"), "outputs", Value.of(outputs.toString()));
    }

    @Override
    public double value(double output, double target) {
        return output - target * Math.log(output + 1e-7);
    }

    @Override
    public double derivative(double output, double target) {
        return 1 - target / (output + 1e-7);
    }
}

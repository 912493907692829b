package dev.descent.network;

import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;
import dev.descent.spec.Value;

/**
 * Hinge loss of yes-or-no targets: {@code max(0, 1 − s o)} with s = 1 for targets above 1/2 and −1 otherwise (Cortes and Vapnik
 * 1995).
 *
 * @param outputs mean (the default) or sum over the outputs of a sample
 */
public record Hinge(Outputs outputs) implements ElementwiseLoss {
    static Hinge parse(Spec spec) {
        Arguments arguments = spec.arguments("outputs");
        return new Hinge(Outputs.read(arguments, Outputs.MEAN, Outputs.SUM));
    }

    @Override
    public Spec spec() {
        return Spec.of("hinge").withUnless(Value.of("mean"), "outputs", Value.of(outputs.toString()));
    }

    @Override
    public double value(double output, double target) {
        return Math.max(0, 1 - side(target) * output);
    }

    @Override
    public double derivative(double output, double target) {
        return side(target) * output < 1 ? -side(target) : 0;
    }

    private static double side(double target) {
        return target > 0.5 ? 1 : -1;
    }
}

package dev.descent.network;

import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;
import dev.descent.spec.Value;

/**
 * Absolute error in hundredths of the target: {@code 100 · |output − target| / max(|target|, 1e-7)}, as in Keras (its "mape");
 * targets near 0 make it as good as infinite.
 *
 * @param outputs mean (the default) or sum over the outputs of a sample
 */
public record AbsolutePercentageError(Outputs outputs) implements ElementwiseLoss {
    private static final double LEAST = 1e-7;

    static AbsolutePercentageError parse(Spec spec) {
        Arguments arguments = spec.arguments("outputs");
        return new AbsolutePercentageError(Outputs.read(arguments, Outputs.MEAN, Outputs.SUM));
    }

    @Override
    public Spec spec() {
        return Spec.of("absolute-percentage-error")
                .withUnless(Value.of("mean"), "outputs", Value.of(outputs.toString()));
    }

    @Override
    public double value(double output, double target) {
        return 100 * Math.abs(output - target) / Math.max(Math.abs(target), LEAST);
    }

    @Override
    public double derivative(double output, double target) {
        return 100 * Math.signum(output - target) / Math.max(Math.abs(target), LEAST);
    }
}

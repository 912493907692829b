package dev.descent.network;

import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;
import dev.descent.spec.Value;

/**
 * Huber's loss (1964): {@code d²/2} up to |d| = delta, {@code delta (|d| − delta/2)} beyond, d = output − target.
 *
 * @param outputs mean (the default) or sum over the outputs of a sample
 * @param delta where the square turns into a line, above 0
 */
public record Huber(Outputs outputs, double delta) implements ElementwiseLoss {
    public Huber {
        if (!(delta > 0)) {
            throw new IllegalArgumentException("the delta of huber is above 0, got " + delta);
        }
    }

    static Huber parse(Spec spec) {
        Arguments arguments = spec.arguments("delta", "outputs");
        return new Huber(Outputs.read(arguments, Outputs.MEAN, Outputs.SUM), arguments.number("delta", 1));
    }

    @Override
    public Spec spec() {
        return Spec.of("huber")
                .withUnless(1, "delta", delta)
                .withUnless(Value.of("mean"), "outputs", Value.of(outputs.toString()));
    }

    @Override
    public double value(double output, double target) {
        double size = Math.abs(output - target);
        return size <= delta ? size * size / 2 : delta * (size - delta / 2);
    }

    @Override
    public double derivative(double output, double target) {
        return Math.clamp(output - target, -delta, delta);
    }
}

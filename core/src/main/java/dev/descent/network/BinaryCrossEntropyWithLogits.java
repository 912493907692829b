package dev.descent.network;

import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;
import dev.descent.spec.Value;

/**
 * Cross-entropy of yes-or-no targets against the sigmoid of the output, computed from the logit z without overflow:
 * {@code max(z, 0) − z t + ln(1 + e^−|z|)}, derivative {@code σ(z) − t}.
 *
 * @param outputs mean (the default) or sum over the outputs of a sample
 * @param smoothing s in [0, 1): targets become t (1 − s) + s/2
 */
public record BinaryCrossEntropyWithLogits(Outputs outputs, double smoothing) implements ElementwiseLoss {
    public BinaryCrossEntropyWithLogits {
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException("label-smoothing lies in [0, 1), got " + smoothing);
        }
    }

    static BinaryCrossEntropyWithLogits parse(Spec spec) {
        Arguments arguments = spec.arguments("label-smoothing", "outputs");
        return new BinaryCrossEntropyWithLogits(
                Outputs.read(arguments, Outputs.MEAN, Outputs.SUM), arguments.number("label-smoothing", 0));
    }

    @Override
    public Spec spec() {
        return Spec.of("binary-cross-entropy-with-logits")
                .withUnless(0, "label-smoothing", smoothing)
                .withUnless(Value.of("mean"), "outputs", Value.of(outputs.toString()));
    }

    @Override
    public double value(double output, double target) {
        double smooth = smooth(target);
        return Math.max(output, 0) - output * smooth + Math.log1p(Math.exp(-Math.abs(output)));
    }

    @Override
    public double derivative(double output, double target) {
        return 1 / (1 + Math.exp(-output)) - smooth(target);
    }

    @Override
    public Activation outputActivation() {
        return Activations.SIGMOID;
    }

    private double smooth(double target) {
        return target * (1 - smoothing) + smoothing / 2;
    }
}

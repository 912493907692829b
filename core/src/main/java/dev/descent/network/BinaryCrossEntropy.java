package dev.descent.network;

import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;
import dev.descent.spec.Value;
import java.util.Optional;

/**
 * Cross-entropy of yes-or-no targets against probabilities: {@code −t ln o − (1 − t) ln(1 − o)}, the output clipped to
 * [1e-7, 1 − 1e-7] as in Keras, so that beyond these limits the derivative is 0. After a sigmoid it is computed from the logits.
 *
 * @param outputs mean (the default) or sum over the outputs of a sample
 * @param smoothing s in [0, 1): targets become t (1 − s) + s/2
 */
public record BinaryCrossEntropy(Outputs outputs, double smoothing) implements ElementwiseLoss {
    private static final double CLIP = 1e-7;

    public BinaryCrossEntropy {
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException("label-smoothing lies in [0, 1), got " + smoothing);
        }
    }

    static BinaryCrossEntropy parse(Spec spec) {
        Arguments arguments = spec.arguments("label-smoothing", "outputs");
        return new BinaryCrossEntropy(
                Outputs.read(arguments, Outputs.MEAN, Outputs.SUM), arguments.number("label-smoothing", 0));
    }

    @Override
    public Spec spec() {
        return Spec.of("binary-cross-entropy")
                .withUnless(0, "label-smoothing", smoothing)
                .withUnless(Value.of("mean"), "outputs", Value.of(outputs.toString()));
    }

    @Override
    public double value(double output, double target) {
        double smooth = smooth(target);
        double inside = Math.clamp(output, CLIP, 1 - CLIP);
        return -smooth * Math.log(inside) - (1 - smooth) * Math.log(1 - inside);
    }

    @Override
    public double derivative(double output, double target) {
        if (output < CLIP || output > 1 - CLIP) {
            return 0;
        }
        return (output - smooth(target)) / (output * (1 - output));
    }

    @Override
    public Optional<Loss> onLogitsOf(Activation last) {
        return last instanceof Sigmoid
                ? Optional.of(new BinaryCrossEntropyWithLogits(outputs, smoothing))
                : Optional.empty();
    }

    private double smooth(double target) {
        return target * (1 - smoothing) + smoothing / 2;
    }
}

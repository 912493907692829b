package dev.descent.train;

import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;

/**
 * Adadelta (Zeiler 2012), as PyTorch's {@code Adadelta}; its learning rate is usually 1:
 * {@code square = decay · square + (1 − decay) · gradient²; change = √(past + epsilon) / √(square + epsilon) · gradient;
 * past = decay · past + (1 − decay) · change²; value -= rate · change}.
 *
 * @param decay share of the mean squares kept from step to step, in [0, 1)
 * @param epsilon added inside the roots, above 0
 */
public record Adadelta(double decay, double epsilon) implements Optimizer {
    public Adadelta {
        Require.fraction(decay, "decay");
        Require.positive(epsilon, "epsilon");
    }

    public Adadelta() {
        this(0.9, 1e-6);
    }

    static Adadelta parse(Spec spec) {
        Arguments arguments = spec.arguments("decay", "epsilon");
        return new Adadelta(arguments.number("decay", 0.9), arguments.number("epsilon", 1e-6));
    }

    @Override
    public Spec spec() {
        return Spec.of("adadelta").withUnless(0.9, "decay", decay).withUnless(1e-6, "epsilon", epsilon);
    }

    @Override
    public int stateArrays() {
        return 2;
    }

    @Override
    public void update(
            float[] values,
            float[] gradients,
            float[][] state,
            int from,
            int to,
            double learningRate,
            double weightDecay,
            long step) {
        float rate = (float) learningRate;
        float l2 = (float) weightDecay;
        float[] square = state[0];
        float[] past = state[1];
        float kept = (float) decay;
        float fresh = (float) (1 - decay);
        float smallest = (float) epsilon;
        for (int i = from; i < to; i++) {
            float gradient = gradients[i] + l2 * values[i];
            square[i] = kept * square[i] + fresh * gradient * gradient;
            float change = (float) Math.sqrt(past[i] + smallest) / (float) Math.sqrt(square[i] + smallest) * gradient;
            past[i] = kept * past[i] + fresh * change * change;
            values[i] -= rate * change;
        }
    }

    @Override
    public void update(
            double[] values,
            double[] gradients,
            double[][] state,
            int from,
            int to,
            double learningRate,
            double weightDecay,
            long step) {
        double rate = learningRate;
        double l2 = weightDecay;
        double[] square = state[0];
        double[] past = state[1];
        double kept = decay;
        double fresh = (1 - decay);
        double smallest = epsilon;
        for (int i = from; i < to; i++) {
            double gradient = gradients[i] + l2 * values[i];
            square[i] = kept * square[i] + fresh * gradient * gradient;
            double change = Math.sqrt(past[i] + smallest) / Math.sqrt(square[i] + smallest) * gradient;
            past[i] = kept * past[i] + fresh * change * change;
            values[i] -= rate * change;
        }
    }
}

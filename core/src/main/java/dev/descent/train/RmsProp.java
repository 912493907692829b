package dev.descent.train;

import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;

/**
 * RMSProp (Tieleman and Hinton 2012), as PyTorch's {@code RMSprop}:
 * {@code square = decay · square + (1 − decay) · gradient²; value -= rate · gradient / (√square + epsilon)}.
 * Keras' defaults are {@code rmsprop(decay=0.9, epsilon=1e-7)}, with epsilon inside the root.
 *
 * @param decay share of the mean square kept from step to step, in [0, 1)
 * @param epsilon added to the root, above 0
 */
public record RmsProp(double decay, double epsilon) implements Optimizer {
    public RmsProp {
        Require.fraction(decay, "decay");
        Require.positive(epsilon, "epsilon");
    }

    public RmsProp() {
        this(0.99, 1e-8);
    }

    static RmsProp parse(Spec spec) {
        Arguments arguments = spec.arguments("decay", "epsilon");
        return new RmsProp(arguments.number("decay", 0.99), arguments.number("epsilon", 1e-8));
    }

    @Override
    public Spec spec() {
        return Spec.of("rmsprop").withUnless(0.99, "decay", decay).withUnless(1e-8, "epsilon", epsilon);
    }

    @Override
    public int stateArrays() {
        return 1;
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
        float kept = (float) decay;
        float fresh = (float) (1 - decay);
        float smallest = (float) epsilon;
        for (int i = from; i < to; i++) {
            float gradient = gradients[i] + l2 * values[i];
            square[i] = kept * square[i] + fresh * gradient * gradient;
            values[i] -= rate * gradient / ((float) Math.sqrt(square[i]) + smallest);
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
        double kept = decay;
        double fresh = (1 - decay);
        double smallest = epsilon;
        for (int i = from; i < to; i++) {
            double gradient = gradients[i] + l2 * values[i];
            square[i] = kept * square[i] + fresh * gradient * gradient;
            values[i] -= rate * gradient / (Math.sqrt(square[i]) + smallest);
        }
    }
}

package dev.descent.train;

import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;

/**
 * Adagrad (Duchi, Hazan and Singer 2011), as PyTorch's {@code Adagrad}:
 * {@code sum += gradient²; value -= rate · gradient / (√sum + epsilon)}.
 *
 * @param initial what the sum of squares starts from, at least 0 (Keras: 0.1)
 * @param epsilon added to the root, above 0
 */
public record Adagrad(double initial, double epsilon) implements Optimizer {
    public Adagrad {
        Require.notNegative(initial, "initial");
        Require.positive(epsilon, "epsilon");
    }

    public Adagrad() {
        this(0, 1e-10);
    }

    static Adagrad parse(Spec spec) {
        Arguments arguments = spec.arguments("initial", "epsilon");
        return new Adagrad(arguments.number("initial", 0), arguments.number("epsilon", 1e-10));
    }

    @Override
    public Spec spec() {
        return Spec.of("adagrad").withUnless(0, "initial", initial).withUnless(1e-10, "epsilon", epsilon);
    }

    @Override
    public int stateArrays() {
        return 1;
    }

    @Override
    public double initialState(int array) {
        return initial;
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
        float decay = (float) weightDecay;
        float[] sum = state[0];
        float smallest = (float) epsilon;
        for (int i = from; i < to; i++) {
            float gradient = gradients[i] + decay * values[i];
            sum[i] += gradient * gradient;
            values[i] -= rate * gradient / ((float) Math.sqrt(sum[i]) + smallest);
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
        double decay = weightDecay;
        double[] sum = state[0];
        double smallest = epsilon;
        for (int i = from; i < to; i++) {
            double gradient = gradients[i] + decay * values[i];
            sum[i] += gradient * gradient;
            values[i] -= rate * gradient / (Math.sqrt(sum[i]) + smallest);
        }
    }
}

package dev.descent.train;

import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;

/**
 * Adamax (Kingma and Ba 2015, algorithm 2), as PyTorch's {@code Adamax}:
 * {@code mean = beta1 · mean + (1 − beta1) · gradient; largest = max(beta2 · largest, |gradient| + epsilon);
 * value -= rate / (1 − beta1ᵗ) · mean / largest}.
 *
 * @param beta1 share of the mean gradient kept, in [0, 1)
 * @param beta2 share of the largest gradient kept, in [0, 1)
 * @param epsilon added to the gradient's size, above 0
 */
public record Adamax(double beta1, double beta2, double epsilon) implements Optimizer {
    public Adamax {
        Require.fraction(beta1, "beta1");
        Require.fraction(beta2, "beta2");
        Require.positive(epsilon, "epsilon");
    }

    public Adamax() {
        this(0.9, 0.999, 1e-8);
    }

    static Adamax parse(Spec spec) {
        Arguments arguments = spec.arguments("beta1", "beta2", "epsilon");
        return new Adamax(
                arguments.number("beta1", 0.9), arguments.number("beta2", 0.999), arguments.number("epsilon", 1e-8));
    }

    @Override
    public Spec spec() {
        return Spec.of("adamax")
                .withUnless(0.9, "beta1", beta1)
                .withUnless(0.999, "beta2", beta2)
                .withUnless(1e-8, "epsilon", epsilon);
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
        float decay = (float) weightDecay;
        float[] mean = state[0];
        float[] largest = state[1];
        float kept1 = (float) beta1;
        float fresh1 = (float) (1 - beta1);
        float kept2 = (float) beta2;
        float smallest = (float) epsilon;
        float stepSize = (float) (learningRate / (1 - Math.pow(beta1, (double) step)));
        for (int i = from; i < to; i++) {
            float gradient = gradients[i] + decay * values[i];
            mean[i] = kept1 * mean[i] + fresh1 * gradient;
            largest[i] = Math.max(kept2 * largest[i], Math.abs(gradient) + smallest);
            values[i] -= stepSize * mean[i] / largest[i];
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
        double decay = weightDecay;
        double[] mean = state[0];
        double[] largest = state[1];
        double kept1 = beta1;
        double fresh1 = (1 - beta1);
        double kept2 = beta2;
        double smallest = epsilon;
        double stepSize = (learningRate / (1 - Math.pow(beta1, (double) step)));
        for (int i = from; i < to; i++) {
            double gradient = gradients[i] + decay * values[i];
            mean[i] = kept1 * mean[i] + fresh1 * gradient;
            largest[i] = Math.max(kept2 * largest[i], Math.abs(gradient) + smallest);
            values[i] -= stepSize * mean[i] / largest[i];
        }
    }
}

package dev.descent.train;

import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019), as PyTorch's {@code AdamW}: first
 * {@code value *= 1 − rate · weightDecay}, then {@link Adam}'s step on the plain gradient.
 *
 * @param beta1 share of the mean gradient kept, in [0, 1)
 * @param beta2 share of the mean square kept, in [0, 1)
 * @param epsilon added to the root, above 0
 */
public record AdamW(double beta1, double beta2, double epsilon) implements Optimizer {
    public AdamW {
        Require.fraction(beta1, "beta1");
        Require.fraction(beta2, "beta2");
        Require.positive(epsilon, "epsilon");
    }

    public AdamW() {
        this(0.9, 0.999, 1e-8);
    }

    static AdamW parse(Spec spec) {
        Arguments arguments = spec.arguments("beta1", "beta2", "epsilon");
        return new AdamW(
                arguments.number("beta1", 0.9), arguments.number("beta2", 0.999), arguments.number("epsilon", 1e-8));
    }

    @Override
    public Spec spec() {
        return Spec.of("adamw")
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
        float[] mean = state[0];
        float[] square = state[1];
        float keep = (float) (1 - learningRate * weightDecay);
        float kept1 = (float) beta1;
        float fresh1 = (float) (1 - beta1);
        float kept2 = (float) beta2;
        float fresh2 = (float) (1 - beta2);
        float smallest = (float) epsilon;
        float stepSize = (float) (learningRate / (1 - Math.pow(beta1, (double) step)));
        float correction = (float) Math.sqrt(1 - Math.pow(beta2, (double) step));
        for (int i = from; i < to; i++) {
            float gradient = gradients[i];
            mean[i] = kept1 * mean[i] + fresh1 * gradient;
            square[i] = kept2 * square[i] + fresh2 * gradient * gradient;
            values[i] = keep * values[i] - stepSize * mean[i] / ((float) Math.sqrt(square[i]) / correction + smallest);
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
        double[] mean = state[0];
        double[] square = state[1];
        double keep = (1 - learningRate * weightDecay);
        double kept1 = beta1;
        double fresh1 = (1 - beta1);
        double kept2 = beta2;
        double fresh2 = (1 - beta2);
        double smallest = epsilon;
        double stepSize = (learningRate / (1 - Math.pow(beta1, (double) step)));
        double correction = Math.sqrt(1 - Math.pow(beta2, (double) step));
        for (int i = from; i < to; i++) {
            double gradient = gradients[i];
            mean[i] = kept1 * mean[i] + fresh1 * gradient;
            square[i] = kept2 * square[i] + fresh2 * gradient * gradient;
            values[i] = keep * values[i] - stepSize * mean[i] / (Math.sqrt(square[i]) / correction + smallest);
        }
    }
}

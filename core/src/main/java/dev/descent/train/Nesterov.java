package dev.descent.train;

import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;

/**
 * Nesterov's accelerated gradient (Nesterov 1983), as PyTorch's {@code SGD(momentum, nesterov=True)}:
 * {@code velocity = momentum · velocity + gradient; value -= rate · (gradient + momentum · velocity)}.
 *
 * @param momentum share of the velocity kept from step to step, in [0, 1)
 */
public record Nesterov(double momentum) implements Optimizer {
    public Nesterov {
        Require.fraction(momentum, "momentum");
    }

    public Nesterov() {
        this(0.9);
    }

    static Nesterov parse(Spec spec) {
        Arguments arguments = spec.arguments("momentum");
        return new Nesterov(arguments.number("momentum", 0.9));
    }

    @Override
    public Spec spec() {
        return Spec.of("nesterov").withUnless(0.9, "momentum", momentum);
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
        float decay = (float) weightDecay;
        float[] velocity = state[0];
        float kept = (float) momentum;
        for (int i = from; i < to; i++) {
            float gradient = gradients[i] + decay * values[i];
            velocity[i] = kept * velocity[i] + gradient;
            values[i] -= rate * (gradient + kept * velocity[i]);
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
        double[] velocity = state[0];
        double kept = momentum;
        for (int i = from; i < to; i++) {
            double gradient = gradients[i] + decay * values[i];
            velocity[i] = kept * velocity[i] + gradient;
            values[i] -= rate * (gradient + kept * velocity[i]);
        }
    }
}

package dev.descent.train;

import dev.descent.spec.Spec;

/**
 * Stochastic gradient descent: {@code value -= rate · gradient} (Robbins and Monro 1951).
 */
public record Sgd() implements Optimizer {
    static Sgd parse(Spec spec) {
        spec.arguments();
        return new Sgd();
    }

    @Override
    public Spec spec() {
        return Spec.of("sgd");
    }

    @Override
    public int stateArrays() {
        return 0;
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
        for (int i = from; i < to; i++) {
            values[i] -= rate * (gradients[i] + decay * values[i]);
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
        for (int i = from; i < to; i++) {
            values[i] -= rate * (gradients[i] + decay * values[i]);
        }
    }
}

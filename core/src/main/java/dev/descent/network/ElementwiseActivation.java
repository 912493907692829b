package dev.descent.network;

/** An activation that takes each logit by itself. */
public sealed interface ElementwiseActivation extends Activation
        permits Identity,
                Sigmoid,
                HardSigmoid,
                Tanh,
                Relu,
                LeakyRelu,
                Elu,
                Selu,
                Gelu,
                Swish,
                Softplus,
                Softsign,
                Step {

    /** f(logit). */
    double value(double logit);

    /**
     * f′(logit).
     *
     * @param logit meaningful only where {@link #needsLogits()}
     * @param value f(logit)
     */
    double derivative(double logit, double value);

    @Override
    default void forward(double[] logits, double[] activation, int batch, int units) {
        for (int i = 0; i < batch * units; i++) {
            activation[i] = value(logits[i]);
        }
    }

    @Override
    default void backward(double[] logits, double[] activation, double[] error, double[] delta, int batch, int units) {
        for (int i = 0; i < batch * units; i++) {
            delta[i] = error[i] * derivative(logits[i], activation[i]);
        }
    }

    @Override
    default void forward(float[] logits, float[] activation, int batch, int units) {
        for (int i = 0; i < batch * units; i++) {
            activation[i] = (float) value(logits[i]);
        }
    }

    @Override
    default void backward(float[] logits, float[] activation, float[] error, float[] delta, int batch, int units) {
        for (int i = 0; i < batch * units; i++) {
            delta[i] = error[i] * (float) derivative(logits[i], activation[i]);
        }
    }
}

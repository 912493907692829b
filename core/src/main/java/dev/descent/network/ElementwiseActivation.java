package dev.descent.network;

import dev.descent.kernel.Kernels;
import dev.descent.kernel.Nonlinearity;

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
                Exponential,
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

    /** The kernel that computes it in float; identity where there is none, and then the formula is taken. */
    default Nonlinearity kernel() {
        return Nonlinearity.IDENTITY;
    }

    default boolean hasKernel() {
        return kernel() != Nonlinearity.IDENTITY;
    }

    /** The kernel's slope or scale, where it has one. */
    default double kernelShape() {
        return 0;
    }

    @Override
    default void forward(Kernels kernels, float[] logits, float[] activation, int from, int samples, int units) {
        int count = samples * units;
        if (hasKernel()) {
            kernels.elements().activate(kernel(), (float) kernelShape(), count, logits, from, activation, from);
            return;
        }
        for (int i = from; i < from + count; i++) {
            activation[i] = (float) value(logits[i]);
        }
    }

    @Override
    default void backward(
            Kernels kernels,
            float[] logits,
            float[] activation,
            float[] error,
            float[] delta,
            int from,
            int samples,
            int units) {
        int count = samples * units;
        if (hasKernel()) {
            kernels.elements()
                    .derive(kernel(), (float) kernelShape(), count, activation, from, error, from, delta, from);
            return;
        }
        for (int i = from; i < from + count; i++) {
            delta[i] = error[i] * (float) derivative(logits[i], activation[i]);
        }
    }
}

package dev.descent.network;

import dev.descent.kernel.Kernels;
import dev.descent.spec.Spec;

/**
 * The non-linearity of a layer: {@code activation = f(logits)}.
 *
 * <p>Arrays are {@code [batch, units]}, row-major. Backward turns ∂loss/∂activation into ∂loss/∂logits; input and output
 * arrays may be the same one.
 */
public sealed interface Activation permits ElementwiseActivation, Softmax {

    /** Its text in an experiment. */
    Spec spec();

    /** Whether backward reads the logits; otherwise the activation is enough and the logits need not be kept. */
    boolean needsLogits();

    void forward(double[] logits, double[] activation, int batch, int units);

    /**
     * @param logits read only where {@link #needsLogits()}
     * @param activation what forward wrote
     * @param error ∂loss/∂activation
     * @param delta ∂loss/∂logits, written
     */
    void backward(double[] logits, double[] activation, double[] error, double[] delta, int batch, int units);

    /** As in double, on the fastest kernels. */
    default void forward(float[] logits, float[] activation, int batch, int units) {
        forward(Kernels.best(), logits, activation, 0, batch, units);
    }

    /**
     * As in double, of some samples.
     *
     * @param from index in both arrays of the first sample's first element
     * @param samples how many
     */
    void forward(Kernels kernels, float[] logits, float[] activation, int from, int samples, int units);

    /** As in double, of some samples. */
    void backward(
            Kernels kernels,
            float[] logits,
            float[] activation,
            float[] error,
            float[] delta,
            int from,
            int samples,
            int units);
}

package dev.descent.network;

import dev.descent.kernel.Kernels;
import dev.descent.spec.Spec;
import java.util.Optional;

/**
 * How wrong the outputs are: one number per sample, averaged over the batch. Arrays are {@code [batch, units]}, row-major.
 */
public sealed interface Loss permits ElementwiseLoss, CrossEntropy, CrossEntropyWithLogits {

    /** Its text in an experiment. */
    Spec spec();

    /** Mean over the samples. */
    double value(double[] outputs, double[] targets, int batch, int units);

    /**
     * Writes {@code factor · ∂(loss of the sample)/∂output} of every sample.
     *
     * @param factor {@link Reduction#factor}
     * @param error written, {@code [batch, units]}
     */
    void gradient(double[] outputs, double[] targets, int batch, int units, double factor, double[] error);

    /** Mean over the samples, of float arrays. */
    double value(float[] outputs, float[] targets, int batch, int units);

    /** Writes the gradient as in double and returns the loss, the mean over the samples. */
    double gradient(
            Kernels kernels, float[] outputs, float[] targets, int batch, int units, double factor, float[] error);

    /**
     * The activation this loss applies to the network's outputs by itself before it compares them, so that it must be
     * applied to get probabilities: softmax or sigmoid for the losses on logits, identity otherwise.
     */
    default Activation outputActivation() {
        return Activations.IDENTITY;
    }

    /**
     * The loss on logits that equals this loss after the given last activation, where there is one that is exact and
     * stable: the engine then computes ∂loss/∂logits in one go. Keras does the same.
     */
    default Optional<Loss> onLogitsOf(Activation last) {
        return Optional.empty();
    }
}

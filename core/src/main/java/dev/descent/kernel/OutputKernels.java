package dev.descent.kernel;

import dev.descent.kernel.OutputLayer.Score;

/** The last layer of a classifier with its loss, in few passes over the batch: made of small loops their fixed costs would count. */
public interface OutputKernels {

    /** Whether a layer can be computed here; otherwise by the single kernels. */
    boolean accepts(int inputs, int units);

    /**
     * From input to ∂loss/∂input.
     *
     * @param batch samples
     * @param factor of the gradient
     * @param score overwritten
     */
    void pass(OutputLayer layer, int batch, float factor, Score score);

    /** Takes the parameters a step down, {@code value -= learningRate · gradient}, after a {@link #pass} of that batch. */
    void descend(OutputLayer layer, int batch, float learningRate);
}

package dev.descent.network;

import dev.descent.kernel.Kernels;

/**
 * What a compiled network computes with and what it keeps besides what it needs.
 *
 * @param training whether it can compute gradients; without, it has no buffers for them
 * @param recording whether the arrays that are otherwise overwritten (logits, errors) stay readable; the bits of all results
 *     are the same
 * @param inputGradient whether ∂loss/∂input is computed
 * @param kernels what computes, and on how many threads
 */
public record CompileOptions(boolean training, boolean recording, boolean inputGradient, Kernels kernels) {
    public static final CompileOptions TRAINING = new CompileOptions(true, false, false, Kernels.best());
    public static final CompileOptions INFERENCE = new CompileOptions(false, false, false, Kernels.best());

    /** Training, with every intermediate array kept for {@link CompiledNetwork#arrays}. */
    public static final CompileOptions RECORDING = new CompileOptions(true, true, false, Kernels.best());

    public CompileOptions withInputGradient() {
        return new CompileOptions(training, recording, true, kernels);
    }

    public CompileOptions with(Kernels newKernels) {
        return new CompileOptions(training, recording, inputGradient, newKernels);
    }
}

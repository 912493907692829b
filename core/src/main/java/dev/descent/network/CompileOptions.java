package dev.descent.network;

/**
 * What a compiled network keeps besides what it needs.
 *
 * @param training whether it can compute gradients; without, it has no buffers for them
 * @param recording whether the arrays that are otherwise overwritten (logits, errors) stay readable; the bits of all results
 *     are the same
 * @param inputGradient whether ∂loss/∂input is computed
 */
public record CompileOptions(boolean training, boolean recording, boolean inputGradient) {
    public static final CompileOptions TRAINING = new CompileOptions(true, false, false);
    public static final CompileOptions INFERENCE = new CompileOptions(false, false, false);

    /** Training, with every intermediate array kept for {@link CompiledNetwork#arrays}. */
    public static final CompileOptions RECORDING = new CompileOptions(true, true, false);

    public CompileOptions withInputGradient() {
        return new CompileOptions(training, recording, true);
    }
}

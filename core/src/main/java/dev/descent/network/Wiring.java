package dev.descent.network;

import org.jspecify.annotations.Nullable;

/**
 * What an engine is connected to.
 *
 * @param input output buffer of the engine before
 * @param inputError where ∂loss/∂input goes; null when nobody needs it
 * @param keepLogits whether the logits must survive the forward pass because the loss reads them
 * @param isFirst whether the input is the network's own, which may also come as sparse rows
 * @param pool the max pooling after the layer, where the engine is to do it too; null where not
 */
record Wiring(
        float[] input,
        float @Nullable [] inputError,
        boolean keepLogits,
        boolean isFirst,
        @Nullable Place pool) {
    Wiring(float[] input, float @Nullable [] inputError, boolean keepLogits, boolean isFirst) {
        this(input, inputError, keepLogits, isFirst, null);
    }
}

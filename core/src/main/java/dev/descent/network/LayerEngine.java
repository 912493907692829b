package dev.descent.network;

import dev.descent.data.NdArray;
import dev.descent.data.Shape;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A layer at work in float, on buffers made once. A subclass computes logits from input and, backwards, ∂loss/∂input and the
 * parameters' gradients from delta; this class adds the activation.
 *
 * <p>Where nobody looks, logits and activation share one buffer, and so do error and delta.
 */
abstract class LayerEngine {
    final Place place;
    final Memory memory;
    final int inputs;
    final int units;

    /** {@code [batch, inputs]}. */
    final float[] input;

    /** ∂loss/∂input; null when nobody needs it. */
    final float @Nullable [] inputError;

    /** Whether the logits survive the forward pass. */
    private final boolean hasLogits;

    /** {@code [batch, units]}. */
    final float[] logits;

    final float[] output;

    /** ∂loss/∂output, written by the next engine or the loss. */
    final float[] error;

    /** ∂loss/∂logits. */
    final float[] delta;

    LayerEngine(Place place, Memory memory, Wiring wiring) {
        this.place = place;
        this.memory = memory;
        this.inputs = place.input().size();
        this.units = place.output().size();
        this.input = wiring.input();
        this.inputError = wiring.inputError();
        boolean isLinear = place.activation() instanceof Identity;
        boolean recording = memory.options.recording();
        this.output = memory.buffer(units);
        boolean keepLogits = recording
                || wiring.keepLogits()
                || (memory.options.training() && place.activation().needsLogits());
        this.hasLogits = isLinear || keepLogits;
        this.logits = isLinear || !keepLogits ? output : memory.buffer(units);
        this.delta = memory.trainingBuffer(units);
        this.error = isLinear || !recording ? delta : memory.trainingBuffer(units);
    }

    /** Writes the logits of the batch. */
    abstract void transform(int batch);

    /** From delta: writes the gradients of the parameters and, where somebody needs it, ∂loss/∂input. */
    abstract void propagate(int batch);

    void forward() {
        transform(memory.batch);
        if (!(place.activation() instanceof Identity)) {
            place.activation().forward(logits, output, memory.batch, units);
        }
    }

    void backward() {
        if (!(place.activation() instanceof Identity)) {
            place.activation().backward(logits, output, error, delta, memory.batch, units);
        }
        propagate(memory.batch);
    }

    /** Adds copies of what was computed for the last batch, by standard name. */
    void arrays(Map<String, NdArray> arrays, boolean withDelta, boolean withError) {
        Shape shape = place.output();
        if (!place.isNumbered()) {
            arrays.put(place.name(), CompiledNetwork.batchOf(output, memory.batch, shape));
            return;
        }
        if (hasLogits) {
            arrays.put(place.name() + ".logits", CompiledNetwork.batchOf(logits, memory.batch, shape));
        }
        arrays.put(place.name() + ".activation", CompiledNetwork.batchOf(output, memory.batch, shape));
        if (withError) {
            arrays.put(place.name() + ".error", CompiledNetwork.batchOf(error, memory.batch, shape));
        }
        if (withDelta) {
            arrays.put(place.name() + ".delta", CompiledNetwork.batchOf(delta, memory.batch, shape));
        }
    }
}

package dev.descent.network;

import dev.descent.data.NdArray;
import dev.descent.kernel.Workers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A layer at work in float, on buffers made once. A subclass computes logits from input and, backwards, ∂loss/∂input and the
 * parameters' gradients from delta; this class adds the activation.
 *
 * <p>Where nobody looks, logits and activation share one buffer, and so do error and delta.
 */
abstract class LayerEngine {
    /** Columns for each thread from which on element-wise passes are shared by columns. */
    private static final int COLUMNS = 128;

    final Place place;
    final Memory memory;
    final int inputs;
    final int units;

    /** {@code [batch, inputs]}. */
    final float[] input;

    /** ∂loss/∂input; null when nobody needs it. */
    final float @Nullable [] inputError;

    private final boolean isLinear;

    /** Whether the logits survive the forward pass. */
    private final boolean hasLogits;

    /** {@code [batch, units]}. */
    final float[] logits;

    final float[] output;

    /** ∂loss/∂output, written by the next engine or the loss. */
    final float[] error;

    /** Whether the error has a buffer of its own. */
    final boolean keepsError;

    /** ∂loss/∂logits. */
    final float[] delta;

    LayerEngine(Place place, Memory memory, Wiring wiring) {
        this.place = place;
        this.memory = memory;
        this.inputs = place.input().size();
        this.units = place.output().size();
        this.input = wiring.input();
        this.inputError = wiring.inputError();
        this.isLinear = place.activation() instanceof Identity;
        boolean recording = memory.options.recording();
        this.output = memory.buffer(units);
        boolean keepLogits = recording
                || wiring.keepLogits()
                || (memory.options.training() && place.activation().needsLogits());
        this.hasLogits = isLinear || keepLogits;
        this.logits = isLinear || !keepLogits ? output : memory.buffer(units);
        this.delta = memory.trainingBuffer(units);
        this.keepsError = recording && !isLinear;
        this.error = keepsError ? memory.trainingBuffer(units) : delta;
    }

    /** Writes the logits of the batch. */
    abstract void transform(int batch);

    /** From delta: writes the gradients of the parameters and, where somebody needs it, ∂loss/∂input. */
    abstract void propagate(int batch);

    void forward() {
        transform(memory.batch);
        activate(0, memory.batch);
    }

    void backward() {
        derive(0, memory.batch);
        finish();
    }

    /** What remains of the way back once delta is there, and the update when the current pass descends. */
    void finish() {
        propagate(memory.batch);
        if (memory.descends) {
            for (Parameter parameter : place.parameters()) {
                int offset = parameter.offset();
                memory.kernels()
                        .elements()
                        .addScaled(
                                parameter.size(),
                                -memory.learningRate,
                                memory.gradients,
                                offset,
                                memory.values,
                                offset);
            }
        }
    }

    /** From logits to output. */
    final void activate(int firstSample, int samples) {
        if (!isLinear) {
            share(
                    firstSample,
                    samples,
                    (offset, count, columns) ->
                            place.activation().forward(memory.kernels(), logits, output, offset, count, columns));
        }
    }

    /** From error to delta. */
    final void derive(int firstSample, int samples) {
        if (!isLinear) {
            share(
                    firstSample,
                    samples,
                    (offset, count, columns) -> place.activation()
                            .backward(memory.kernels(), logits, output, error, delta, offset, count, columns));
        }
    }

    private interface Rows {
        /** Does {@code count} rows of as many columns, which follow each other without gaps from the offset on. */
        void apply(int offset, int count, int columns);
    }

    private void share(int firstSample, int samples, Rows task) {
        Workers workers = memory.kernels().workers();
        if (samples == 1 || !workers.isWorthSharing((long) samples * units)) {
            task.apply(firstSample * units, samples, units);
        } else if (place.activation() instanceof ElementwiseActivation && units >= workers.threads() * COLUMNS) {
            // By columns as the products of wide layers are, so that each core finds its own in its cache.
            workers.share(units, COLUMNS / 2, (from, to) -> {
                for (int sample = firstSample; sample < firstSample + samples; sample++) {
                    task.apply(sample * units + from, 1, to - from);
                }
            });
        } else {
            workers.share(samples, 1, (from, to) -> task.apply((firstSample + from) * units, to - from, units));
        }
    }

    /** Adds copies of the logits, where they were kept, and the activation of the last batch, by standard name. */
    void collectForward(Map<String, NdArray> arrays) {
        if (place.isNumbered()) {
            if (hasLogits) {
                arrays.put(place.name() + ".logits", copy(logits));
            }
            arrays.put(place.name() + ".activation", copy(output));
        } else {
            arrays.put(place.name(), copy(output));
        }
    }

    /** Adds copies of the error, where it was kept, and the delta of the last batch, by standard name. */
    void collectBackward(Map<String, NdArray> arrays, boolean isFused) {
        if (place.isNumbered()) {
            if (memory.options.recording() && !isFused) {
                arrays.put(place.name() + ".error", copy(error));
            }
            arrays.put(place.name() + ".delta", copy(delta));
        }
    }

    void show(CompiledNetwork.Look look) {
        if (place.isNumbered()) {
            look.layer(place, input, output, delta);
        }
    }

    private NdArray copy(float[] buffer) {
        return CompiledNetwork.batchOf(buffer, memory.batch, place.output());
    }
}

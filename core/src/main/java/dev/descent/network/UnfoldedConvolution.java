package dev.descent.network;

import dev.descent.kernel.Window;
import java.util.Arrays;

/**
 * Convolution of any stride: each image is unfolded into the columns its windows see, so that forward is {@code weight · columns},
 * ∂loss/∂weight = Σ over the batch of {@code delta · columnsᵀ} and ∂loss/∂columns = {@code weightᵀ · delta} (Chellapilla, Puri
 * and Simard 2006). A window of one pixel sees the image as it is.
 */
final class UnfoldedConvolution extends ConvolutionEngine {
    private final boolean isPointwise;

    private final ThreadLocal<Scratch> scratches = ThreadLocal.withInitial(Scratch::new);

    /** What a thread needs for the sample it has at work. */
    private final class Scratch {
        /** What the windows of one group see, and their errors. */
        final float[] columns;

        final float[] columnErrors;

        /** The gradient of a part. */
        final float[] gradient;

        Scratch() {
            boolean training = memory.options.training();
            int size = isPointwise ? 0 : window.elements() * window.positions();
            columns = new float[size];
            columnErrors = new float[training && inputError != null ? size : 0];
            gradient = new float[training ? groups * groupFilters * window.elements() : 0];
        }
    }

    UnfoldedConvolution(Conv2d conv, Window window, Place place, Memory memory, Wiring wiring) {
        super(conv, window, place, memory, wiring);
        isPointwise = window.elements() == window.channels() && window.stride() == 1 && window.padding() == 0;
    }

    @Override
    int atOnce() {
        return 1;
    }

    @Override
    void transform(int from, int to, float[] logits, int offset) {
        for (int sample = from; sample < to; sample++) {
            transform(sample, logits, offset + (sample - from) * convolved);
        }
    }

    private void transform(int sample, float[] logits, int offset) {
        float[] columns = scratches.get().columns;
        int positions = window.positions();
        int elements = window.elements();
        for (int group = 0; group < groups; group++) {
            int to = offset + group * groupFilters * positions;
            for (int filter = 0; bias >= 0 && filter < groupFilters; filter++) {
                int row = to + filter * positions;
                Arrays.fill(logits, row, row + positions, memory.values[bias + group * groupFilters + filter]);
            }
            int from = unfolded(sample, group, columns);
            kernels.matrices()
                    .product(
                            groupFilters,
                            positions,
                            elements,
                            memory.values,
                            weight + group * groupFilters * elements,
                            elements,
                            isPointwise ? input : columns,
                            from,
                            positions,
                            logits,
                            to,
                            positions,
                            bias >= 0);
        }
    }

    /** Unfolds the group's channels of a sample; returns where the columns start in their array. */
    private int unfolded(int sample, int group, float[] columns) {
        int from = sample * inputs + group * window.size();
        if (isPointwise) {
            return from;
        }
        kernels.images().unfold(window, input, from, columns, 0);
        return 0;
    }

    @Override
    void backward(int from, int to, float[] delta, int offset) {
        Scratch scratch = scratches.get();
        for (int sample = from; sample < to; sample++) {
            for (int group = 0; group < groups; group++) {
                int filters = offset + ((sample - from) * groups + group) * groupFilters * window.positions();
                addWeightGradient(sample, group, delta, filters, scratch);
                if (inputError != null) {
                    propagate(inputError, sample, group, delta, filters, scratch);
                }
            }
        }
    }

    private void addWeightGradient(int sample, int group, float[] delta, int filters, Scratch scratch) {
        float[] columns = scratch.columns;
        int positions = window.positions();
        int elements = window.elements();
        int from = unfolded(sample, group, columns);
        kernels.matrices()
                .productTransposedRight(
                        groupFilters,
                        elements,
                        positions,
                        delta,
                        filters,
                        positions,
                        isPointwise ? input : columns,
                        from,
                        positions,
                        scratch.gradient,
                        group * groupFilters * elements,
                        elements,
                        true);
    }

    private void propagate(float[] error, int sample, int group, float[] delta, int filters, Scratch scratch) {
        int positions = window.positions();
        int elements = window.elements();
        int to = sample * inputs + group * window.size();
        kernels.matrices()
                .productTransposedLeft(
                        elements,
                        positions,
                        groupFilters,
                        memory.values,
                        weight + group * groupFilters * elements,
                        elements,
                        delta,
                        filters,
                        positions,
                        isPointwise ? error : scratch.columnErrors,
                        isPointwise ? to : 0,
                        positions,
                        false);
        if (!isPointwise) {
            Arrays.fill(error, to, to + window.size(), 0);
            kernels.images().fold(window, scratch.columnErrors, 0, error, to);
        }
    }

    @Override
    void endPart(float[] gradient) {
        float[] sums = scratches.get().gradient;
        System.arraycopy(sums, 0, gradient, 0, sums.length);
        Arrays.fill(sums, 0);
    }
}

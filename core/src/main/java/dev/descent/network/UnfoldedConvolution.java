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

    /** What the windows of one group of one sample see, and their errors, for each part. */
    private final float[][] columns = new float[PARTS][];

    private final float[][] columnErrors = new float[PARTS][];

    UnfoldedConvolution(Conv2d conv, Window window, Place place, Memory memory, Wiring wiring) {
        super(conv, window, place, memory, wiring);
        isPointwise = window.elements() == window.channels() && window.stride() == 1 && window.padding() == 0;
        int columnSize = isPointwise ? 0 : window.elements() * window.positions();
        for (int part = 0; part < parts(memory.maxBatch); part++) {
            columns[part] = new float[columnSize];
            columnErrors[part] = new float[memory.options.training() && inputError != null ? columnSize : 0];
        }
    }

    @Override
    int atOnce() {
        return 1;
    }

    @Override
    void transform(int from, int to, int part) {
        for (int sample = from; sample < to; sample++) {
            transform(sample, part);
        }
    }

    private void transform(int sample, int part) {
        int positions = window.positions();
        int elements = window.elements();
        for (int group = 0; group < groups; group++) {
            int to = sample * units + group * groupFilters * positions;
            for (int filter = 0; bias >= 0 && filter < groupFilters; filter++) {
                int row = to + filter * positions;
                Arrays.fill(logits, row, row + positions, memory.values[bias + group * groupFilters + filter]);
            }
            int from = unfolded(sample, group, part);
            kernels.matrices()
                    .product(
                            groupFilters,
                            positions,
                            elements,
                            memory.values,
                            weight + group * groupFilters * elements,
                            elements,
                            isPointwise ? input : columns[part],
                            from,
                            positions,
                            logits,
                            to,
                            positions,
                            bias >= 0);
        }
    }

    /** Unfolds the group's channels of a sample; returns where the columns start in their array. */
    private int unfolded(int sample, int group, int part) {
        int from = sample * inputs + group * window.size();
        if (isPointwise) {
            return from;
        }
        kernels.images().unfold(window, input, from, columns[part], 0);
        return 0;
    }

    @Override
    void backward(int from, int to, int part) {
        for (int sample = from; sample < to; sample++) {
            for (int group = 0; group < groups; group++) {
                addWeightGradient(sample, group, part);
                if (inputError != null) {
                    propagate(inputError, sample, group, part);
                }
            }
        }
    }

    private void addWeightGradient(int sample, int group, int part) {
        int positions = window.positions();
        int elements = window.elements();
        int from = unfolded(sample, group, part);
        kernels.matrices()
                .productTransposedRight(
                        groupFilters,
                        elements,
                        positions,
                        delta,
                        sample * units + group * groupFilters * positions,
                        positions,
                        isPointwise ? input : columns[part],
                        from,
                        positions,
                        partGradients[part],
                        group * groupFilters * elements,
                        elements,
                        true);
    }

    private void propagate(float[] error, int sample, int group, int part) {
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
                        sample * units + group * groupFilters * positions,
                        positions,
                        isPointwise ? error : columnErrors[part],
                        isPointwise ? to : 0,
                        positions,
                        false);
        if (!isPointwise) {
            Arrays.fill(error, to, to + window.size(), 0);
            kernels.images().fold(window, columnErrors[part], 0, error, to);
        }
    }
}

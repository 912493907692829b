package dev.descent.network;

import dev.descent.kernel.Planes;
import dev.descent.kernel.Window;

/**
 * Convolution of stride 1 without unfolding, on {@link Planes}: forward, ∂loss/∂weight and ∂loss/∂input are sums over shifted
 * views of padded planes that stay in the cache. Measured against unfolding in bench/README.md.
 */
final class DirectConvolution extends ConvolutionEngine {
    /** Planes that the innermost loop of the weight's gradient reads at once: four filters' errors and one channel. */
    private static final int PLANES_AT_ONCE = 5;

    /** Floats of the first-level cache that they may fill. */
    private static final int CACHE = 6_000;

    private static final int MOST_AT_ONCE = 8;

    private final Planes planes;
    private final int[] shifts;
    private final int[] backwardShifts;

    /** How many samples go back at a time: small images share the cache, so that sums stay in registers for longer. */
    private final int atOnce;

    /** Padded inputs and errors of some samples of one group, and positions computed, for each part. */
    private final float[][] inputPlanes = new float[PARTS][];

    private final float[][] errorPlanes = new float[PARTS][];
    private final float[][] positions = new float[PARTS][];

    private final float[] transposed;

    DirectConvolution(Conv2d conv, Window window, Place place, Memory memory, Wiring wiring) {
        super(conv, window, place, memory, wiring);
        int slack = kernels.images().slack();
        planes = new Planes(window, slack);
        shifts = planes.shifts();
        backwardShifts = planes.backwardShifts(groupFilters);
        boolean training = memory.options.training();
        int planeSize = Math.floorDiv(planes.inputSize(), window.channels());
        atOnce = Math.clamp(CACHE / (PLANES_AT_ONCE * planeSize), 1, MOST_AT_ONCE);
        int forward = groupFilters * (planes.positions() + slack);
        int back = training && inputError != null ? window.channels() * (planes.inputPositions() + slack) : 0;
        for (int part = 0; part < parts(memory.maxBatch); part++) {
            inputPlanes[part] = new float[(training ? atOnce : 1) * planes.inputSize()];
            errorPlanes[part] = new float[training ? atOnce * errorSize() + slack : 0];
            positions[part] = new float[Math.max(forward, back)];
        }
        transposed = new float[back > 0 ? conv.filters() * window.elements() : 0];
    }

    private int errorSize() {
        return groupFilters * planes.errorStride();
    }

    @Override
    int stride() {
        return atOnce;
    }

    @Override
    void transform(int sample, int part) {
        int stride = planes.positions() + kernels.images().slack();
        for (int group = 0; group < groups; group++) {
            planes.pad(input, sample * inputs + group * window.size(), inputPlanes[part], 0);
            int firstFilter = group * groupFilters;
            kernels.images()
                    .correlate(
                            groupFilters,
                            planes.positions(),
                            shifts,
                            memory.values,
                            weight + firstFilter * window.elements(),
                            memory.values,
                            bias < 0 ? -1 : bias + firstFilter,
                            inputPlanes[part],
                            0,
                            positions[part],
                            stride);
            for (int filter = 0; filter < groupFilters; filter++) {
                int to = sample * units + (firstFilter + filter) * window.positions();
                planes.gather(positions[part], filter * stride, logits, to);
            }
        }
    }

    @Override
    void propagate(int batch) {
        if (inputError != null) {
            int size = groupFilters * window.elements();
            for (int group = 0; group < groups; group++) {
                planes.transpose(groupFilters, memory.values, weight + group * size, transposed, group * size);
            }
        }
        super.propagate(batch);
    }

    @Override
    void backward(int from, int to, int part) {
        for (int group = 0; group < groups; group++) {
            for (int sample = from; sample < to; sample++) {
                int slot = sample - from;
                int filters = sample * units + group * groupFilters * window.positions();
                planes.pad(
                        input,
                        sample * inputs + group * window.size(),
                        inputPlanes[part],
                        slot * planes.inputSize());
                planes.spread(groupFilters, delta, filters, errorPlanes[part], slot * errorSize());
            }
            kernels.images()
                    .correlateErrors(
                            groupFilters,
                            planes.positions(),
                            to - from,
                            shifts,
                            errorPlanes[part],
                            planes.margin(),
                            planes.errorStride(),
                            errorSize(),
                            inputPlanes[part],
                            0,
                            planes.inputSize(),
                            partGradients[part],
                            group * groupFilters * window.elements());
            for (int sample = from; inputError != null && sample < to; sample++) {
                propagate(inputError, sample, (sample - from) * errorSize(), group, part);
            }
        }
    }

    private void propagate(float[] error, int sample, int errors, int group, int part) {
        int stride = planes.inputPositions() + kernels.images().slack();
        kernels.images()
                .correlate(
                        window.channels(),
                        planes.inputPositions(),
                        backwardShifts,
                        transposed,
                        group * groupFilters * window.elements(),
                        transposed,
                        -1,
                        errorPlanes[part],
                        errors,
                        positions[part],
                        stride);
        for (int channel = 0; channel < window.channels(); channel++) {
            int plane = window.height() * window.width();
            int to = sample * inputs + group * window.size() + channel * plane;
            planes.gatherErrors(positions[part], channel * stride, error, to);
        }
    }
}

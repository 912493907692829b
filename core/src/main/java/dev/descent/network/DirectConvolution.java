package dev.descent.network;

import dev.descent.kernel.Planes;
import dev.descent.kernel.Window;
import java.util.Arrays;

/**
 * Convolution of stride 1 without unfolding, on {@link Planes}: forward, ∂loss/∂weight and ∂loss/∂input are sums over shifted
 * views of padded planes that stay in the cache. Measured against unfolding in bench/README.md.
 */
final class DirectConvolution extends ConvolutionEngine {
    /** Floats of the second-level cache that the samples going back at a time may fill. */
    private static final int CACHE = 100_000;

    private static final int MOST_AT_ONCE = 8;

    private final Planes planes;
    private final int[] shifts;
    private final int[] backwardShifts;

    /** Taps and filters as the kernel of the weight's gradient takes them. */
    private final int[] paddedShifts;

    private final int paddedFilters;

    /** How many samples go back at a time: those of small images share the cache, so that sums stay in registers for longer. */
    private final int atOnce;

    /** For each part: padded inputs of some samples of one group, padded errors of one, and positions computed. */
    private final float[][] inputPlanes = new float[PARTS][];

    private final float[][] errorPlanes = new float[PARTS][];
    private final float[][] positions = new float[PARTS][];

    /** For each part: errors of some samples {@code [samples, positions, filters]} and their sums {@code [groups, taps, filters]}. */
    private final float[][] turnedErrors = new float[PARTS][];

    private final float[][] turnedGradients = new float[PARTS][];

    private final float[] transposed;

    DirectConvolution(Conv2d conv, Window window, Place place, Memory memory, Wiring wiring) {
        super(conv, window, place, memory, wiring);
        int slack = kernels.images().slack();
        planes = new Planes(window, kernels.images());
        shifts = planes.shifts();
        backwardShifts = planes.backwardShifts(groupFilters);
        boolean training = memory.options.training();
        paddedFilters = kernels.images().filtersPadded(groupFilters);
        paddedShifts = Arrays.copyOf(shifts, kernels.images().tapsPadded(shifts.length));
        int turned = paddedFilters * window.positions();
        atOnce = Math.clamp(Math.floorDiv(CACHE, turned + planes.inputSize()), 1, MOST_AT_ONCE);
        int forward = groupFilters * (planes.positions() + slack);
        int back = training && inputError != null ? window.channels() * (planes.inputPositions() + slack) : 0;
        for (int part = 0; part < parts(memory.maxBatch); part++) {
            inputPlanes[part] = new float[(training ? atOnce : 1) * planes.inputSize()];
            errorPlanes[part] = new float[back > 0 ? groupFilters * planes.errorStride() + slack : 0];
            turnedErrors[part] = new float[training ? atOnce * turned : 0];
            turnedGradients[part] = new float[training ? groups * paddedShifts.length * paddedFilters : 0];
            positions[part] = new float[Math.max(forward, back)];
        }
        transposed = new float[back > 0 ? conv.filters() * window.elements() : 0];
    }

    @Override
    int atOnce() {
        return atOnce;
    }

    @Override
    void transform(int from, int to, int part) {
        for (int sample = from; sample < to; sample++) {
            transform(sample, part);
        }
    }

    private void transform(int sample, int part) {
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
            int end = sample * units + (firstFilter + groupFilters) * window.positions();
            for (int filter = 0; filter < groupFilters; filter++) {
                int to = sample * units + (firstFilter + filter) * window.positions();
                planes.gather(positions[part], filter * stride, logits, to, end);
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
                int image = sample * inputs + group * window.size();
                planes.pad(input, image, inputPlanes[part], slot * planes.inputSize());
                int positions = window.positions();
                kernels.matrices()
                        .transpose(
                                groupFilters,
                                positions,
                                delta,
                                filters,
                                positions,
                                turnedErrors[part],
                                slot * paddedFilters * positions,
                                paddedFilters);
                if (inputError != null) {
                    planes.spread(groupFilters, delta, filters, errorPlanes[part], 0);
                    propagate(inputError, image, group, part);
                }
            }
            kernels.images()
                    .correlateErrors(
                            planes,
                            paddedFilters,
                            to - from,
                            paddedShifts,
                            turnedErrors[part],
                            inputPlanes[part],
                            planes.inputSize(),
                            turnedGradients[part],
                            group * paddedShifts.length * paddedFilters);
        }
    }

    private void propagate(float[] error, int image, int group, int part) {
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
                        0,
                        positions[part],
                        stride);
        int end = image + window.size();
        for (int channel = 0; channel < window.channels(); channel++) {
            int to = image + channel * window.height() * window.width();
            planes.gatherErrors(positions[part], channel * stride, error, to, end);
        }
    }

    @Override
    void endPart(int part) {
        float[] turned = turnedGradients[part];
        for (int filter = 0; filter < groups * groupFilters; filter++) {
            int from =
                    Math.floorDiv(filter, groupFilters) * paddedShifts.length * paddedFilters + filter % groupFilters;
            for (int tap = 0; tap < shifts.length; tap++) {
                partGradients[part][filter * shifts.length + tap] = turned[from + tap * paddedFilters];
            }
        }
        Arrays.fill(turned, 0);
    }
}

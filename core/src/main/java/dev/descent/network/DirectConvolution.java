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

    private final float[] transposed;

    private final ThreadLocal<Scratch> scratches;

    /** What a thread needs for the samples it has at work. */
    private final class Scratch {
        /** Padded inputs of some samples of one group. */
        final float[] inputPlanes;

        /** Padded errors of one. */
        final float[] errorPlanes;

        /** Positions computed of one. */
        final float[] positions;

        /** Errors of some samples, {@code [samples, positions, filters]}. */
        final float[] turnedErrors;

        /** The gradient of a part, {@code [groups, taps, filters]}. */
        final float[] turnedGradients;

        Scratch() {
            int slack = kernels.images().slack();
            boolean training = memory.options.training();
            int forward = groupFilters * (planes.positions() + slack);
            int back = transposed.length > 0 ? window.channels() * (planes.inputPositions() + slack) : 0;
            inputPlanes = new float[(training ? atOnce : 1) * planes.inputSize()];
            errorPlanes = new float[back > 0 ? groupFilters * planes.errorStride() + slack : 0];
            turnedErrors = new float[training ? atOnce * paddedFilters * window.positions() : 0];
            turnedGradients = new float[training ? groups * paddedShifts.length * paddedFilters : 0];
            positions = new float[Math.max(forward, back)];
        }
    }

    DirectConvolution(Conv2d conv, Window window, Place place, Memory memory, Wiring wiring) {
        super(conv, window, place, memory, wiring);
        planes = new Planes(window, kernels.images());
        shifts = planes.shifts();
        backwardShifts = planes.backwardShifts(groupFilters);
        paddedFilters = kernels.images().filtersPadded(groupFilters);
        paddedShifts = Arrays.copyOf(shifts, kernels.images().tapsPadded(shifts.length));
        int turned = paddedFilters * window.positions();
        atOnce = Math.clamp(Math.floorDiv(CACHE, turned + planes.inputSize()), 1, MOST_AT_ONCE);
        boolean goesBack = memory.options.training() && inputError != null;
        transposed = new float[goesBack ? conv.filters() * window.elements() : 0];
        scratches = ThreadLocal.withInitial(Scratch::new);
    }

    @Override
    int atOnce() {
        return atOnce;
    }

    @Override
    void transform(int from, int to, float[] logits, int offset) {
        Scratch scratch = scratches.get();
        for (int sample = from; sample < to; sample++) {
            transform(sample, logits, offset + (sample - from) * convolved, scratch);
        }
    }

    private void transform(int sample, float[] logits, int offset, Scratch scratch) {
        int stride = planes.positions() + kernels.images().slack();
        for (int group = 0; group < groups; group++) {
            planes.pad(input, sample * inputs + group * window.size(), scratch.inputPlanes, 0);
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
                            scratch.inputPlanes,
                            0,
                            scratch.positions,
                            stride);
            int end = offset + (firstFilter + groupFilters) * window.positions();
            for (int filter = 0; filter < groupFilters; filter++) {
                int to = offset + (firstFilter + filter) * window.positions();
                planes.gather(scratch.positions, filter * stride, logits, to, end);
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
    void backward(int from, int to, float[] delta, int offset) {
        Scratch scratch = scratches.get();
        for (int group = 0; group < groups; group++) {
            for (int sample = from; sample < to; sample++) {
                int slot = sample - from;
                int filters = offset + slot * convolved + group * groupFilters * window.positions();
                int image = sample * inputs + group * window.size();
                planes.pad(input, image, scratch.inputPlanes, slot * planes.inputSize());
                int positions = window.positions();
                kernels.matrices()
                        .transpose(
                                groupFilters,
                                positions,
                                delta,
                                filters,
                                positions,
                                scratch.turnedErrors,
                                slot * paddedFilters * positions,
                                paddedFilters);
                if (inputError != null) {
                    planes.spread(groupFilters, delta, filters, scratch.errorPlanes, 0);
                    propagate(inputError, image, group, scratch);
                }
            }
            kernels.images()
                    .correlateErrors(
                            planes,
                            paddedFilters,
                            to - from,
                            paddedShifts,
                            scratch.turnedErrors,
                            scratch.inputPlanes,
                            planes.inputSize(),
                            scratch.turnedGradients,
                            group * paddedShifts.length * paddedFilters);
        }
    }

    private void propagate(float[] error, int image, int group, Scratch scratch) {
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
                        scratch.errorPlanes,
                        0,
                        scratch.positions,
                        stride);
        int end = image + window.size();
        for (int channel = 0; channel < window.channels(); channel++) {
            int to = image + channel * window.height() * window.width();
            planes.gatherErrors(scratch.positions, channel * stride, error, to, end);
        }
    }

    @Override
    void endPart(float[] gradient) {
        float[] turned = scratches.get().turnedGradients;
        for (int filter = 0; filter < groups * groupFilters; filter++) {
            int from =
                    Math.floorDiv(filter, groupFilters) * paddedShifts.length * paddedFilters + filter % groupFilters;
            for (int tap = 0; tap < shifts.length; tap++) {
                gradient[filter * shifts.length + tap] = turned[from + tap * paddedFilters];
            }
        }
        Arrays.fill(turned, 0);
    }
}

package dev.descent.network;

import dev.descent.kernel.ImageKernels;
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

    /** Whether few filters make it better to leave errors in planes than to turn them. */
    private final boolean staysInPlanes;

    /** How many samples go back at a time: those of small images share the cache, so that sums stay in registers for longer. */
    private final int atOnce;

    private final float[] transposed;

    private final ThreadLocal<Scratch> scratches;

    /** What a thread needs for the samples it has at work. */
    private final class Scratch {
        /** Padded inputs of some samples of one group. */
        final float[] inputPlanes;

        /** Padded errors of one, those of filters that are none stay 0. */
        final float[] errorPlanes;

        /** Positions computed of one. */
        final float[] positions;

        /** Errors of some samples, {@code [samples, positions, filters]}. */
        final float[] turnedErrors;

        /** The gradient of a part, {@code [groups, taps, filters]}, or partial sums, {@code [groups, filters, taps, sums]}. */
        final float[] gradients;

        Scratch() {
            int slack = kernels.images().slack();
            boolean training = memory.options.training();
            int forward = groupFilters * (planes.positions() + slack);
            int back = transposed.length > 0 ? window.channels() * (planes.inputPositions() + slack) : 0;
            inputPlanes = new float[(training ? atOnce : 1) * planes.inputSize()];
            boolean spreads = back > 0 || (training && staysInPlanes);
            errorPlanes = new float[spreads ? Math.max(groupFilters, paddedFilters) * planes.errorStride() + slack : 0];
            turnedErrors = new float[training && !staysInPlanes ? atOnce * paddedFilters * window.positions() : 0];
            gradients = new float[training ? groups * groupGradients() : 0];
            positions = new float[Math.max(forward, back)];
        }
    }

    DirectConvolution(Conv2d conv, Window window, Place place, Memory memory, Wiring wiring) {
        super(conv, window, place, memory, wiring);
        planes = new Planes(window, kernels.images());
        shifts = planes.shifts();
        backwardShifts = planes.backwardShifts(groupFilters);
        ImageKernels images = kernels.images();
        staysInPlanes = images.prefersPlanes(planes, groupFilters);
        paddedFilters = staysInPlanes ? images.planeFiltersPadded(groupFilters) : images.filtersPadded(groupFilters);
        paddedShifts = Arrays.copyOf(
                shifts, staysInPlanes ? images.planeTapsPadded(shifts.length) : images.tapsPadded(shifts.length));
        int turned = paddedFilters * window.positions();
        atOnce = Math.clamp(Math.floorDiv(CACHE, turned + planes.inputSize()), 1, MOST_AT_ONCE);
        boolean goesBack = memory.options.training() && inputError != null;
        transposed = new float[goesBack ? conv.filters() * window.elements() : 0];
        scratches = ThreadLocal.withInitial(Scratch::new);
    }

    private int groupGradients() {
        return paddedShifts.length
                * paddedFilters
                * (staysInPlanes ? kernels.images().partialSums() : 1);
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

    @Override
    void transformAndPool(int from, int to, float[] images, float[] pooled, int offset) {
        Scratch scratch = scratches.get();
        int stride = planes.positions() + kernels.images().slack();
        int size = Math.floorDiv(units, groups);
        for (int sample = from; sample < to; sample++) {
            for (int group = 0; group < groups; group++) {
                correlate(sample, group, scratch, stride);
                int first = offset + (sample - from) * units + group * size;
                pool(groupFilters, scratch.positions, stride, planes.width(), pooled, first);
            }
        }
    }

    private void transform(int sample, float[] logits, int offset, Scratch scratch) {
        int stride = planes.positions() + kernels.images().slack();
        for (int group = 0; group < groups; group++) {
            correlate(sample, group, scratch, stride);
            int firstFilter = group * groupFilters;
            int end = offset + (firstFilter + groupFilters) * window.positions();
            for (int filter = 0; filter < groupFilters; filter++) {
                int to = offset + (firstFilter + filter) * window.positions();
                planes.gather(scratch.positions, filter * stride, logits, to, end);
            }
        }
    }

    /** One group's logits of a sample, in planes. */
    private void correlate(int sample, int group, Scratch scratch, int stride) {
        int firstFilter = group * groupFilters;
        planes.pad(input, sample * inputs + group * window.size(), scratch.inputPlanes, 0);
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
                if (inputError != null || staysInPlanes) {
                    planes.spread(groupFilters, delta, filters, scratch.errorPlanes, 0);
                }
                if (inputError != null) {
                    propagate(inputError, image, group, scratch);
                }
                if (staysInPlanes) {
                    correlatePlanes(slot, group, scratch);
                } else {
                    turn(delta, filters, slot, scratch);
                }
            }
            if (!staysInPlanes) {
                kernels.images()
                        .correlateErrors(
                                planes,
                                paddedFilters,
                                to - from,
                                paddedShifts,
                                scratch.turnedErrors,
                                scratch.inputPlanes,
                                planes.inputSize(),
                                scratch.gradients,
                                group * groupGradients());
            }
        }
    }

    private void correlatePlanes(int slot, int group, Scratch scratch) {
        kernels.images()
                .correlatePlanes(
                        paddedFilters,
                        planes.positions(),
                        paddedShifts,
                        scratch.errorPlanes,
                        planes.margin(),
                        planes.errorStride(),
                        scratch.inputPlanes,
                        slot * planes.inputSize(),
                        scratch.gradients,
                        group * groupGradients());
    }

    private void turn(float[] delta, int offset, int slot, Scratch scratch) {
        int positions = window.positions();
        kernels.matrices()
                .transpose(
                        groupFilters,
                        positions,
                        delta,
                        offset,
                        positions,
                        scratch.turnedErrors,
                        slot * paddedFilters * positions,
                        paddedFilters);
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
        float[] sums = scratches.get().gradients;
        int parts = staysInPlanes ? kernels.images().partialSums() : 1;
        for (int filter = 0; filter < groups * groupFilters; filter++) {
            int group = Math.floorDiv(filter, groupFilters) * groupGradients();
            int row = filter % groupFilters;
            for (int tap = 0; tap < shifts.length; tap++) {
                int at = staysInPlanes ? (row * paddedShifts.length + tap) * parts : tap * paddedFilters + row;
                float sum = 0;
                for (int part = 0; part < parts; part++) {
                    sum += sums[group + at + part];
                }
                gradient[filter * shifts.length + tap] = sum;
            }
        }
        Arrays.fill(sums, 0);
    }
}

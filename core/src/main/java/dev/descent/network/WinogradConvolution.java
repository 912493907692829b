package dev.descent.network;

import dev.descent.kernel.Alignment;
import dev.descent.kernel.TiledImages;
import dev.descent.kernel.Window;
import dev.descent.kernel.Winograd;
import java.util.Arrays;

/**
 * Convolution of 3×3 windows by {@link Winograd}'s minimal filtering. With U the transformed weight, V the transformed inputs and
 * D the transformed errors of the outputs, each a matrix per point of a tile: outputs come from {@code V · U}, ∂loss/∂weight from
 * {@code Vᵀ · D} and ∂loss/∂input from {@code D · Uᵀ}, which are the exact gradients of what is computed.
 */
final class WinogradConvolution extends ConvolutionEngine {
    private static final int ROW = Winograd.POINTS;
    private static final int POINTS = ROW * ROW;
    private static final int SIDE = 3;

    /** Where points begin in their arrays. */
    private static final int LEAD = Alignment.LEAD;

    /** Many tiles at work are rounded up to a multiple of this, so that the products of matrices have no edges. */
    private static final int ROUND = 8;

    private static final int MANY = 24;

    /** Floats of the second-level cache that the points of the samples at work at a time may fill. */
    private static final int CACHE = 260_000;

    /** Tiles of one sample. */
    private final int each;

    private final int atOnce;
    private final int channels;
    private final int filters;

    /** Elements of one tap of the weight, {@code [channels, filters]}, rounded up to vectors. */
    private final int size;

    /**
     * {@code [3, 3, channels, filters]}, then one way transformed {@code [6, 3, …]}, then both: {@code [36, channels, filters]}; every
     * matrix {@code [channels, filters]} in panels, see {@link dev.descent.kernel.MatrixKernels#productOfPanels}.
     */
    private final float[] taps;

    private final float[] halfway;
    private final float[] points;

    /** The same for the way back, {@code [36, filters, channels]} in panels; empty where nobody needs it. */
    private final float[] backwardPoints;

    private final ThreadLocal<Scratch> scratches;

    /** What a thread needs for the samples it has at work. */
    private final class Scratch {
        final TiledImages tiles;

        /** {@code [36, tiles, channels]}: inputs, then their errors. */
        final float[] inputs;

        /** {@code [36, tiles, filters]}: outputs or their errors. */
        final float[] outputs;

        /** The gradient of a part in the domain of points, {@code [36, channels, filters]}. */
        final float[] gradientPoints;

        /** The same between points and taps, {@code [3, 6, channels, filters]}. */
        final float[] gradient;

        Scratch() {
            tiles = new TiledImages(window, groupFilters, kernels);
            inputs = new float[LEAD + POINTS * rounded(atOnce) * channels];
            outputs = new float[LEAD + POINTS * rounded(atOnce) * filters];
            gradientPoints = new float[memory.options.training() ? LEAD + POINTS * size : 0];
            gradient = new float[memory.options.training() ? SIDE * ROW * size : 0];
        }
    }

    WinogradConvolution(Conv2d conv, Window window, Place place, Memory memory, Wiring wiring) {
        super(conv, window, place, memory, wiring);
        TiledImages tiles = new TiledImages(window, groupFilters, kernels);
        channels = tiles.inputDepth();
        filters = tiles.outputDepth();
        size = channels * filters;
        each = tiles.tiles();
        int floats = POINTS * each * (channels + filters);
        atOnce = Math.clamp(Math.floorDiv(CACHE, floats), 1, Math.ceilDiv(memory.maxBatch, PARTS));
        taps = new float[SIDE * SIDE * size];
        halfway = new float[ROW * SIDE * size];
        points = new float[LEAD + POINTS * size];
        boolean goesBack = memory.options.training() && inputError != null;
        backwardPoints = new float[goesBack ? LEAD + POINTS * size : 0];
        scratches = ThreadLocal.withInitial(Scratch::new);
    }

    private int rounded(int samples) {
        int tiles = samples * each;
        return tiles < MANY ? tiles : Math.ceilDiv(tiles, ROUND) * ROUND;
    }

    @Override
    int atOnce() {
        return atOnce;
    }

    @Override
    void prepare() {
        for (int filter = 0; filter < groupFilters; filter++) {
            for (int channel = 0; channel < window.channels(); channel++) {
                int from = weight + (filter * window.channels() + channel) * SIDE * SIDE;
                for (int tap = 0; tap < SIDE * SIDE; tap++) {
                    taps[tap * size + inPanels(channel, filter, channels, filters)] = memory.values[from + tap];
                }
            }
        }
        int row = SIDE * size;
        kernels.images().transform(Winograd.FILTER, row, taps, 0, row, halfway, 0, row);
        for (int i = 0; i < ROW; i++) {
            kernels.images()
                    .transform(Winograd.FILTER, size, halfway, i * row, size, points, LEAD + i * ROW * size, size);
        }
        for (int at = LEAD; at < backwardPoints.length; at += size) {
            transposePanels(at);
        }
    }

    /** Where an element of a {@code [rows, columns]} lies in panels. */
    private int inPanels(int row, int column, int rows, int columns) {
        int width = kernels.matrices().panelWidth();
        int panel = column - column % width;
        return panel * rows + row * Math.min(width, columns - panel) + column % width;
    }

    /** A point's matrix for the way back, block by block as the panels of both cut it. */
    private void transposePanels(int at) {
        int width = kernels.matrices().panelWidth();
        for (int filter = 0; filter < filters; filter += width) {
            int high = Math.min(width, filters - filter);
            for (int channel = 0; channel < channels; channel += width) {
                int wide = Math.min(width, channels - channel);
                kernels.matrices()
                        .transpose(
                                wide,
                                high,
                                points,
                                at + inPanels(channel, filter, channels, filters),
                                high,
                                backwardPoints,
                                at + inPanels(filter, channel, filters, channels),
                                wide);
            }
        }
    }

    @Override
    void transform(int from, int to, float[] logits, int offset) {
        Scratch scratch = scratches.get();
        int count = multiply(from, to, scratch);
        for (int sample = from; sample < to; sample++) {
            int slot = sample - from;
            scratch.tiles.outputs(scratch.outputs, count, slot * each, logits, offset + slot * convolved);
            addBias(window.positions(), logits, offset + slot * convolved);
        }
    }

    @Override
    void transformAndPool(int from, int to, float[] images, float[] pooled, int offset) {
        Scratch scratch = scratches.get();
        int count = multiply(from, to, scratch);
        for (int sample = from; sample < to; sample++) {
            int slot = sample - from;
            scratch.tiles.pooledOutputs(scratch.outputs, count, slot * each, pooled, offset + slot * units);
            // To the largest of some outputs as well as to each.
            addBias(Math.floorDiv(units, groupFilters), pooled, offset + slot * units);
        }
    }

    /** Some samples' outputs in the domain of points; gives the number of tiles that lie there. */
    private int multiply(int from, int to, Scratch scratch) {
        int count = rounded(to - from);
        for (int sample = from; sample < to; sample++) {
            scratch.tiles.inputs(input, sample * inputs, scratch.inputs, count, (sample - from) * each);
        }
        for (int point = 0; point < POINTS; point++) {
            int in = LEAD + point * count * channels;
            int out = LEAD + point * count * filters;
            kernels.matrices()
                    .productOfPanels(
                            count,
                            filters,
                            channels,
                            scratch.inputs,
                            in,
                            channels,
                            points,
                            LEAD + point * size,
                            scratch.outputs,
                            out,
                            filters);
        }
        return count;
    }

    private void addBias(int positions, float[] logits, int offset) {
        for (int filter = 0; bias >= 0 && filter < groupFilters; filter++) {
            float summand = memory.values[bias + filter];
            int from = offset + filter * positions;
            for (int i = from; i < from + positions; i++) {
                logits[i] += summand;
            }
        }
    }

    @Override
    void backward(int from, int to, float[] delta, int offset) {
        Scratch scratch = scratches.get();
        int count = rounded(to - from);
        for (int sample = from; sample < to; sample++) {
            int first = (sample - from) * each;
            scratch.tiles.inputs(input, sample * inputs, scratch.inputs, count, first);
            scratch.tiles.outputErrors(delta, offset + (sample - from) * convolved, scratch.outputs, count, first);
        }
        int real = (to - from) * each;
        for (int point = 0; point < POINTS; point++) {
            int in = LEAD + point * count * channels;
            int out = LEAD + point * count * filters;
            // What lies in the tiles beyond comes from another handful.
            Arrays.fill(scratch.inputs, in + real * channels, in + count * channels, 0);
            Arrays.fill(scratch.outputs, out + real * filters, out + count * filters, 0);
            kernels.matrices()
                    .productTransposedLeft(
                            channels,
                            filters,
                            count,
                            scratch.inputs,
                            in,
                            channels,
                            scratch.outputs,
                            out,
                            filters,
                            scratch.gradientPoints,
                            LEAD + point * size,
                            filters,
                            true);
        }
        if (inputError != null) {
            propagate(inputError, from, to, scratch);
        }
    }

    private void propagate(float[] error, int from, int to, Scratch scratch) {
        int count = rounded(to - from);
        for (int point = 0; point < POINTS; point++) {
            int in = LEAD + point * count * channels;
            int out = LEAD + point * count * filters;
            kernels.matrices()
                    .productOfPanels(
                            count,
                            channels,
                            filters,
                            scratch.outputs,
                            out,
                            filters,
                            backwardPoints,
                            LEAD + point * size,
                            scratch.inputs,
                            in,
                            channels);
        }
        for (int sample = from; sample < to; sample++) {
            scratch.tiles.inputErrors(scratch.inputs, count, (sample - from) * each, error, sample * inputs);
        }
    }

    @Override
    void endPart(float[] gradient) {
        int row = ROW * size;
        float[] half = scratches.get().gradient;
        float[] sums = scratches.get().gradientPoints;
        kernels.images().transform(Winograd.FILTER_GRADIENT, row, sums, LEAD, row, half, 0, row);
        // The points have done their service: their first taps take the gradient.
        for (int i = 0; i < SIDE; i++) {
            kernels.images()
                    .transform(Winograd.FILTER_GRADIENT, size, half, i * row, size, sums, LEAD + i * SIDE * size, size);
        }
        for (int filter = 0; filter < groupFilters; filter++) {
            for (int channel = 0; channel < window.channels(); channel++) {
                int to = (filter * window.channels() + channel) * SIDE * SIDE;
                for (int tap = 0; tap < SIDE * SIDE; tap++) {
                    gradient[to + tap] = sums[LEAD + tap * size + channel * filters + filter];
                }
            }
        }
        Arrays.fill(sums, 0);
    }
}

package dev.descent.network;

import dev.descent.data.NdArray;
import dev.descent.kernel.Kernels;
import dev.descent.kernel.Window;
import java.util.Arrays;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What all ways to convolve share: samples are independent, but for the gradients, which are summed part by part of the batch. Where max
 * pooling follows and nobody records, the engine pools too ({@link Pooling}); input is then the convolution's, output the pool's.
 */
abstract class ConvolutionEngine extends LayerEngine {
    /** Fixed, so that the order of the sums does not depend on the number of threads. */
    static final int PARTS = 8;

    final Kernels kernels;
    final Window window;
    final int groups;
    final int groupFilters;

    /** Where weight and bias begin among the parameters; −1 for no bias. */
    final int weight;

    final int bias;

    /** Logits of one sample, before any pooling. */
    final int convolved;

    private final int weightSize;

    /** The layer as it is without pooling. */
    private final Place convolution;

    private final @Nullable Pooling pooling;

    /**
     * Weight and bias of the last pass, to compute again what pooling did not keep, and to know whether they are prepared already: without
     * training they are mostly those of the pass before.
     */
    private final float[] kept;

    private boolean isPrepared;

    /** {@link Memory#version} of these. */
    private long version;

    /** Gradients of weight and bias of each part. */
    final float[][] partGradients = new float[PARTS][];

    /** Whether delta must still be made from the error, sample by sample while it is in the cache. */
    private boolean deltaIsDue;

    ConvolutionEngine(Conv2d conv, Window window, Place place, Memory memory, Wiring wiring) {
        super(wiring.pool() == null ? place : place.with(wiring.pool().output()), memory, wiring);
        convolution = place;
        convolved = place.output().size();
        this.window = window;
        kernels = memory.kernels();
        groups = conv.groups();
        groupFilters = conv.filters() / groups;
        weight = place.parameter(0);
        weightSize = conv.filters() * window.elements();
        bias = conv.hasBias() ? place.parameter(1) : -1;
        pooling = wiring.pool() == null ? null : new Pooling(place, wiring.pool(), memory, this::atOnce);
        kept = new float[pooling == null && memory.options.training() ? 0 : place.parameterCount()];
        for (int part = 0; part < parts(memory.maxBatch); part++) {
            partGradients[part] = new float[memory.options.training() ? place.parameterCount() : 0];
        }
    }

    static int parts(int batch) {
        return Math.min(PARTS, batch);
    }

    static int firstSample(int part, int batch) {
        return (int) Math.floorDiv((long) batch * part, parts(batch));
    }

    /** Parts of the batch, each with a gradient of its own. */
    private void forEachPart(int batch, IntConsumer part) {
        memory.forEach(parts(batch), (long) batch * weightSize * window.positions(), part);
    }

    private interface Samples {
        void apply(int from, int to);
    }

    /** The samples of a part, as many at a time as share the cache. */
    private void forEachHandful(int part, Samples task) {
        int first = firstSample(part, memory.batch);
        int samples = firstSample(part + 1, memory.batch) - first;
        int times = Math.ceilDiv(samples, atOnce());
        for (int time = 0; time < times; time++) {
            task.apply(
                    first + Math.floorDiv(samples * time, times), first + Math.floorDiv(samples * (time + 1), times));
        }
    }

    /** How many samples go forward or back at a time, at most. */
    abstract int atOnce();

    /** What is to be made of the parameters before a batch goes forward. */
    void prepare() {}

    /** Writes the logits of some samples, the first one's from the offset on. */
    abstract void transform(int from, int to, float[] logits, int offset);

    /**
     * Writes the largest of 2 × 2 logits side by side.
     *
     * @param images for all logits of these samples, where they are needed, and {@link dev.descent.kernel.ImageKernels#slack}
     */
    void transformAndPool(int from, int to, float[] images, float[] pooled, int offset) {
        transform(from, to, images, 0);
        int planes = (to - from) * groups * groupFilters;
        pool(planes, images, window.positions(), window.outputWidth(), pooled, offset);
    }

    /** The largest of 2 × 2 logits side by side in some planes. */
    final void pool(int filters, float[] images, int planeStep, int stride, float[] pooled, int offset) {
        kernels.images()
                .poolPlanes(
                        filters,
                        Math.floorDiv(window.outputHeight(), 2),
                        Math.floorDiv(window.outputWidth(), 2),
                        images,
                        0,
                        planeStep,
                        stride,
                        pooled,
                        offset);
    }

    /**
     * Adds to the gradients that {@link #endPart} takes and writes ∂loss/∂input, where somebody needs it, of some samples.
     *
     * @param offset where the first one's delta begins
     */
    abstract void backward(int from, int to, float[] delta, int offset);

    /** Writes the gradient of the weight that a part's samples, which have all gone back on this thread, have added up. */
    abstract void endPart(float[] gradient);

    @Override
    void forward() {
        if (memory.options.training() || !isKnown()) {
            System.arraycopy(memory.values, weight, kept, 0, kept.length);
            prepare();
            isPrepared = true;
            version = memory.version();
        }
        forEachPart(memory.batch, part -> forEachHandful(part, this::forward));
    }

    private boolean isKnown() {
        return isPrepared
                && (memory.isUnchangedSince(version)
                        || Arrays.equals(memory.values, weight, weight + kept.length, kept, 0, kept.length));
    }

    private void forward(int from, int to) {
        if (pooling != null && pooling.comesFirst()) {
            transformAndPool(from, to, pooling.images(), output, from * units);
            convolution.activation().forward(kernels, output, output, from * units, to - from, units);
        } else if (pooling == null) {
            transform(from, to, logits, from * units);
            activate(from, to - from);
        } else {
            float[] images = pooling.images();
            convolve(from, to, images, 0);
            pooling.forward(from, to, images, output);
        }
    }

    /** Logits and, over them, the activation. */
    private void convolve(int from, int to, float[] images, int offset) {
        transform(from, to, images, offset);
        convolution.activation().forward(kernels, images, images, offset, to - from, convolved);
    }

    @Override
    void transform(int batch) {
        throw new AssertionError("forward does it sample by sample");
    }

    @Override
    void backward() {
        deltaIsDue = true;
        finish();
        deltaIsDue = false;
    }

    @Override
    void propagate(int batch) {
        forEachPart(batch, part -> {
            float[] gradients = partGradients[part];
            Arrays.fill(gradients, weightSize, gradients.length, 0);
            forEachHandful(part, (from, to) -> backward(from, to, gradients));
            endPart(gradients);
        });
        sumGradients(batch);
    }

    private void backward(int from, int to, float[] gradients) {
        if (deltaIsDue) {
            derive(from, to - from);
        }
        float[] images = delta;
        int offset = from * units;
        if (pooling != null) {
            images = pooling.images();
            offset = 0;
            pooling.backward(from, to, delta, images);
        }
        backward(from, to, images, offset);
        addBiasGradient(to - from, images, offset, gradients);
    }

    private void addBiasGradient(int samples, float[] errors, int offset, float[] gradients) {
        int positions = window.positions();
        int filters = groups * groupFilters;
        for (int row = 0; bias >= 0 && row < samples * filters; row++) {
            gradients[weightSize + row % filters] +=
                    (float) kernels.elements().sum(positions, errors, offset + row * positions);
        }
    }

    private void sumGradients(int batch) {
        Arrays.fill(memory.gradients, weight, weight + weightSize, 0);
        if (bias >= 0) {
            Arrays.fill(memory.gradients, bias, bias + groups * groupFilters, 0);
        }
        for (int part = 0; part < parts(batch); part++) {
            float[] gradients = partGradients[part];
            kernels.elements().addScaled(weightSize, 1, gradients, 0, memory.gradients, weight);
            if (bias >= 0) {
                kernels.elements().addScaled(groups * groupFilters, 1, gradients, weightSize, memory.gradients, bias);
            }
        }
    }

    @Override
    void show(CompiledNetwork.Look look) {
        if (pooling == null) {
            super.show(look);
        } else {
            look.layer(convolution, input, activation(), convolvedDelta(pooling));
        }
    }

    @Override
    void collectForward(Map<String, NdArray> arrays) {
        if (pooling == null) {
            super.collectForward(arrays);
            return;
        }
        NdArray activation = CompiledNetwork.batchOf(activation(), memory.batch, convolution.output());
        if (convolution.activation() instanceof Identity) {
            arrays.put(convolution.name() + ".logits", activation);
        }
        arrays.put(convolution.name() + ".activation", activation);
        arrays.put(pooling.place().name(), CompiledNetwork.batchOf(output, memory.batch, place.output()));
    }

    @Override
    void collectBackward(Map<String, NdArray> arrays, boolean isFused) {
        if (pooling == null) {
            super.collectBackward(arrays, isFused);
        } else {
            float[] deltas = convolvedDelta(pooling);
            arrays.put(
                    convolution.name() + ".delta", CompiledNetwork.batchOf(deltas, memory.batch, convolution.output()));
        }
    }

    /** What was pooled in the last pass, computed again as nobody kept it, with the parameters of then. */
    private float[] activation() {
        float[] now = Arrays.copyOfRange(memory.values, weight, weight + kept.length);
        System.arraycopy(kept, 0, memory.values, weight, kept.length);
        float[] activation = memory.buffer(convolved);
        prepare();
        for (int part = 0; part < parts(memory.batch); part++) {
            forEachHandful(part, (from, to) -> convolve(from, to, activation, from * convolved));
        }
        System.arraycopy(now, 0, memory.values, weight, kept.length);
        return activation;
    }

    private float[] convolvedDelta(Pooling pool) {
        float[] deltas = memory.trainingBuffer(convolved);
        pool.backward(0, memory.options.training() ? memory.batch : 0, delta, deltas);
        return deltas;
    }
}

package dev.descent.network;

import dev.descent.kernel.Kernels;
import dev.descent.kernel.Window;
import java.util.Arrays;
import java.util.function.IntConsumer;

/** What both ways to convolve share: samples are independent, but for the gradients, which are summed part by part of the batch. */
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

    private final int weightSize;

    /** Gradients of weight and bias of each part. */
    final float[][] partGradients = new float[PARTS][];

    /** Whether delta must still be made from the error, sample by sample while it is in the cache. */
    private boolean deltaIsDue;

    ConvolutionEngine(Conv2d conv, Window window, Place place, Memory memory, Wiring wiring) {
        super(place, memory, wiring);
        this.window = window;
        kernels = memory.kernels();
        groups = conv.groups();
        groupFilters = conv.filters() / groups;
        weight = place.parameter(0);
        weightSize = conv.filters() * window.elements();
        bias = conv.hasBias() ? place.parameter(1) : -1;
        for (int part = 0; part < parts(memory.maxBatch); part++) {
            partGradients[part] =
                    new float[memory.options.training() ? weightSize + (bias < 0 ? 0 : conv.filters()) : 0];
        }
    }

    static int parts(int batch) {
        return Math.min(PARTS, batch);
    }

    static int firstSample(int part, int batch) {
        return (int) Math.floorDiv((long) batch * part, parts(batch));
    }

    /** Parts of the batch, each with scratch of its own. */
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

    /** What is to be made of the parameters before a batch goes forward. */
    void prepare() {}

    /** Writes the logits of some samples. */
    abstract void transform(int from, int to, int part);

    /** Adds to the part's gradients and writes ∂loss/∂input, where somebody needs it, of samples whose delta is there. */
    abstract void backward(int from, int to, int part);

    /** What is left to do when a part's samples have all gone back. */
    void endPart(int part) {}

    /** How many samples go forward or back at a time, at most. */
    abstract int atOnce();

    @Override
    void forward() {
        prepare();
        forEachPart(
                memory.batch,
                part -> forEachHandful(part, (from, to) -> {
                    transform(from, to, part);
                    activate(from, to - from);
                }));
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
            Arrays.fill(partGradients[part], 0);
            forEachHandful(part, (from, to) -> {
                if (deltaIsDue) {
                    derive(from, to - from);
                }
                backward(from, to, part);
                addBiasGradient(from, to, partGradients[part]);
            });
            endPart(part);
        });
        sumGradients(batch);
    }

    private void addBiasGradient(int from, int to, float[] gradients) {
        int positions = window.positions();
        int filters = groups * groupFilters;
        for (int row = from * filters; bias >= 0 && row < to * filters; row++) {
            gradients[weightSize + row % filters] += (float) kernels.elements().sum(positions, delta, row * positions);
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
}

package dev.descent.network;

import dev.descent.data.NdArray;
import dev.descent.data.Shape;
import dev.descent.kernel.Kernels;
import dev.descent.kernel.OutputLayer.Score;
import dev.descent.kernel.SparseBatch;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A network at work in float: all parameters in one array, all gradients in another, every buffer made once for the largest
 * batch. Nothing is allocated afterwards, except by {@link #arrays}.
 *
 * <p>Use: write the batch into {@link #input()} and {@link #target()}, call {@link #gradient} or {@link #evaluate}, read
 * {@link #gradients()} or {@link #output()}. The same numbers give the same bits for any number of threads and whether or
 * not arrays are recorded. Not to be used by several threads at once.
 */
public final class CompiledNetwork {
    private final Network network;
    private final Layout layout;
    private final @Nullable Loss loss;
    private final Memory memory;
    private final float[] input;
    private final float[] inputError;
    private final float[] target;
    private final EngineChain engines;

    /** The loss on logits that stands for the loss after the last activation; null where there is none. */
    private final @Nullable Loss lossOnLogits;

    /** The last layer and the loss as one; null where they cannot be. */
    private final @Nullable OutputStep output;

    private boolean deltasAreFresh;

    private CompiledNetwork(Network network, @Nullable Loss loss, int maxBatch, CompileOptions options) {
        this.network = network;
        this.layout = network.layout();
        this.loss = loss;
        if (layout.places().isEmpty()) {
            throw new IllegalArgumentException("a network needs at least 1 layer, got none");
        }
        if (maxBatch < 1) {
            throw new IllegalArgumentException("the largest batch is at least 1, got " + maxBatch);
        }
        this.memory = new Memory(
                new float[layout.valueCount()],
                new float[options.training() ? layout.valueCount() : 0],
                new float[layout.statisticCount()],
                maxBatch,
                options);
        this.input = memory.buffer(network.input().size());
        this.inputError =
                options.inputGradient() ? memory.buffer(network.input().size()) : new float[0];
        this.target = memory.trainingBuffer(layout.output().size());
        Place last = layout.places().getLast();
        this.lossOnLogits =
                loss == null ? null : loss.onLogitsOf(last.activation()).orElse(null);
        float @Nullable [] wantedError = options.inputGradient() ? inputError : null;
        this.engines =
                new EngineChain(layout.places(), memory, new Wiring(input, wantedError, lossOnLogits != null, true));
        if (engines.isEmpty()) {
            throw new IllegalArgumentException("a network needs a layer that computes something, got " + network);
        }
        this.output = options.training() && loss != null ? OutputStep.of(engines, loss, target) : null;
        setStatistics(network.initialStatistics());
    }

    /**
     * Compiles for training.
     *
     * @param maxBatch largest number of samples at once; memory grows with it
     */
    public static CompiledNetwork compile(Network network, Loss loss, int maxBatch) {
        return compile(network, loss, maxBatch, CompileOptions.TRAINING);
    }

    public static CompiledNetwork compile(Network network, Loss loss, int maxBatch, CompileOptions options) {
        return new CompiledNetwork(network, loss, maxBatch, options);
    }

    /** Compiles for {@link #forward} only: no loss, no gradients, less memory. */
    public static CompiledNetwork forInference(Network network, int maxBatch) {
        return new CompiledNetwork(network, null, maxBatch, CompileOptions.INFERENCE);
    }

    public Network network() {
        return network;
    }

    public Layout layout() {
        return layout;
    }

    public int maxBatch() {
        return memory.maxBatch;
    }

    /** What it computes with. */
    public Kernels kernels() {
        return memory.kernels();
    }

    /** Sets parameters and running statistics to their start, and the seed of the dropout. */
    public void initialize(long seed) {
        setValues(network.initialValues(seed));
        setStatistics(network.initialStatistics());
        memory.seed = seed;
    }

    /** Sets the seed of the dropout alone. */
    public void seed(long seed) {
        memory.seed = seed;
    }

    /** Sets all parameters, rounded to float. */
    public void setValues(double[] values) {
        copy(values, memory.values);
        memory.change();
    }

    /** Sets all running statistics, rounded to float. */
    public void setStatistics(double[] statistics) {
        copy(statistics, memory.statistics);
    }

    private static void copy(double[] from, float[] to) {
        if (from.length != to.length) {
            throw new IllegalArgumentException("expected %d values, got %d".formatted(to.length, from.length));
        }
        for (int i = 0; i < to.length; i++) {
            to[i] = (float) from[i];
        }
    }

    /** All parameters, at the offsets of {@link Layout#parameters()}; written by the optimizer. */
    public float[] values() {
        memory.share();
        return memory.values;
    }

    /** ∂loss/∂parameter of the last {@link #gradient}, at the same offsets. */
    public float[] gradients() {
        return memory.gradients;
    }

    /** Running statistics, at the offsets of {@link Layout#statistics()}. */
    public float[] statistics() {
        return memory.statistics;
    }

    /** {@code [maxBatch, input size]}, written by the caller. */
    public float[] input() {
        return input;
    }

    /** Whether {@link #pick} is possible: the first layer is dense and nobody asked for the input's gradient. */
    public boolean acceptsSparseInput() {
        return engines.first() instanceof Dense.Engine && !memory.options.inputGradient();
    }

    /**
     * From now on the batch comes from rows without their zeros instead of {@link #input()}: what is zero costs nothing.
     *
     * @param batch read at each pass, not copied
     */
    public void pick(SparseBatch batch) {
        if (!acceptsSparseInput() || batch.width() != network.input().size()) {
            throw new IllegalArgumentException(
                    "sparse rows need a dense first layer of as many inputs, got rows of %d for %s"
                            .formatted(batch.width(), network));
        }
        memory.sparse = batch;
    }

    /** From now on the batch comes from {@link #input()} again. */
    public void pickNothing() {
        memory.sparse = null;
    }

    /** {@code [maxBatch, output size]}, written by the caller. */
    public float[] target() {
        return target;
    }

    /** {@code [maxBatch, output size]}: outputs of the last batch, after the last activation. */
    public float[] output() {
        return engines.output();
    }

    /** ∂loss/∂input of the last {@link #gradient}, empty unless compiled with the input's gradient. */
    public float[] inputGradient() {
        return inputError;
    }

    /** Outputs of the first {@code batch} samples of the input, as after training. */
    public void forward(int batch) {
        pass(batch, false, 0);
    }

    /** Outputs as after training, and their loss, the mean over the samples. */
    public double evaluate(int batch) {
        if (output != null) {
            prepare(batch, false, 0);
            engines.forwardToLast();
            return output.judge();
        }
        pass(batch, false, 0);
        LayerEngine last = engines.last();
        int units = layout.output().size();
        return lossOnLogits != null
                ? lossOnLogits.value(last.logits, target, batch, units)
                : needLoss().value(last.output, target, batch, units);
    }

    /**
     * One pass forward in training mode and one backward; writes {@link #gradients()}, from nothing each time.
     *
     * @param reduction whether gradients of the samples are summed or averaged
     * @param step number of the training step, from 1, for the dropout
     * @return the loss before the step, the mean over the samples
     */
    public double gradient(int batch, Reduction reduction, long step) {
        memory.descends = false;
        double value = forwardAndBackward(batch, reduction, step);
        deltasAreFresh = true;
        return value;
    }

    /**
     * As {@link #gradient} followed by {@code values -= learningRate · gradients}, but each layer takes its step on the way back,
     * most without making the gradient: plain gradient descent in the fewest passes over memory. {@link #gradients()} is
     * meaningful afterwards only when compiled with {@link CompileOptions#RECORDING}; the values get the same bits either way,
     * but not always those of the two calls.
     */
    public double descend(int batch, Reduction reduction, long step, float learningRate) {
        memory.descends = true;
        memory.learningRate = learningRate;
        double value = forwardAndBackward(batch, reduction, step);
        deltasAreFresh = memory.options.recording();
        return value;
    }

    private double forwardAndBackward(int batch, Reduction reduction, long step) {
        Loss outputLoss = needLoss();
        if (!memory.options.training()) {
            throw new IllegalStateException("this network was compiled for inference and has no gradients");
        }
        double factor = reduction.factor(batch);
        prepare(batch, true, step);
        if (output != null) {
            engines.forwardToLast();
            double scored = output.pass((float) factor);
            engines.backwardFromLast();
            return scored;
        }
        engines.forward();
        LayerEngine last = engines.last();
        int units = last.units;
        double value;
        if (lossOnLogits != null) {
            value = lossOnLogits.gradient(memory.kernels(), last.logits, target, batch, units, factor, last.delta);
            engines.backwardFromDelta();
        } else {
            value = outputLoss.gradient(memory.kernels(), last.output, target, batch, units, factor, last.error);
            engines.backward();
        }
        return value;
    }

    private void pass(int batch, boolean training, long step) {
        prepare(batch, training, step);
        engines.forward();
    }

    private void prepare(int batch, boolean training, long step) {
        if (batch < 1 || batch > memory.maxBatch) {
            throw new IllegalArgumentException(
                    "a batch has 1 to %d samples here, got %d".formatted(memory.maxBatch, batch));
        }
        if (memory.sparse != null && batch > memory.sparse.rows()) {
            throw new IllegalArgumentException(
                    "a batch of %d samples needs more than the %d rows picked".formatted(batch, memory.sparse.rows()));
        }
        memory.batch = batch;
        memory.training = training;
        memory.step = step;
        deltasAreFresh = false;
    }

    /**
     * How good the outputs were in the last {@link #gradient}, {@link #descend} or {@link #evaluate}, where that came by the
     * way; null where it did not. Valid until the next.
     */
    public @Nullable Score score() {
        return output == null ? null : output.score();
    }

    private Loss needLoss() {
        if (loss == null) {
            throw new IllegalStateException("this network was compiled for inference and has no loss");
        }
        return loss;
    }

    /**
     * Copies of all arrays of the last pass by standard name: input, target, every layer's logits, activation, error and
     * delta (∂loss/∂activation and ∂loss/∂logits, after {@link #gradient} only), the gradients and the parameters as they are
     * now. Logits and errors only where they were kept: compile with {@link CompileOptions#RECORDING} for all.
     */
    public Map<String, NdArray> arrays(int batch) {
        memory.batch = batch;
        unpack(batch);
        Map<String, NdArray> arrays = new LinkedHashMap<>();
        arrays.put("input", batchOf(input, batch, network.input()));
        if (loss != null) {
            arrays.put("target", batchOf(target, batch, layout.output()));
        }
        engines.collectForward(arrays);
        if (deltasAreFresh) {
            engines.collectBackward(arrays, lossOnLogits != null);
        }
        if (deltasAreFresh && memory.options.inputGradient()) {
            arrays.put("input.gradient", batchOf(inputError, batch, network.input()));
        }
        addParameters(arrays);
        return arrays;
    }

    /** Sees one layer's own buffers; they must not be changed, and copied what is to be kept. */
    public interface Look {
        /**
         * @param place the layer
         * @param input {@code [batch, inputs]}, what it was given
         * @param activation {@code [batch, units]}, what it gave
         * @param delta {@code [batch, units]}, ∂loss/∂logits; meaningful after {@link CompiledNetwork#gradient} only
         */
        void layer(Place place, float[] input, float[] activation, float[] delta);
    }

    /** Shows the buffers of the last pass, first layer first, without copying them as {@link #arrays} does. */
    public void show(int batch, Look look) {
        unpack(batch);
        engines.show(look);
    }

    /** Writes a sparse batch into the input buffer. */
    private void unpack(int batch) {
        if (memory.sparse != null) {
            memory.sparse.unpack(batch, input);
        }
    }

    private void addParameters(Map<String, NdArray> arrays) {
        for (Parameter parameter : layout.parameters()) {
            int[] shape = parameter.shape().dimensions();
            if (deltasAreFresh) {
                float[] gradient = Arrays.copyOfRange(memory.gradients, parameter.offset(), parameter.end());
                arrays.put(parameter.name() + ".gradient", NdArray.of(gradient, shape));
            }
            float[] values = Arrays.copyOfRange(memory.values, parameter.offset(), parameter.end());
            arrays.put(parameter.name(), NdArray.of(values, shape));
        }
        for (Parameter statistic : layout.statistics()) {
            float[] values = Arrays.copyOfRange(memory.statistics, statistic.offset(), statistic.end());
            arrays.put(statistic.name(), NdArray.of(values, statistic.shape().dimensions()));
        }
    }

    static NdArray batchOf(float[] buffer, int batch, Shape shape) {
        return NdArray.of(Arrays.copyOf(buffer, batch * shape.size()), batchShape(batch, shape));
    }

    static int[] batchShape(int batch, Shape shape) {
        return IntStream.concat(IntStream.of(batch), Arrays.stream(shape.dimensions()))
                .toArray();
    }
}

package dev.descent.network;

import dev.descent.data.NdArray;
import dev.descent.data.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A network in double precision, layer by layer as in the textbook; everything else is tested against it. Every method is a
 * pure function of its arguments. Parameters lie as in {@link Layout#parameters()}, batches are {@code [batch, size]} in one
 * array, their number of samples following from its length.
 */
public final class ReferenceNetwork {
    private final Network network;
    private final Layout layout;
    private final Loss loss;

    public ReferenceNetwork(Network network, Loss loss) {
        this.network = network;
        this.layout = network.layout();
        this.loss = loss;
        if (layout.places().isEmpty()) {
            throw new IllegalArgumentException("a network needs at least 1 layer, got none");
        }
    }

    public Network network() {
        return network;
    }

    public Layout layout() {
        return layout;
    }

    public Loss loss() {
        return loss;
    }

    /** Outputs as after training. */
    public double[] output(double[] values, double[] statistics, double[] inputs) {
        Pass pass = new Pass(values, statistics, statistics.clone(), batch(inputs), false, false, 0, 0, null);
        return forward(pass, inputs).output();
    }

    /** Outputs as after training, of a network without running statistics or with their start. */
    public double[] output(double[] values, double[] inputs) {
        return output(values, network.initialStatistics(), inputs);
    }

    /** Loss as after training, the mean over the samples. */
    public double evaluate(double[] values, double[] statistics, double[] inputs, double[] targets) {
        return loss.value(output(values, statistics, inputs), targets, batch(inputs, targets), outputs());
    }

    /** What training minimises: the mean over the samples, in training mode, but without dropout. */
    public double loss(double[] values, double[] inputs, double[] targets) {
        int batch = batch(inputs, targets);
        return loss(forward(smoothPass(values, batch), inputs), targets, batch);
    }

    /** The gradient of {@link #loss(double[], double[], double[])} by the parameters. */
    public double[] gradient(double[] values, double[] inputs, double[] targets) {
        int batch = batch(inputs, targets);
        double[] gradients = new double[layout.valueCount()];
        backward(forward(smoothPass(values, batch), inputs), targets, batch, Reduction.MEAN, gradients);
        return gradients;
    }

    /** The gradient of {@link #loss(double[], double[], double[])} by the inputs. */
    public double[] inputGradient(double[] values, double[] inputs, double[] targets) {
        int batch = batch(inputs, targets);
        double[] gradients = new double[layout.valueCount()];
        return backward(forward(smoothPass(values, batch), inputs), targets, batch, Reduction.MEAN, gradients);
    }

    /**
     * The Hessian of {@link #loss(double[], double[], double[])} by the parameters, times a vector: central difference of the
     * exact gradient along the vector, good to about 8 digits where the loss is smooth.
     */
    public double[] hessianVectorProduct(double[] values, double[] vector, double[] inputs, double[] targets) {
        double length = Math.sqrt(Arrays.stream(vector).map(v -> v * v).sum());
        double[] product = new double[values.length];
        if (length == 0) {
            return product;
        }
        double distance = 1e-5 / length;
        double[] ahead = values.clone();
        double[] behind = values.clone();
        for (int i = 0; i < values.length; i++) {
            ahead[i] += distance * vector[i];
            behind[i] -= distance * vector[i];
        }
        double[] gradientAhead = gradient(ahead, inputs, targets);
        double[] gradientBehind = gradient(behind, inputs, targets);
        for (int i = 0; i < values.length; i++) {
            product[i] = (gradientAhead[i] - gradientBehind[i]) / (2 * distance);
        }
        return product;
    }

    /**
     * One training step without its update.
     *
     * @param loss before the step, the mean over the samples
     * @param output {@code [batch, output size]}
     * @param gradients by the parameters, reduced as asked
     * @param statistics running statistics after the step
     * @param arrays every array by standard name: input, target, logits, activations, errors, deltas, gradients
     */
    public record Step(
            double loss, double[] output, double[] gradients, double[] statistics, Map<String, NdArray> arrays) {}

    /**
     * Forward in training mode and backward.
     *
     * @param seed of the dropout
     * @param step number of the training step, from 1, for the dropout
     */
    public Step step(
            double[] values,
            double[] statistics,
            double[] inputs,
            double[] targets,
            Reduction reduction,
            long seed,
            long step) {
        int batch = batch(inputs, targets);
        Map<String, NdArray> arrays = new LinkedHashMap<>();
        arrays.put("input", batchOf(inputs, batch, network.input()));
        arrays.put("target", batchOf(targets, batch, layout.output()));
        Pass pass = new Pass(values, statistics, statistics.clone(), batch, true, true, seed, step, arrays);
        ReferenceChain forward = forward(pass, inputs);
        double[] gradients = new double[layout.valueCount()];
        backward(forward, targets, batch, reduction, gradients);
        addParameters(arrays, values, gradients);
        return new Step(loss(forward, targets, batch), forward.output(), gradients, pass.nextStatistics(), arrays);
    }

    private ReferenceChain forward(Pass pass, double[] inputs) {
        return ReferenceChain.forward(layout.places(), pass, inputs);
    }

    private double loss(ReferenceChain forward, double[] targets, int batch) {
        return onLogits()
                .map(onLogits -> onLogits.value(forward.lastLogits(), targets, batch, outputs()))
                .orElseGet(() -> loss.value(forward.output(), targets, batch, outputs()));
    }

    /** Adds the gradient by the parameters; returns the gradient by the inputs. */
    private double[] backward(
            ReferenceChain forward, double[] targets, int batch, Reduction reduction, double[] gradients) {
        double factor = reduction.factor(batch);
        double[] error = new double[targets.length];
        Optional<Loss> onLogits = onLogits();
        if (onLogits.isPresent()) {
            onLogits.get().gradient(forward.lastLogits(), targets, batch, outputs(), factor, error);
            return forward.backwardFromDelta(error, gradients);
        }
        loss.gradient(forward.output(), targets, batch, outputs(), factor, error);
        return forward.backward(error, gradients);
    }

    /** As in the engine: after a softmax the cross-entropy is computed from the logits. */
    private Optional<Loss> onLogits() {
        return loss.onLogitsOf(layout.places().getLast().activation());
    }

    private void addParameters(Map<String, NdArray> arrays, double[] values, double[] gradients) {
        for (Parameter parameter : layout.parameters()) {
            int[] shape = parameter.shape().dimensions();
            double[] gradient = Arrays.copyOfRange(gradients, parameter.offset(), parameter.end());
            arrays.put(parameter.name() + ".gradient", NdArray.of(gradient, shape));
            double[] value = Arrays.copyOfRange(values, parameter.offset(), parameter.end());
            arrays.put(parameter.name(), NdArray.of(value, shape));
        }
    }

    private static NdArray batchOf(double[] array, int batch, Shape shape) {
        return NdArray.of(array.clone(), CompiledNetwork.batchShape(batch, shape));
    }

    private Pass smoothPass(double[] values, int batch) {
        double[] statistics = network.initialStatistics();
        return new Pass(values, statistics, statistics.clone(), batch, true, false, 0, 0, null);
    }

    private int outputs() {
        return layout.output().size();
    }

    private int batch(double[] inputs) {
        int size = network.input().size();
        if (inputs.length == 0 || inputs.length % size != 0) {
            throw new IllegalArgumentException(
                    "inputs come in samples of %d numbers, got %d numbers".formatted(size, inputs.length));
        }
        return inputs.length / size;
    }

    private int batch(double[] inputs, double[] targets) {
        int batch = batch(inputs);
        if (targets.length != batch * outputs()) {
            throw new IllegalArgumentException("%d samples need %d targets (%d each), got %d"
                    .formatted(batch, batch * outputs(), outputs(), targets.length));
        }
        return batch;
    }
}

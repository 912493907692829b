package dev.descent.network;

import dev.descent.data.NdArray;
import dev.descent.data.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        return forward(inferencePass(values, statistics, batch(inputs)), inputs).output();
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
        Pass pass = smoothPass(values, batch(inputs, targets));
        return backward(pass, forward(pass, inputs), targets, Reduction.MEAN).gradients();
    }

    /** The gradient of {@link #loss(double[], double[], double[])} by the inputs. */
    public double[] inputGradient(double[] values, double[] inputs, double[] targets) {
        Pass pass = smoothPass(values, batch(inputs, targets));
        return backward(pass, forward(pass, inputs), targets, Reduction.MEAN).inputError();
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
        Pass pass = new Pass(values, statistics, statistics.clone(), batch, true, true, seed, step);
        Forward forward = forward(pass, inputs);
        Backward backward = backward(pass, forward, targets, reduction);
        return new Step(
                loss(forward, targets, batch),
                forward.output(),
                backward.gradients(),
                pass.nextStatistics(),
                arrays(pass, forward, backward, targets));
    }

    /** Logits and activations of every place. */
    private record Forward(double[] input, double[][] logits, double[][] activations) {
        double[] output() {
            return activations[activations.length - 1];
        }

        double[] inputOf(int place) {
            return place == 0 ? input : activations[place - 1];
        }
    }

    /** ∂loss/∂activation (empty where the loss is computed on logits) and ∂loss/∂logits of every place. */
    private record Backward(double[][] errors, double[][] deltas, double[] inputError, double[] gradients) {}

    private Forward forward(Pass pass, double[] inputs) {
        List<Place> places = layout.places();
        Forward forward = new Forward(inputs, new double[places.size()][], new double[places.size()][]);
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            double[] logits = place.layer().forward(place, pass, forward.inputOf(i));
            forward.logits[i] = logits;
            forward.activations[i] = new double[logits.length];
            place.activation()
                    .forward(
                            logits,
                            forward.activations[i],
                            pass.batch(),
                            place.output().size());
        }
        return forward;
    }

    private double loss(Forward forward, double[] targets, int batch) {
        Place last = layout.places().getLast();
        return loss.onLogitsOf(last.activation())
                .map(onLogits -> onLogits.value(forward.logits[forward.logits.length - 1], targets, batch, outputs()))
                .orElseGet(() -> loss.value(forward.output(), targets, batch, outputs()));
    }

    private Backward backward(Pass pass, Forward forward, double[] targets, Reduction reduction) {
        List<Place> places = layout.places();
        int batch = pass.batch();
        double factor = reduction.factor(batch);
        double[][] errors = new double[places.size()][];
        double[][] deltas = new double[places.size()][];
        double[] gradients = new double[layout.valueCount()];
        double[] error = new double[targets.length];
        for (int i = places.size() - 1; i >= 0; i--) {
            Place place = places.get(i);
            deltas[i] = new double[forward.logits[i].length];
            Loss onLogits = i < places.size() - 1
                    ? null
                    : loss.onLogitsOf(place.activation()).orElse(null);
            if (onLogits != null) {
                errors[i] = new double[0];
                onLogits.gradient(forward.logits[i], targets, batch, outputs(), factor, deltas[i]);
            } else {
                if (i == places.size() - 1) {
                    loss.gradient(forward.output(), targets, batch, outputs(), factor, error);
                }
                errors[i] = error;
                int units = place.output().size();
                place.activation().backward(forward.logits[i], forward.activations[i], error, deltas[i], batch, units);
            }
            error = place.layer().backward(place, pass, forward.inputOf(i), deltas[i], gradients);
        }
        return new Backward(errors, deltas, error, gradients);
    }

    private Map<String, NdArray> arrays(Pass pass, Forward forward, Backward backward, double[] targets) {
        Map<String, NdArray> arrays = new LinkedHashMap<>();
        int batch = pass.batch();
        arrays.put("input", batchOf(forward.input, batch, network.input()));
        arrays.put("target", batchOf(targets, batch, layout.output()));
        List<Place> places = layout.places();
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            String name = place.name();
            if (!place.isNumbered()) {
                if (!(place.layer() instanceof Flatten)) {
                    arrays.put(name, batchOf(forward.activations[i], batch, place.output()));
                }
                continue;
            }
            arrays.put(name + ".logits", batchOf(forward.logits[i], batch, place.output()));
            arrays.put(name + ".activation", batchOf(forward.activations[i], batch, place.output()));
            if (backward.errors[i].length > 0) {
                arrays.put(name + ".error", batchOf(backward.errors[i], batch, place.output()));
            }
            arrays.put(name + ".delta", batchOf(backward.deltas[i], batch, place.output()));
        }
        for (Parameter parameter : layout.parameters()) {
            int[] shape = parameter.shape().dimensions();
            double[] gradient = Arrays.copyOfRange(backward.gradients, parameter.offset(), parameter.end());
            arrays.put(parameter.name() + ".gradient", NdArray.of(gradient, shape));
            double[] values = Arrays.copyOfRange(pass.values(), parameter.offset(), parameter.end());
            arrays.put(parameter.name(), NdArray.of(values, shape));
        }
        return arrays;
    }

    private static NdArray batchOf(double[] array, int batch, Shape shape) {
        return NdArray.of(array.clone(), CompiledNetwork.batchShape(batch, shape));
    }

    private Pass inferencePass(double[] values, double[] statistics, int batch) {
        return new Pass(values, statistics, statistics.clone(), batch, false, false, 0, 0);
    }

    private Pass smoothPass(double[] values, int batch) {
        double[] statistics = network.initialStatistics();
        return new Pass(values, statistics, statistics.clone(), batch, true, false, 0, 0);
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

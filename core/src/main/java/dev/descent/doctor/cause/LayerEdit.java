package dev.descent.doctor.cause;

import dev.descent.network.ActivationLayer;
import dev.descent.network.Layer;
import dev.descent.network.Layers;
import dev.descent.spec.Spec;
import dev.descent.spec.Value;
import dev.descent.train.Experiment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Changes to the layers of an experiment, through their specs, so that they work for every layer with the argument. */
public final class LayerEdit {
    private LayerEdit() {}

    /** Whether a layer has weights and takes an activation: dense, conv2d. */
    public static boolean isWeighted(Layer layer) {
        String name = layer.spec().name();
        return name.equals("dense") || name.equals("conv2d");
    }

    /** The index of the last layer with weights. */
    public static int lastWeighted(List<Layer> layers) {
        for (int i = layers.size() - 1; i >= 0; i--) {
            if (isWeighted(layers.get(i))) {
                return i;
            }
        }
        return -1;
    }

    /** The layers between the one at the position and the next one with weights. */
    static List<Layer> until(List<Layer> layers, int position) {
        int end = position + 1;
        while (end < layers.size() && !isWeighted(layers.get(end))) {
            end++;
        }
        return layers.subList(position + 1, end);
    }

    public static Layer with(Layer layer, String key, Value value) {
        Spec spec = layer.spec();
        Spec edited = new Spec(
                spec.name(),
                spec.arguments().stream()
                        .filter(argument -> !key.equals(argument.key()))
                        .toList(),
                null,
                0);
        return Layers.parse(Spec.parse(edited.with(key, value).toString()));
    }

    /** The network's output activation; activation layers after the last weights are replaced too. */
    public static Experiment outputActivation(Experiment experiment, String activation) {
        List<Layer> layers = new ArrayList<>(experiment.layers());
        int last = lastWeighted(layers);
        layers.set(last, with(layers.get(last), "activation", Spec.parse(activation)));
        layers.subList(last + 1, layers.size()).removeIf(layer -> layer instanceof ActivationLayer);
        return experiment.withLayers(layers);
    }

    /** The number of outputs, with their activation. */
    public static Experiment outputUnits(Experiment experiment, int units, String activation) {
        List<Layer> layers = new ArrayList<>(experiment.layers());
        int last = lastWeighted(layers);
        layers.set(last, withUnits(layers.get(last), units));
        return outputActivation(experiment.withLayers(layers), activation);
    }

    public static Layer withUnits(Layer layer, int units) {
        Spec spec = layer.spec();
        List<Spec.Argument> arguments = new ArrayList<>(spec.arguments());
        arguments.set(0, new Spec.Argument(null, Value.of(units), 0));
        return Layers.parse(Spec.parse(new Spec(spec.name(), arguments, null, 0).toString()));
    }

    /** Every hidden layer's activation, where {@code chosen} says so by the activation's name. */
    public static Experiment hiddenActivation(Experiment experiment, Predicate<String> chosen, String activation) {
        List<Layer> layers = new ArrayList<>(experiment.layers());
        int last = lastWeighted(layers);
        for (int i = 0; i < last; i++) {
            Layer layer = layers.get(i);
            String now = layer.activation().spec().name();
            boolean isElsewhere =
                    now.equals("identity") && until(layers, i).stream().anyMatch(ActivationLayer.class::isInstance);
            if (layer instanceof ActivationLayer && chosen.test(now)) {
                layers.set(i, Layers.parse("activation(" + activation + ")"));
            } else if (isWeighted(layer) && !isElsewhere && chosen.test(now)) {
                layers.set(i, with(layer, "activation", Spec.parse(activation)));
            }
        }
        return experiment.withLayers(layers);
    }

    /** Every weighted layer, the output's included. */
    public static Experiment initializers(Experiment experiment, String hidden, String output) {
        List<Layer> layers = new ArrayList<>(experiment.layers());
        int last = lastWeighted(layers);
        for (int i = 0; i <= last; i++) {
            if (isWeighted(layers.get(i))) {
                Layer fresh = with(layers.get(i), "initializer", Spec.parse(i == last ? output : hidden));
                Layer unbiased = with(fresh, "bias-initializer", Spec.of("zeros"));
                layers.set(i, unbiased);
            }
        }
        return experiment.withLayers(layers);
    }

    /** Every weighted layer's biases start at 0. */
    public static Experiment unbiased(Experiment experiment) {
        List<Layer> layers = new ArrayList<>(experiment.layers());
        layers.replaceAll(layer -> isWeighted(layer) ? with(layer, "bias-initializer", Spec.of("zeros")) : layer);
        return experiment.withLayers(layers);
    }

    /** The widths of hidden dense layers. */
    public static Experiment hiddenUnits(Experiment experiment, UnaryOperator<Integer> width) {
        List<Layer> layers = new ArrayList<>(experiment.layers());
        int last = lastWeighted(layers);
        for (int i = 0; i < last; i++) {
            if (layers.get(i) instanceof dev.descent.network.Dense dense) {
                layers.set(i, withUnits(dense, width.apply(dense.units())));
            }
        }
        return experiment.withLayers(layers);
    }
}

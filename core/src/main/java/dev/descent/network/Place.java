package dev.descent.network;

import dev.descent.data.Shape;
import java.util.List;

/**
 * A layer at its place in a network.
 *
 * @param name {@code layer2} for layers with parameters or an activation; {@code layer2.dropout} for what follows them
 * @param index position among all places, nested ones included, from 0
 * @param isNumbered whether it has a number of its own, and so logits, activation and delta
 * @param layer its description
 * @param activation its non-linearity, be it given with the layer or as an activation layer right after it
 * @param input shape of one input sample
 * @param output shape of one output sample
 * @param parameters with their full names and offsets
 * @param statistics with their full names and offsets
 * @param inner the places of a block of layers, empty for others
 * @param shortcut the places of a block's other way, empty for others
 */
public record Place(
        String name,
        int index,
        boolean isNumbered,
        Layer layer,
        Activation activation,
        Shape input,
        Shape output,
        List<Parameter> parameters,
        List<Parameter> statistics,
        List<Place> inner,
        List<Place> shortcut) {

    public Place {
        parameters = List.copyOf(parameters);
        statistics = List.copyOf(statistics);
        inner = List.copyOf(inner);
        shortcut = List.copyOf(shortcut);
    }

    Place with(Activation newActivation) {
        return new Place(
                name, index, isNumbered, layer, newActivation, input, output, parameters, statistics, inner, shortcut);
    }

    Place with(Shape newOutput) {
        return new Place(
                name, index, isNumbered, layer, activation, input, newOutput, parameters, statistics, inner, shortcut);
    }

    /** Offset of the n-th parameter in the arena. */
    int parameter(int n) {
        return parameters.get(n).offset();
    }

    int statistic(int n) {
        return statistics.get(n).offset();
    }

    /** Number of trained values, without those of inner places. */
    public int parameterCount() {
        return parameters.stream().mapToInt(Parameter::size).sum();
    }
}

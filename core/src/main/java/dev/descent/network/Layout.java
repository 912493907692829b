package dev.descent.network;

import dev.descent.data.Shape;
import dev.descent.kernel.Alignment;
import java.util.ArrayList;
import java.util.List;

/**
 * Where everything of a network lies: names, shapes, offsets in the arenas.
 *
 * @param places the layers in order; an activation layer right after a layer without one is that layer's activation
 * @param output shape of one output sample
 * @param parameters all parameters in the order of the arena of values
 * @param statistics all running statistics in the order of their arena
 */
public record Layout(List<Place> places, Shape output, List<Parameter> parameters, List<Parameter> statistics) {
    /** Unused numbers before the first parameter, so that weights begin at lines of the cache where the JVM allows it. */
    public static final int START = Alignment.LEAD;

    public Layout {
        places = List.copyOf(places);
        parameters = List.copyOf(parameters);
        statistics = List.copyOf(statistics);
    }

    /** @throws IllegalArgumentException naming the first layer that does not fit the one before it */
    static Layout of(Shape input, List<Layer> layers) {
        Builder builder = new Builder();
        List<Place> places = builder.place(layers, input);
        Shape output = places.isEmpty() ? input : places.getLast().output();
        return new Layout(places, output, builder.parameters, builder.statistics);
    }

    /** Length of the arena of parameters, {@link #START} included. */
    public int valueCount() {
        return parameters.isEmpty() ? 0 : parameters.getLast().end();
    }

    /** Length of the arena of running statistics. */
    public int statisticCount() {
        return statistics.isEmpty() ? 0 : statistics.getLast().end();
    }

    private static final class Builder {
        private final List<Parameter> parameters = new ArrayList<>();
        private final List<Parameter> statistics = new ArrayList<>();
        private int number;
        private int index;

        List<Place> place(List<Layer> layers, Shape input) {
            List<Place> places = new ArrayList<>();
            Shape shape = input;
            for (int position = 0; position < layers.size(); position++) {
                Layer layer = layers.get(position);
                try {
                    boolean belongsToLast = layer instanceof ActivationLayer
                            && !places.isEmpty()
                            && places.getLast().isNumbered()
                            && places.getLast().activation() instanceof Identity;
                    if (belongsToLast) {
                        places.set(places.size() - 1, places.getLast().with(layer.activation()));
                    } else {
                        places.add(place(layer, shape, places));
                    }
                } catch (IllegalArgumentException refused) {
                    throw new IllegalArgumentException(
                            "layer %d, %s: %s".formatted(position + 1, layer.spec(), refused.getMessage()), refused);
                }
                shape = places.getLast().output();
            }
            return places;
        }

        private Place place(Layer layer, Shape input, List<Place> before) {
            Shape output = layer.output(input);
            List<Place> inner = List.of();
            List<Place> shortcut = List.of();
            if (layer instanceof Residual residual) {
                inner = place(residual.block(), input);
                shortcut = place(residual.shortcut(), input);
            }
            List<Parameter> trained = layer.parameters(input);
            boolean isNumbered = !trained.isEmpty() || layer instanceof ActivationLayer || layer instanceof Residual;
            String name = isNumbered
                    ? "layer" + ++number
                    : unnumbered(before, layer.spec().name());
            return new Place(
                    name,
                    index++,
                    isNumbered,
                    layer,
                    layer.activation(),
                    input,
                    output,
                    lay(trained, parameters, START, name),
                    lay(layer.statistics(input), statistics, 0, name),
                    inner,
                    shortcut);
        }

        /** {@code layer2.dropout}, after the numbered layer before it; {@code layer2.dropout2} where that is taken. */
        private String unnumbered(List<Place> before, String kind) {
            String base = (number == 0 ? "input" : "layer" + number) + "." + kind;
            String name = base;
            for (int copy = 2; isTaken(before, name); copy++) {
                name = base + copy;
            }
            return name;
        }

        private static boolean isTaken(List<Place> places, String name) {
            return places.stream().anyMatch(place -> place.name().equals(name));
        }

        /** Gives the parameters their names and the next offsets of the arena. */
        private static List<Parameter> lay(List<Parameter> declared, List<Parameter> arena, int start, String name) {
            List<Parameter> placed = new ArrayList<>();
            for (Parameter parameter : declared) {
                Parameter at = parameter.at(
                        name, arena.isEmpty() ? start : arena.getLast().end());
                arena.add(at);
                placed.add(at);
            }
            return placed;
        }
    }
}

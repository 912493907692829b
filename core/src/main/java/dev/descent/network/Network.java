package dev.descent.network;

import dev.descent.data.CounterRandom;
import dev.descent.data.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A network as described: the shape of one input sample and the layers, in order. It holds no numbers; see
 * {@link CompiledNetwork} and {@link ReferenceNetwork} for its working forms.
 *
 * <pre>{@code
 * var network = Network.input(28 * 28).dense(16, SIGMOID).dense(10, SIGMOID);
 * }</pre>
 *
 * @param input shape of one input sample
 * @param layers in order; that they fit is checked on construction
 */
public record Network(Shape input, List<Layer> layers) {

    /** @throws IllegalArgumentException naming the first layer that does not fit the one before it */
    public Network {
        layers = List.copyOf(layers);
        Layout.of(input, layers);
    }

    /** A network without layers, to be continued. */
    public static Network input(int... dimensions) {
        return new Network(Shape.of(dimensions), List.of());
    }

    public static Network input(Shape shape) {
        return new Network(shape, List.of());
    }

    /** This network and one more layer. */
    public Network then(Layer layer) {
        List<Layer> longer = new ArrayList<>(layers);
        longer.add(layer);
        return new Network(input, longer);
    }

    /** One more layer, as text: {@code dense(16, activation=relu)}. */
    public Network then(String layer) {
        return then(Layers.parse(layer));
    }

    public Network dense(int units) {
        return then(new Dense(units));
    }

    public Network dense(int units, Activation activation) {
        return then(new Dense(units, activation));
    }

    public Network activation(Activation activation) {
        return then(new ActivationLayer(activation));
    }

    public Network flatten() {
        return then(new Flatten());
    }

    public Network dropout(double rate) {
        return then(new Dropout(rate));
    }

    /** Square window, stride 1, no padding. */
    public Network conv2d(int filters, int window, Activation activation) {
        return then(new Conv2d(filters, window, activation));
    }

    /** Square windows side by side. */
    public Network maxPool(int size) {
        return then(new MaxPool(size));
    }

    public Network globalAveragePool() {
        return then(new GlobalAveragePool());
    }

    public Network batchNorm() {
        return then(new BatchNorm());
    }

    /** Names, shapes and offsets of everything in it. */
    public Layout layout() {
        return Layout.of(input, layers);
    }

    /** Shape of one output sample. */
    public Shape output() {
        return layout().output();
    }

    /** Number of trained values. */
    public int parameterCount() {
        return layout().parameters().stream().mapToInt(Parameter::size).sum();
    }

    /** The starting values of all parameters for a seed, as they lie in the arena. */
    public double[] initialValues(long seed) {
        Layout layout = layout();
        // Draws are numbered from the first parameter on.
        double[] drawn = new double[parameterCount()];
        CounterRandom random = CounterRandom.of(seed, CounterRandom.Purpose.START);
        for (Parameter parameter : layout.parameters()) {
            parameter.initializer().fill(drawn, parameter.movedTo(parameter.offset() - Layout.START), random);
        }
        double[] values = new double[layout.valueCount()];
        System.arraycopy(drawn, 0, values, values.length - drawn.length, drawn.length);
        return values;
    }

    /** The running statistics before the first step. */
    public double[] initialStatistics() {
        Layout layout = layout();
        double[] statistics = new double[layout.statisticCount()];
        CounterRandom random = CounterRandom.of(0, CounterRandom.Purpose.START);
        for (Parameter statistic : layout.statistics()) {
            statistic.initializer().fill(statistics, statistic, random);
        }
        return statistics;
    }

    /**
     * One row of the table of a network.
     *
     * @param name of the place
     * @param layer as text
     * @param output shape of one sample
     * @param parameters number of trained values
     */
    public record Row(String name, String layer, Shape output, int parameters) {}

    /** The table of the network: a row for each place, blocks before what they hold. */
    public List<Row> summary() {
        List<Row> rows = new ArrayList<>();
        addRows(layout().places(), rows);
        return rows;
    }

    private static void addRows(List<Place> places, List<Row> rows) {
        for (Place place : places) {
            boolean given = place.activation().equals(place.layer().activation());
            String text = place.layer().spec()
                    + (given ? "" : " + " + place.activation().spec());
            rows.add(new Row(place.name(), text, place.output(), place.parameterCount()));
            addRows(place.inner(), rows);
            addRows(place.shortcut(), rows);
        }
    }

    /** {@code 784 → dense(16, activation=sigmoid) → …}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(input.toString());
        layers.forEach(layer -> text.append(" → ").append(layer.spec()));
        return text.toString();
    }
}

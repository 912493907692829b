package dev.descent.model;

import dev.descent.data.Images;
import dev.descent.data.Scaling;
import dev.descent.data.Shape;
import dev.descent.network.Layer;
import dev.descent.network.Layers;
import dev.descent.network.Layout;
import dev.descent.network.Loss;
import dev.descent.network.Losses;
import dev.descent.network.Network;
import dev.descent.network.Weights;
import dev.descent.spec.Spec;
import dev.descent.spec.SpecException;
import dev.descent.spec.Value;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A trained network, ready to be used or saved.
 *
 * @param network its description
 * @param loss what it was trained with, which also says how outputs are to be read
 * @param scaling what is done to raw input values
 * @param weights what it has learned
 * @param provenance how it was made, as text: {@code experiment.learning-rate}, {@code figure.test-accuracy}, …
 */
public record Model(Network network, Loss loss, Scaling scaling, Weights weights, Map<String, String> provenance) {
    private static final String INPUT = "network.input";
    private static final String LAYERS = "network.layers";
    private static final String LOSS = "loss";
    private static final String SCALING = "scaling";

    public Model {
        provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    }

    /** Adds a line to how it was made. */
    public Model with(String key, String value) {
        Map<String, String> longer = new LinkedHashMap<>(provenance);
        longer.put(key, value);
        return new Model(network, loss, scaling, weights, longer);
    }

    /** Writes the file, whole or not at all. */
    public void save(Path file) throws IOException {
        Map<String, String> header = new LinkedHashMap<>();
        int[] input = network.input().dimensions();
        header.put(
                INPUT,
                Value.of(Arrays.stream(input).mapToObj(size -> Value.of(size)).toList())
                        .toString());
        header.put(
                LAYERS,
                Value.of(network.layers().stream().map(Layer::spec).toList()).toString());
        header.put(LOSS, loss.spec().toString());
        header.put(SCALING, scaling.value().toString());
        header.putAll(provenance);
        new ModelFile(header, joined(weights)).write(file);
    }

    /** @throws dev.descent.data.DescentException for a file that is no model, newer, truncated, damaged or inconsistent */
    public static Model load(Path file) throws IOException {
        ModelFile content = ModelFile.read(file);
        Map<String, String> header = new LinkedHashMap<>(content.header());
        try {
            Network network = new Network(shape(take(file, header, INPUT)), layers(take(file, header, LAYERS)));
            Loss loss = Losses.parse(Spec.parse(take(file, header, LOSS)));
            Scaling scaling = Scaling.parse(Value.parse(take(file, header, SCALING)));
            return new Model(network, loss, scaling, parted(file, network, content.numbers()), header);
        } catch (SpecException unknown) {
            throw ModelFile.refused(
                    file, "describes a network that this Descent does not know: " + unknown.getMessage());
        } catch (IllegalArgumentException impossible) {
            throw ModelFile.refused(file, "describes an impossible network: " + impossible.getMessage());
        }
    }

    private static float[] joined(Weights weights) {
        int values = Math.max(0, weights.values().length - Layout.START);
        float[] numbers = new float[values + weights.statistics().length];
        System.arraycopy(weights.values(), Layout.START, numbers, 0, values);
        System.arraycopy(weights.statistics(), 0, numbers, values, weights.statistics().length);
        return numbers;
    }

    private static Weights parted(Path file, Network network, float[] numbers) {
        int count = network.parameterCount();
        int needed = count + network.layout().statisticCount();
        if (needed != numbers.length) {
            throw ModelFile.refused(file, "has %d numbers, but its network needs %d".formatted(numbers.length, needed));
        }
        float[] values = new float[network.layout().valueCount()];
        System.arraycopy(numbers, 0, values, values.length - count, count);
        return new Weights(values, Arrays.copyOfRange(numbers, count, needed));
    }

    private static String take(Path file, Map<String, String> header, String key) {
        String value = header.remove(key);
        if (value == null) {
            throw ModelFile.refused(file, "lacks '%s' in its header".formatted(key));
        }
        return value;
    }

    private static Shape shape(String text) {
        return Shape.of(Spec.parse("shape(" + text + ")").arguments("sizes").integers("sizes"));
    }

    private static List<Layer> layers(String text) {
        return Spec.parse("network(" + text + ")").arguments("layers").specs("layers").stream()
                .map(Layers::parse)
                .toList();
    }

    /** Says which digit a picture of one digit shows: any size, dark on light or light on dark. */
    public Recognition recognise(BufferedImage image) {
        return recognise(Images.digit(image));
    }

    /** @param raw input values as the training data's files have them, before scaling: pixels from 0 to 255 */
    public Recognition recognise(float[] raw) {
        return new Recogniser(this, 1).recognise(raw);
    }
}

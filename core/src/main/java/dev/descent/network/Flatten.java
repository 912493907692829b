package dev.descent.network;

import dev.descent.data.Shape;
import dev.descent.spec.Spec;
import org.jspecify.annotations.Nullable;

/** Reads a sample of any shape as one row: channels, height, width in row-major order. Nothing is computed. */
public record Flatten() implements Layer {
    static Flatten parse(Spec spec) {
        spec.arguments();
        return new Flatten();
    }

    @Override
    public Spec spec() {
        return Spec.of("flatten");
    }

    @Override
    public Shape output(Shape input) {
        return Shape.of(input.size());
    }

    @Override
    public double[] forward(Place place, Pass pass, double[] input) {
        return input.clone();
    }

    @Override
    public double[] backward(Place place, Pass pass, double[] input, double[] delta, double[] gradients) {
        return delta.clone();
    }

    @Override
    public @Nullable LayerEngine engine(Place place, Memory memory, Wiring wiring) {
        return null;
    }
}

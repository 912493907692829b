package dev.descent.network;

import dev.descent.data.Shape;
import dev.descent.spec.Spec;

/**
 * An activation as a layer of its own: {@code logits = input}. Right after a layer without activation it becomes that layer's
 * activation.
 *
 * @param activation the non-linearity
 */
public record ActivationLayer(Activation activation) implements Layer {
    static ActivationLayer parse(Spec spec) {
        return new ActivationLayer(Activations.parse(spec.arguments("function").spec("function")));
    }

    @Override
    public Spec spec() {
        return Spec.of("activation").with(activation.spec());
    }

    @Override
    public Shape output(Shape input) {
        return input;
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
    public LayerEngine engine(Place place, Memory memory, Wiring wiring) {
        return new Engine(place, memory, wiring);
    }

    private static final class Engine extends LayerEngine {
        Engine(Place place, Memory memory, Wiring wiring) {
            super(place, memory, wiring);
        }

        @Override
        void transform(int batch) {
            System.arraycopy(input, 0, logits, 0, batch * units);
        }

        @Override
        void propagate(int batch) {
            if (inputError != null) {
                System.arraycopy(delta, 0, inputError, 0, batch * units);
            }
        }
    }
}

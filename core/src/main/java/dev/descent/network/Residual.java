package dev.descent.network;

import dev.descent.data.NdArray;
import dev.descent.data.Shape;
import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;
import dev.descent.spec.Value;
import java.util.List;
import java.util.Map;

/**
 * A block of layers whose input is added to their output: {@code logits = block(input) + input}, or {@code block(input) +
 * shortcut(input)} where the shapes differ (He et al. 2016, eq. 1 and 2). ∂loss/∂input is the sum over both ways.
 *
 * <p>In text: {@code residual([conv2d(16, 3, padding=same), batch-norm], activation=relu)}.
 *
 * @param block at least one layer
 * @param shortcut the other way; empty for the input itself
 * @param activation the non-linearity after the sum
 */
public record Residual(List<Layer> block, List<Layer> shortcut, Activation activation) implements Layer {
    public Residual {
        block = List.copyOf(block);
        shortcut = List.copyOf(shortcut);
        if (block.isEmpty()) {
            throw new IllegalArgumentException("a residual block needs at least 1 layer, got none");
        }
    }

    /** A block around which the input itself is led. */
    public static Residual of(Activation activation, Layer... block) {
        return new Residual(List.of(block), List.of(), activation);
    }

    static Residual parse(Spec spec) {
        Arguments arguments = spec.arguments("block", "shortcut", "activation");
        return new Residual(
                layers(arguments, arguments.list("block")),
                layers(arguments, arguments.list("shortcut", List.of())),
                Activations.parse(arguments.spec("activation", Spec.of("identity"))));
    }

    private static List<Layer> layers(Arguments arguments, List<Value> values) {
        return values.stream()
                .map(value -> {
                    if (value instanceof Spec layer) {
                        return Layers.parse(layer);
                    }
                    throw arguments.error("block", "a residual block is a list of layers, got '%s'".formatted(value));
                })
                .toList();
    }

    @Override
    public Spec spec() {
        return Spec.of("residual")
                .with(text(block))
                .withUnless(Value.of(List.of()), "shortcut", text(shortcut))
                .withUnless(Spec.of("identity"), "activation", activation.spec());
    }

    private static Value text(List<Layer> layers) {
        return Value.of(layers.stream().map(Layer::spec).toList());
    }

    /** The block's own output; that the shortcut's is the same is checked with it. */
    @Override
    public Shape output(Shape input) {
        Shape output = Layout.of(input, block).output();
        Shape other = Layout.of(input, shortcut).output();
        if (!output.equals(other)) {
            throw new IllegalArgumentException("the block gives %s, but %s gives %s: %s"
                    .formatted(
                            output,
                            shortcut.isEmpty() ? "its input" : "the shortcut",
                            other,
                            shortcut.isEmpty()
                                    ? "let the block keep the shape or give a shortcut that changes it too"
                                    : "let both ways give the same shape"));
        }
        return output;
    }

    @Override
    public double[] forward(Place place, Pass pass, double[] input) {
        double[] sum =
                ReferenceChain.forward(place.inner(), pass, input).output().clone();
        double[] other = ReferenceChain.forward(place.shortcut(), pass, input).output();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other[i];
        }
        return sum;
    }

    @Override
    public double[] backward(Place place, Pass pass, double[] input, double[] delta, double[] gradients) {
        ReferenceChain inner = ReferenceChain.forward(place.inner(), pass, input);
        ReferenceChain other = ReferenceChain.forward(place.shortcut(), pass, input);
        double[] error = inner.backward(delta, gradients).clone();
        double[] otherError = other.backward(delta, gradients);
        for (int i = 0; i < error.length; i++) {
            error[i] += otherError[i];
        }
        return error;
    }

    @Override
    public LayerEngine engine(Place place, Memory memory, Wiring wiring) {
        return new Engine(place, memory, wiring);
    }

    private static final class Engine extends LayerEngine {
        private final EngineChain inner;
        private final EngineChain other;

        Engine(Place place, Memory memory, Wiring wiring) {
            super(place, memory, wiring);
            boolean isNeeded = wiring.inputError() != null;
            inner = new EngineChain(
                    place.inner(),
                    memory,
                    new Wiring(input, isNeeded ? memory.trainingBuffer(inputs) : null, false, false));
            other = new EngineChain(
                    place.shortcut(),
                    memory,
                    new Wiring(input, isNeeded ? memory.trainingBuffer(inputs) : null, false, false));
        }

        @Override
        void transform(int batch) {
            inner.forward();
            other.forward();
            float[] left = inner.output();
            float[] right = other.output();
            for (int i = 0; i < batch * units; i++) {
                logits[i] = left[i] + right[i];
            }
        }

        @Override
        void propagate(int batch) {
            inner.backward(delta);
            other.backward(delta);
            float[] left = inner.inputError();
            float[] right = other.inputError();
            if (inputError != null && left != null && right != null) {
                for (int i = 0; i < batch * inputs; i++) {
                    inputError[i] = left[i] + right[i];
                }
            }
        }

        @Override
        void show(CompiledNetwork.Look look) {
            inner.show(look);
            other.show(look);
            super.show(look);
        }

        @Override
        void collectForward(Map<String, NdArray> arrays) {
            inner.collectForward(arrays);
            other.collectForward(arrays);
            super.collectForward(arrays);
        }

        @Override
        void collectBackward(Map<String, NdArray> arrays, boolean isFused) {
            super.collectBackward(arrays, isFused);
            other.collectBackward(arrays, false);
            inner.collectBackward(arrays, false);
        }
    }
}

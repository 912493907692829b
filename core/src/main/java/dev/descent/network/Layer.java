package dev.descent.network;

import dev.descent.data.Shape;
import dev.descent.spec.Spec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One layer as described: what it computes before its activation, twice (in double as the reference, in float by an engine),
 * its shapes and its parameters. A layer knows nothing of its place; that is given to it as a {@link Place}.
 */
public sealed interface Layer
        permits Dense,
                Conv2d,
                ActivationLayer,
                Flatten,
                Dropout,
                GaussianNoise,
                MaxPool,
                AveragePool,
                GlobalAveragePool,
                BatchNorm,
                LayerNorm,
                Residual {

    /** Its text in an experiment. */
    Spec spec();

    /**
     * Shape of the output of one sample.
     *
     * @throws IllegalArgumentException when the layer cannot take such an input
     */
    Shape output(Shape input);

    /** The non-linearity after it. */
    default Activation activation() {
        return Activations.IDENTITY;
    }

    /** What is trained, named within the layer ({@code weight}, {@code bias}), offsets not yet given. */
    default List<Parameter> parameters(Shape input) {
        return List.of();
    }

    /** What is measured during training and used afterwards, but not trained. */
    default List<Parameter> statistics(Shape input) {
        return List.of();
    }

    /**
     * The reference: logits of a batch.
     *
     * @param input {@code [batch, input size]}, not changed
     * @return a new array {@code [batch, output size]}
     */
    double[] forward(Place place, Pass pass, double[] input);

    /**
     * The reference: adds ∂loss/∂parameter to {@code gradients}, at the parameters' offsets.
     *
     * @param delta ∂loss/∂logits, {@code [batch, output size]}
     * @return ∂loss/∂input, {@code [batch, input size]}, a new array
     */
    double[] backward(Place place, Pass pass, double[] input, double[] delta, double[] gradients);

    /** The float form of this layer at its place; null for a layer that only renames the axes. */
    @Nullable
    LayerEngine engine(Place place, Memory memory, Wiring wiring);
}

package dev.descent.audit.recover;

import dev.descent.audit.algebra.Nonlinearity;
import org.jspecify.annotations.Nullable;

/**
 * A layer of the user's network.
 *
 * @param weight inputs x units, as used in the forward pass
 * @param bias one row, as used in the forward pass; null for none
 * @param activation what is applied to the weighted sum
 * @param logits the user's array of weighted sums; null where the dump has none
 * @param output the user's array of activations; null where the dump has none
 */
public record Layer(
        Ref weight,
        @Nullable Ref bias,
        Nonlinearity activation,
        @Nullable Ref logits,
        @Nullable Ref output) {
    Layer activation(Nonlinearity other) {
        return new Layer(weight, bias, other, logits, output);
    }

    Layer output(@Nullable Ref other) {
        return new Layer(weight, bias, activation, logits, other);
    }
}

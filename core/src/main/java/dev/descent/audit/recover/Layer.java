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
 * @param kept what dropout multiplies the activations by that it keeps; 0 where there is no dropout
 */
public record Layer(
        Ref weight,
        @Nullable Ref bias,
        Nonlinearity activation,
        @Nullable Ref logits,
        @Nullable Ref output,
        double kept) {
    Layer(Ref weight, @Nullable Ref bias, Nonlinearity activation, @Nullable Ref logits, @Nullable Ref output) {
        this(weight, bias, activation, logits, output, 0);
    }

    Layer activation(Nonlinearity other) {
        return new Layer(weight, bias, other, logits, output, kept);
    }

    Layer output(@Nullable Ref other) {
        return new Layer(weight, bias, activation, logits, other, kept);
    }

    /** With an output in which some activations were set to 0 and the others multiplied. */
    Layer dropped(Ref other, double factor) {
        return new Layer(weight, bias, activation, logits, other, factor);
    }

    /** Whether an array has a role in it, in whatever form. */
    boolean uses(Ref ref) {
        return weight.sameVariable(ref)
                || (bias != null && bias.sameVariable(ref))
                || (logits != null && logits.sameVariable(ref))
                || (output != null && output.sameVariable(ref));
    }

    /** Whether dropout stands between the activation and the output. */
    public boolean drops() {
        return kept > 0;
    }
}

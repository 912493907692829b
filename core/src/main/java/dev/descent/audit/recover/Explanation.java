package dev.descent.audit.recover;

import dev.descent.audit.algebra.Formula;
import dev.descent.report.Fault;
import org.jspecify.annotations.Nullable;

/**
 * What a line computes.
 *
 * @param formula that reproduces the user's numbers to rounding error, up to the scale
 * @param scale factor between formula and numbers in the first iteration that shows it
 * @param fault what is wrong with it; null for an exact formula
 * @param says what is wrong, in words; empty for an exact formula
 * @param iterations in how many iterations it was seen to hold
 * @param elements numbers compared
 */
public record Explanation(
        Formula formula, double scale, @Nullable Fault fault, String says, int iterations, int elements) {
    static final String NOT_RECOGNISED = "is made in a way that was not recognised";

    /** Whether no formula was found: the numbers are used, but how they are made is not known. */
    public boolean isUnknown() {
        return elements == 0 && fault != null && says.startsWith(NOT_RECOGNISED);
    }

    /** Whether two things are wrong with it. */
    boolean isTwoSlips() {
        return says.contains(DeltaCandidates.AND);
    }

    /** Of an unknown delta of which so much is known: the derivative is right, what comes back to it is not. */
    Explanation sentThroughOther(int above) {
        return blamed(
                Fault.BACKPROP_WRONG_WEIGHTS,
                NOT_RECOGNISED
                        + ": the derivative is right, but the error does not come back through the weights of layer "
                        + above);
    }

    Explanation blamed(Fault other, String why) {
        return new Explanation(formula, scale, other, why, iterations, elements);
    }
}

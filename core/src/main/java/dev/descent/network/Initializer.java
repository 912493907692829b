package dev.descent.network;

import dev.descent.data.CounterRandom;
import dev.descent.spec.Spec;

/**
 * Where a parameter starts.
 *
 * <p>The numbers depend on the seed and on where the parameter lies in the arena, not on the order of filling.
 */
public sealed interface Initializer permits Constant, Uniform, Gaussian, Scaled, Orthogonal {

    /** Its text in an experiment. */
    Spec spec();

    /**
     * Writes the parameter's start into the arena of all parameters, at {@code parameter.offset()}.
     *
     * @param values the arena
     * @param random numbers for this seed; the counter of an element is its index in the arena
     */
    void fill(double[] values, Parameter parameter, CounterRandom random);
}

package dev.descent.train;

import dev.descent.network.CompiledNetwork;

/**
 * Looks into single steps, for recorders: sees the engine's own buffers at two moments of a step and must not change them.
 * Unlike a {@link Listener} it gets at everything; whether one observes makes no difference to the result.
 */
public interface Observer {
    /** Looks at nothing. */
    Observer NONE = step -> false;

    /**
     * Asked before each step, so that steps nobody looks at cost nothing.
     *
     * @param step from 1
     */
    boolean observes(long step);

    /** Forward and backward are done, the parameters are still those the step began with. */
    default void beforeUpdate(Moment moment) {}

    /** The parameters have been changed. */
    default void afterUpdate(Moment moment) {}

    /** Both look, each at the steps it wants. */
    default Observer and(Observer other) {
        return equals(NONE) ? other : new Both(this, other);
    }

    /** A step being made. The same object is handed over every time: copy what is to be kept. */
    interface Moment {
        /** From 1. */
        long step();

        /** From 1. */
        int epoch();

        /** Samples in the batch. */
        int samples();

        /** The experiment's loss of the batch, before the update. */
        double loss();

        /** Schedule included. */
        double learningRate();

        /** The engine: values, gradients (as the loss gives them, before clipping and decay) and all arrays. */
        CompiledNetwork network();
    }
}

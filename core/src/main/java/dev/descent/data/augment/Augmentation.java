package dev.descent.data.augment;

import dev.descent.spec.Spec;

/** A random change of an image that keeps its class. */
public sealed interface Augmentation permits Warping, Repainting {

    /** Its text in an experiment. */
    Spec spec();

    /** Refuses an amount that is negative, no number or beyond the limit. */
    static void requireAmount(String what, double amount, double limit) {
        if (!(amount >= 0 && amount <= limit)) {
            throw new IllegalArgumentException("%s is from 0 to %s, got %s".formatted(what, limit, amount));
        }
    }
}

package dev.descent.train;

/** Checks of arguments that several descriptions share, each failing with one sentence. */
final class Require {
    private Require() {}

    /** In [0, 1). */
    static void fraction(double value, String name) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " lies in [0, 1), got " + value);
        }
    }

    static void positive(double value, String name) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " is above 0, got " + value);
        }
    }

    static void notNegative(double value, String name) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " is at least 0, got " + value);
        }
    }
}

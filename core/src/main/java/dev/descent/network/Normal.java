package dev.descent.network;

/** The standard normal distribution. */
final class Normal {
    private static final double INVERSE_ROOT_TWO_PI = 0.3989422804014327;

    private Normal() {}

    /** φ(x). */
    static double density(double x) {
        return INVERSE_ROOT_TWO_PI * Math.exp(-x * x / 2);
    }

    /**
     * Φ(x), to about 1e-15 absolute: Taylor's series Φ = 1/2 + φ (x + x³/3 + x⁵/15 + …) near 0 (Marsaglia 2004), Laplace's
     * continued fraction beyond.
     */
    static double cumulative(double x) {
        double size = Math.abs(x);
        if (size > 38.6) {
            return x > 0 ? 1 : 0;
        }
        double upper;
        if (size < 4) {
            double term = size;
            double sum = size;
            for (int k = 3; Math.abs(term) > 1e-17 * sum; k += 2) {
                term *= size * size / k;
                sum += term;
            }
            upper = 0.5 - density(size) * sum;
        } else {
            double fraction = size;
            for (int k = 60; k > 0; k--) {
                fraction = size + k / fraction;
            }
            upper = density(size) / fraction;
        }
        return x > 0 ? 1 - upper : upper;
    }
}

package dev.descent.network;

import java.util.stream.IntStream;

/** The standard normal distribution. */
final class Normal {
    private static final double INVERSE_ROOT_TWO_PI = 0.3989422804014327;

    /** Below this the series is taken, with at most so many terms. */
    private static final double SERIES = 4;

    private static final int TERMS = 64;

    /** 1/3, 1/5, 1/7, …: a division in every term would take most of the time of a network with GELU. */
    private static final double[] RECIPROCALS =
            IntStream.range(0, TERMS).mapToDouble(i -> 1.0 / (2 * i + 3)).toArray();

    private Normal() {}

    /** φ(x). */
    static double density(double x) {
        return INVERSE_ROOT_TWO_PI * Math.exp(-x * x / 2);
    }

    /** Φ(x), to about 1e-15 absolute. */
    static double cumulative(double x) {
        return cumulative(x, density(x));
    }

    /**
     * Taylor's series Φ = 1/2 + φ (x + x³/3 + x⁵/15 + …) near 0 (Marsaglia 2004), Laplace's continued fraction beyond.
     *
     * @param density φ(x)
     */
    static double cumulative(double x, double density) {
        double size = Math.abs(x);
        if (size > 38.6) {
            return x > 0 ? 1 : 0;
        }
        double upper;
        if (size < SERIES) {
            double square = size * size;
            double term = size;
            double sum = size;
            for (int i = 0; i < TERMS && term > 1e-17 * sum; i++) {
                term *= square * RECIPROCALS[i];
                sum += term;
            }
            upper = 0.5 - density * sum;
        } else {
            upper = density / fraction(size);
        }
        return x > 0 ? 1 - upper : upper;
    }

    /** {@code x + 1/(x + 2/(x + 3/(x + …)))}, by its convergents, which take one division in all; as many terms as x needs. */
    private static double fraction(double x) {
        int terms = (int) (8 + 400 / (x * x));
        double numeratorBefore = 1;
        double numerator = x;
        double denominatorBefore = 0;
        double denominator = 1;
        for (int k = 1; k <= terms; k++) {
            double nextNumerator = x * numerator + k * numeratorBefore;
            double nextDenominator = x * denominator + k * denominatorBefore;
            numeratorBefore = numerator;
            denominatorBefore = denominator;
            numerator = nextNumerator;
            denominator = nextDenominator;
        }
        return numerator / denominator;
    }
}

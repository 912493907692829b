package dev.descent.trace;

/**
 * How the numbers of an array are spread.
 *
 * @param count numbers, those that are none included
 * @param mean of the finite ones
 * @param norm root mean square of the finite ones
 * @param low least finite one, 0 when there is none
 * @param high greatest finite one, 0 when there is none
 * @param zero share that is exactly 0
 * @param invalid count of NaN and infinities
 * @param histogram counts by sign and power of two, see {@link #edges()}
 */
public record Spread(
        long count, double mean, double norm, double low, double high, double zero, long invalid, int[] histogram) {
    /** Magnitudes below 2^SMALLEST share a bin, and so do those from 2^LARGEST on. */
    private static final int SMALLEST = -24;

    private static final int LARGEST = 8;
    private static final int MAGNITUDES = LARGEST - SMALLEST + 1;

    /** Negative ones from the largest magnitude down, exact zeros, positive ones upward. */
    static final int BINS = 2 * MAGNITUDES + 1;

    /** Of a part of an array. */
    static Spread of(float[] values, int from, int to) {
        return measure(values, values, from, to, false);
    }

    /** Of {@code after − before} in a part of both. */
    static Spread ofChange(float[] before, float[] after, int from, int to) {
        return measure(after, before, from, to, true);
    }

    private static Spread measure(float[] values, float[] before, int from, int to, boolean isChange) {
        int[] histogram = new int[BINS];
        double sum = 0;
        double squares = 0;
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        long invalid = 0;
        for (int i = from; i < to; i++) {
            float value = isChange ? values[i] - before[i] : values[i];
            int bits = Float.floatToRawIntBits(value);
            int exponent = (bits >>> 23) & 0xff;
            if (exponent == 0xff) {
                invalid++;
                continue;
            }
            sum += value;
            squares += (double) value * value;
            low = Math.min(low, value);
            high = Math.max(high, value);
            int magnitude = Math.min(Math.max(exponent - 127 - SMALLEST, 0), MAGNITUDES - 1) + 1;
            histogram[(bits << 1) == 0 ? MAGNITUDES : bits < 0 ? MAGNITUDES - magnitude : MAGNITUDES + magnitude]++;
        }
        long finite = to - from - invalid;
        double divisor = Math.max(1, finite);
        return new Spread(
                to - from,
                sum / divisor,
                Math.sqrt(squares / divisor),
                finite == 0 ? 0 : low,
                finite == 0 ? 0 : high,
                histogram[MAGNITUDES] / Math.max(1.0, to - from),
                invalid,
                histogram);
    }

    public boolean isFinite() {
        return invalid == 0;
    }

    /** Whether every number is exactly 0. */
    public boolean isZero() {
        return zero == 1;
    }

    /** Standard deviation of the finite numbers. */
    public double deviation() {
        return Math.sqrt(Math.max(0, norm * norm - mean * mean));
    }

    /** The greatest magnitude of the finite numbers. */
    public double largest() {
        return Math.max(Math.abs(low), Math.abs(high));
    }

    /** Upper edges of the histogram's bins, ascending; the last is infinite. */
    static double[] edges() {
        double[] edges = new double[BINS];
        for (int bin = 0; bin < BINS; bin++) {
            int magnitude = bin - MAGNITUDES;
            edges[bin] = magnitude < 0
                    ? -Math.pow(2, SMALLEST - magnitude - 1.0)
                    : magnitude == 0 ? 0 : Math.pow(2, SMALLEST + (double) magnitude);
        }
        // Magnitudes below the smallest power share its bin, so that the bin of negative ones ends at 0.
        edges[MAGNITUDES - 1] = -Float.MIN_VALUE;
        edges[BINS - 1] = Double.POSITIVE_INFINITY;
        return edges;
    }
}

package dev.descent.train;

import dev.descent.data.CounterRandom;
import dev.descent.data.CounterRandom.Purpose;

/** Training on mixtures of two samples and of their targets (Zhang et al. 2018). */
final class Mixup {
    private Mixup() {}

    /** The share of the first sample: Beta(alpha, alpha), by Jöhnk's method (1964), from this step's random numbers. */
    static double share(double alpha, long seed, long step) {
        CounterRandom random = CounterRandom.of(seed, Purpose.MIXUP, step);
        for (long draw = 0; ; draw += 2) {
            double first = Math.pow(random.uniform(draw), 1 / alpha);
            double second = Math.pow(random.uniform(draw + 1), 1 / alpha);
            if (first + second <= 1 && first + second > 0) {
                return first / (first + second);
            }
        }
    }

    /**
     * Mixes the first row with the last, the second with the last but one, and so on, in place.
     *
     * @param rows {@code [count, width]}
     */
    static void mix(float[] rows, int count, int width, float share) {
        for (int row = 0; row < count / 2; row++) {
            int one = row * width;
            int other = (count - 1 - row) * width;
            for (int i = 0; i < width; i++) {
                float a = rows[one + i];
                float b = rows[other + i];
                rows[one + i] = share * a + (1 - share) * b;
                rows[other + i] = share * b + (1 - share) * a;
            }
        }
    }
}

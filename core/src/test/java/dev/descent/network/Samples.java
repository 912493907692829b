package dev.descent.network;

import java.util.Random;

/** Random batches for tests. */
final class Samples {
    private Samples() {}

    static double[] normal(Random random, int count) {
        return random.doubles(count, -1, 1).map(x -> 2 * x).toArray();
    }

    /** One-hot rows for many outputs, 0 or 1 for one. */
    static double[] classes(Random random, int batch, int units) {
        double[] targets = new double[batch * units];
        for (int sample = 0; sample < batch; sample++) {
            if (units == 1) {
                targets[sample] = random.nextInt(2);
            } else {
                targets[sample * units + random.nextInt(units)] = 1;
            }
        }
        return targets;
    }

    static void fill(float[] to, double[] from) {
        for (int i = 0; i < from.length; i++) {
            to[i] = (float) from[i];
        }
    }

    /** |a − b| over the larger of both, over the whole arrays (largest difference by largest value). */
    static double relativeError(double[] left, double[] right) {
        double difference = 0;
        double size = 0;
        for (int i = 0; i < left.length; i++) {
            difference = Math.max(difference, Math.abs(left[i] - right[i]));
            size = Math.max(size, Math.max(Math.abs(left[i]), Math.abs(right[i])));
        }
        return size == 0 ? 0 : difference / size;
    }

    static double[] doubles(float[] values, int count) {
        double[] copy = new double[count];
        for (int i = 0; i < count; i++) {
            copy[i] = values[i];
        }
        return copy;
    }
}

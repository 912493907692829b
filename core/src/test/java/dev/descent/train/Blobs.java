package dev.descent.train;

import dev.descent.data.CounterRandom;
import dev.descent.data.CounterRandom.Purpose;
import dev.descent.data.Dataset;
import dev.descent.data.Shape;

/** Small data for tests: points around the corners of a square, one class per corner. */
final class Blobs {
    private Blobs() {}

    static Dataset of(int samples, long seed) {
        CounterRandom random = CounterRandom.of(seed, Purpose.DATA);
        float[] values = new float[2 * samples];
        int[] labels = new int[samples];
        for (int sample = 0; sample < samples; sample++) {
            labels[sample] = random.below(4, 3L * sample);
            values[2 * sample] = (float) ((labels[sample] & 1) * 2 - 1 + 0.4 * random.normal(3L * sample + 1));
            values[2 * sample + 1] = (float) ((labels[sample] >> 1) * 2 - 1 + 0.4 * random.normal(3L * sample + 2));
        }
        return Dataset.ofValues(Shape.of(2), values, labels, 4);
    }
}

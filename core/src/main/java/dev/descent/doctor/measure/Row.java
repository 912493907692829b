package dev.descent.doctor.measure;

import dev.descent.data.Dataset;
import java.util.Arrays;

/**
 * A sample's inputs, to be found again: two hashes of the values as the network gets them, 64 bits together, so that among a
 * million samples two different ones are taken for equal once in ten million times.
 */
record Row(int one, int other) {
    static Row of(Dataset data, int sample) {
        float[] values = new float[data.shape().size()];
        data.copyInput(sample, values, 0);
        int mixed = 17;
        for (float value : values) {
            mixed = (mixed ^ Float.floatToIntBits(value)) * 0x01000193;
            mixed ^= mixed >>> 15;
        }
        return new Row(Arrays.hashCode(values), mixed);
    }
}

package dev.descent.doctor.measure;

import dev.descent.data.Dataset;

/**
 * A sample's inputs, to be found again: a hash of the values as the network gets them, mixed after each so that zeros and ones,
 * whose bits differ in few places, do not collide; among a million samples two different ones are taken for equal once in ten
 * million times.
 */
public record Row(long hash) {
    private static final long ODD = 0x9E3779B97F4A7C15L;

    public static Row of(Dataset data, int sample) {
        float[] values = new float[data.shape().size()];
        data.copyInput(sample, values, 0);
        long mixed = 17;
        for (float value : values) {
            mixed = (mixed ^ Float.floatToIntBits(value)) * ODD;
            mixed ^= mixed >>> 29;
        }
        return new Row(mixed);
    }
}

package dev.descent.data.augment;

import dev.descent.data.Dataset;
import dev.descent.data.Scaling;
import java.util.List;
import java.util.stream.IntStream;

/** Changed copies of whole data sets: to look at what an augmentation does, and to ask a network more than once. */
public final class Augmented {
    private static final int CHUNK = 256;

    private Augmented() {}

    /**
     * Every image changed as training would in one epoch; labels and scaling stay.
     *
     * @param epoch counted from 0; each changes an image in another way
     */
    public static Dataset copy(Dataset data, List<Augmentation> augmentations, long seed, long epoch) {
        int features = data.shape().size();
        float[] values = new float[Math.multiplyExact(data.size(), features)];
        int chunks = Math.ceilDiv(data.size(), CHUNK);
        IntStream.range(0, chunks).parallel().forEach(chunk -> {
            Augmenter augmenter = new Augmenter(augmentations, data.shape(), Scaling.RAW);
            int end = Math.min(data.size(), (chunk + 1) * CHUNK);
            for (int sample = chunk * CHUNK; sample < end; sample++) {
                for (int feature = 0; feature < features; feature++) {
                    values[sample * features + feature] = (float) data.raw(sample, feature);
                }
                augmenter.apply(seed, epoch, sample, values, sample * features);
            }
        });
        return data.hasPixels() && data.isClassification() ? pixels(data, values) : data.withValues(values);
    }

    private static Dataset pixels(Dataset data, float[] values) {
        byte[] pixels = new byte[values.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) Math.clamp(Math.round(values[i]), 0, 255);
        }
        int[] labels = IntStream.range(0, data.size()).map(data::label).toArray();
        return Dataset.ofPixels(data.shape(), pixels, labels, data.classes()).scaled(data.scaling());
    }
}

package dev.descent.data;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Samples and what they should give: features as bytes (pixels) or floats, kept as read, and either class labels or real
 * targets. Immutable; {@link #select} shares the arrays.
 */
public final class Dataset {
    /** More classes than this are a mistake: numbers to be hit, read as labels. */
    static final int MOST_CLASSES = 10_000;

    private final Shape shape;
    private final int features;
    private final byte @Nullable [] pixels;
    private final float @Nullable [] values;
    private final int @Nullable [] labels;
    private final float @Nullable [] targets;
    private final int targetSize;
    private final int classes;
    private final Scaling scaling;
    private final int[] rows;

    private Dataset(
            Shape shape,
            byte @Nullable [] pixels,
            float @Nullable [] values,
            int @Nullable [] labels,
            float @Nullable [] targets,
            int targetSize,
            int classes,
            Scaling scaling,
            int[] rows) {
        this.shape = shape;
        this.features = shape.size();
        this.pixels = pixels;
        this.values = values;
        this.labels = labels;
        this.targets = targets;
        this.targetSize = targetSize;
        this.classes = classes;
        this.scaling = scaling;
        this.rows = rows;
    }

    /**
     * Images with labels.
     *
     * @param pixels {@code [samples, shape]}, unsigned bytes
     * @param labels 0 … classes−1
     */
    public static Dataset ofPixels(Shape shape, byte[] pixels, int[] labels, int classes) {
        requireSamples(shape, pixels.length, labels.length);
        requireLabels(labels, classes);
        return new Dataset(shape, pixels, null, labels, null, classes, classes, Scaling.PIXELS, count(labels.length));
    }

    /** Real features with labels, unscaled. */
    public static Dataset ofValues(Shape shape, float[] values, int[] labels, int classes) {
        requireSamples(shape, values.length, labels.length);
        requireLabels(labels, classes);
        return new Dataset(shape, null, values, labels, null, classes, classes, Scaling.RAW, count(labels.length));
    }

    /**
     * Real features with real targets, unscaled.
     *
     * @param targets {@code [samples, targetSize]}
     */
    public static Dataset ofTargets(Shape shape, float[] values, float[] targets, int targetSize) {
        if (targetSize < 1 || targets.length % targetSize != 0) {
            throw new IllegalArgumentException(
                    "%d target values are no whole number of rows of %d".formatted(targets.length, targetSize));
        }
        int samples = targets.length / targetSize;
        requireSamples(shape, values.length, samples);
        return new Dataset(shape, null, values, null, targets, targetSize, 0, Scaling.RAW, count(samples));
    }

    private static int[] count(int samples) {
        return IntStream.range(0, samples).toArray();
    }

    private static void requireSamples(Shape shape, int elements, int samples) {
        if ((long) samples * shape.size() != elements) {
            throw new IllegalArgumentException("%d samples of shape %s have %d values, got %d"
                    .formatted(samples, shape, (long) samples * shape.size(), elements));
        }
        if (samples == 0) {
            throw new IllegalArgumentException("a data set needs at least 1 sample, got none");
        }
    }

    private static void requireLabels(int[] labels, int classes) {
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException("label %d of sample %d is outside the %d classes 0 to %d"
                        .formatted(labels[i], i, classes, classes - 1));
            }
        }
    }

    public int size() {
        return rows.length;
    }

    /** Shape of one sample. */
    public Shape shape() {
        return shape;
    }

    public boolean isClassification() {
        return labels != null;
    }

    /** Number of classes; 0 for real targets. */
    public int classes() {
        return classes;
    }

    /** Width of a target: the classes (one-hot) or the real values. */
    public int targetSize() {
        return targetSize;
    }

    public Scaling scaling() {
        return scaling;
    }

    /** Whether the features are bytes, as in images. */
    public boolean hasPixels() {
        return pixels != null;
    }

    /** Class of a sample. Throws IllegalStateException where the targets are real. */
    public int label(int sample) {
        if (labels == null) {
            throw new IllegalStateException("this data set has real targets, no class labels");
        }
        return labels[rows[sample]];
    }

    /** One feature as read, before scaling. */
    public double raw(int sample, int feature) {
        int index = rows[sample] * features + feature;
        return pixels != null ? pixels[index] & 0xFF : valuesOrFail()[index];
    }

    /** Writes the scaled features of a sample to {@code out[offset …]}. */
    public void copyInput(int sample, float[] out, int offset) {
        int from = rows[sample] * features;
        float shift = (float) scaling.offset();
        float factor = (float) scaling.factor();
        if (pixels != null) {
            for (int i = 0; i < features; i++) {
                out[offset + i] = ((pixels[from + i] & 0xFF) - shift) * factor;
            }
        } else {
            float[] source = valuesOrFail();
            for (int i = 0; i < features; i++) {
                out[offset + i] = (source[from + i] - shift) * factor;
            }
        }
    }

    /** The same in double, exact to the last bit of {@code (raw − offset) · factor}. */
    public void copyInput(int sample, double[] out, int offset) {
        for (int i = 0; i < features; i++) {
            out[offset + i] = (raw(sample, i) - scaling.offset()) * scaling.factor();
        }
    }

    /** Writes the target of a sample, one-hot or real, to {@code out[offset …]}. */
    public void copyTarget(int sample, float[] out, int offset) {
        if (targets != null) {
            System.arraycopy(targets, rows[sample] * targetSize, out, offset, targetSize);
        } else {
            Arrays.fill(out, offset, offset + targetSize, 0);
            out[offset + label(sample)] = 1;
        }
    }

    /** One number of a target. */
    public double target(int sample, int output) {
        return targets != null ? targets[rows[sample] * targetSize + output] : label(sample) == output ? 1 : 0;
    }

    /** The given samples in the given order; the arrays are shared. */
    public Dataset select(int[] samples) {
        int[] chosen = new int[samples.length];
        for (int i = 0; i < samples.length; i++) {
            chosen[i] = rows[samples[i]];
        }
        return new Dataset(shape, pixels, values, labels, targets, targetSize, classes, scaling, chosen);
    }

    /** The first samples, at most so many. */
    public Dataset take(int samples) {
        return range(0, Math.min(samples, size()));
    }

    /** Samples {@code from} (inclusive) to {@code to} (exclusive). */
    public Dataset range(int from, int to) {
        return new Dataset(
                shape,
                pixels,
                values,
                labels,
                targets,
                targetSize,
                classes,
                scaling,
                Arrays.copyOfRange(rows, from, to));
    }

    public Dataset shuffled(long seed) {
        return select(CounterRandom.of(seed, CounterRandom.Purpose.SPLIT).permutation(size()));
    }

    /**
     * Splits at random: the first part holds {@code 1 − fraction} of the samples, the second the rest, at least one each.
     *
     * @param fraction share of the second part, in (0, 1)
     */
    public TrainTest split(double fraction, long seed) {
        if (!(fraction > 0 && fraction < 1) || size() < 2) {
            throw new IllegalArgumentException(
                    "a split needs a fraction in (0, 1) and at least 2 samples, got %s of %d samples"
                            .formatted(fraction, size()));
        }
        int held = Math.clamp(Math.round(size() * fraction), 1, size() - 1);
        Dataset mixed = shuffled(seed);
        return new TrainTest("split", mixed.range(0, size() - held), mixed.range(size() - held, size()));
    }

    public Dataset scaled(Scaling newScaling) {
        return new Dataset(shape, pixels, values, labels, targets, targetSize, classes, newScaling, rows);
    }

    /** The same features seen under another shape of the same size. */
    public Dataset reshaped(Shape newShape) {
        if (newShape.size() != features) {
            throw new IllegalArgumentException(
                    "shape %s has %d values, the samples have %d".formatted(newShape, newShape.size(), features));
        }
        return new Dataset(newShape, pixels, values, labels, targets, targetSize, classes, scaling, rows);
    }

    /** The same samples with other labels. */
    public Dataset withLabels(int[] newLabels, int newClasses) {
        requireLabels(newLabels, newClasses);
        if (newLabels.length != size()) {
            throw new IllegalArgumentException("%d labels for %d samples".formatted(newLabels.length, size()));
        }
        return copy(newLabels, null, newClasses, newClasses);
    }

    /** The same samples with other real targets, {@code [samples, width]}. */
    public Dataset withTargets(float[] newTargets, int width) {
        if (newTargets.length != size() * width) {
            throw new IllegalArgumentException(
                    "%d target values for %d samples of width %d".formatted(newTargets.length, size(), width));
        }
        return copy(null, newTargets, width, 0);
    }

    /** The same targets with other raw features, {@code [samples, features]}. */
    public Dataset withValues(float[] newValues) {
        requireSamples(shape, newValues.length, size());
        int[] ownLabels = null;
        float[] ownTargets = null;
        if (targets == null) {
            ownLabels = IntStream.range(0, size()).map(this::label).toArray();
        } else {
            ownTargets = new float[size() * targetSize];
            for (int i = 0; i < size(); i++) {
                copyTarget(i, ownTargets, i * targetSize);
            }
        }
        return new Dataset(shape, null, newValues, ownLabels, ownTargets, targetSize, classes, scaling, count(size()));
    }

    private Dataset copy(int @Nullable [] newLabels, float @Nullable [] newTargets, int width, int newClasses) {
        byte[] ownPixels = null;
        float[] ownValues = null;
        if (pixels != null) {
            ownPixels = new byte[size() * features];
            for (int i = 0; i < size(); i++) {
                System.arraycopy(pixels, rows[i] * features, ownPixels, i * features, features);
            }
        } else {
            ownValues = new float[size() * features];
            for (int i = 0; i < size(); i++) {
                System.arraycopy(valuesOrFail(), rows[i] * features, ownValues, i * features, features);
            }
        }
        return new Dataset(
                shape, ownPixels, ownValues, newLabels, newTargets, width, newClasses, scaling, count(size()));
    }

    /** Samples of each class. */
    public int[] classCounts() {
        int[] counts = new int[classes];
        for (int i = 0; i < size(); i++) {
            counts[label(i)]++;
        }
        return counts;
    }

    /** Share of features that are not 0 as read, in [0, 1]; 0.19 for MNIST. Looks at 1,000 samples spread evenly. */
    public double density() {
        int looked = Math.min(size(), 1000);
        long present = 0;
        for (int i = 0; i < looked; i++) {
            int from = start((int) ((long) i * size() / looked));
            present += pixels != null ? present(pixels, from) : present(valuesOrFail(), from);
        }
        return present / ((double) looked * features);
    }

    private int present(byte[] source, int from) {
        int present = 0;
        for (int i = from; i < from + features; i++) {
            present += source[i] == 0 ? 0 : 1;
        }
        return present;
    }

    private int present(float[] source, int from) {
        int present = 0;
        for (int i = from; i < from + features; i++) {
            present += source[i] == 0 ? 0 : 1;
        }
        return present;
    }

    /** All features as bytes, unsigned, as read: to look at, not to change; null where {@link #hasPixels} is false. */
    public byte @Nullable [] pixels() {
        return pixels;
    }

    /** All features as floats, as read: to look at, not to change; null where {@link #hasPixels} is true. */
    public float @Nullable [] values() {
        return values;
    }

    /** Where in {@link #pixels} or {@link #values} a sample begins. */
    public int start(int sample) {
        return rows[sample] * features;
    }

    private float[] valuesOrFail() {
        if (values == null) {
            throw new IllegalStateException("no values");
        }
        return values;
    }
}

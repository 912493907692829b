package dev.descent.data;

import java.io.IOException;
import java.nio.file.Path;

/** The image sets of the home task: 28×28 grey images in 10 classes. */
public final class Digits {
    private static final int CLASSES = 10;

    private Digits() {}

    /** MNIST: 60,000 training and 10,000 test images (LeCun, Bottou, Bengio and Haffner 1998). */
    public static TrainTest mnist() throws IOException {
        return load("mnist");
    }

    /** Fashion-MNIST: the same sizes, clothes for digits (Xiao, Rasul and Vollgraf 2017). */
    public static TrainTest fashionMnist() throws IOException {
        return load("fashion-mnist");
    }

    /** Built-in digits, as many as MNIST has: free of any file and licence. */
    public static TrainTest builtIn() {
        return builtIn(60_000, 10_000, 1);
    }

    /** Built-in digits; the test part is drawn with another seed. */
    public static TrainTest builtIn(int train, int test, long seed) {
        return new TrainTest("digits", drawn(train, seed), drawn(test, ~seed));
    }

    private static Dataset drawn(int count, long seed) {
        BuiltInDigits.Drawn drawn = BuiltInDigits.generate(count, seed);
        return Dataset.ofPixels(Shape.of(1, 28, 28), drawn.pixels(), drawn.labels(), CLASSES);
    }

    /** Whether all four files of a set are there. */
    public static boolean isPresent(String dataset) {
        return DataFolder.find(dataset, "train-images-idx3-ubyte").isPresent()
                && DataFolder.find(dataset, "train-labels-idx1-ubyte").isPresent()
                && DataFolder.find(dataset, "t10k-images-idx3-ubyte").isPresent()
                && DataFolder.find(dataset, "t10k-labels-idx1-ubyte").isPresent();
    }

    private static TrainTest load(String dataset) throws IOException {
        return new TrainTest(dataset, part(dataset, "train"), part(dataset, "t10k"));
    }

    private static Dataset part(String dataset, String part) throws IOException {
        return Idx.dataset(
                file(dataset, part + "-images-idx3-ubyte"), file(dataset, part + "-labels-idx1-ubyte"), CLASSES);
    }

    private static Path file(String dataset, String file) {
        return DataFolder.find(dataset, file)
                .orElseThrow(() -> new DescentException(
                        "%s is not on this machine: run 'descent data fetch %s', or place %s.gz in %s, or set %s to the folder that holds %s/"
                                .formatted(
                                        dataset,
                                        dataset,
                                        file,
                                        DataFolder.path().resolve(dataset),
                                        DataFolder.VARIABLE,
                                        dataset)));
    }
}

package dev.descent.data;

import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** Data sources that read files named in the experiment. */
final class FileSources {
    private FileSources() {}

    /** {@code idx(images.gz, labels.gz)}, with test files of its own or a share split off. */
    static DataSource idx(Spec spec) {
        Arguments arguments =
                spec.arguments("images", "labels", "test-images", "test-labels", "classes", "test", "seed");
        String images = arguments.text("images");
        String labels = arguments.text("labels");
        int classes = arguments.integer("classes", 10);
        double fraction = arguments.number("test", 0.2);
        int seed = arguments.integer("seed", 0);
        boolean own = arguments.has("test-images");
        String testImages = own ? arguments.text("test-images") : "";
        String testLabels = own ? arguments.text("test-labels") : "";
        return DataSources.of(spec, folder -> {
            Dataset all = Idx.dataset(folder.resolve(images), folder.resolve(labels), classes);
            return own
                    ? new TrainTest(
                            images, all, Idx.dataset(folder.resolve(testImages), folder.resolve(testLabels), classes))
                    : all.split(fraction, seed);
        });
    }

    /** {@code csv(flowers.csv, label=species)}; {@code real=true} where the label is a number to be hit. */
    static DataSource csv(Spec spec) {
        Arguments arguments = spec.arguments("file", "label", "real", "test", "seed");
        String file = arguments.text("file");
        String label =
                arguments.has("label") && arguments.value("label") instanceof dev.descent.spec.Value.Decimal number
                        ? number.text()
                        : arguments.text("label", "last");
        boolean real = arguments.flag("real", false);
        Split split = Split.of(arguments);
        return DataSources.of(spec, folder -> split.apply(Csv.read(folder.resolve(file), label, real)));
    }

    /** {@code folder(pictures)} of digits, or of any pictures with {@code side} and {@code channels}. */
    static DataSource folder(Spec spec) {
        Arguments arguments = spec.arguments("folder", "side", "channels", "test", "seed");
        String name = arguments.text("folder");
        int side = arguments.integer("side", 0);
        int channels = arguments.integer("channels", 1);
        Split split = Split.of(arguments);
        return DataSources.of(spec, folder -> split.apply(ImageFolder.read(folder.resolve(name), side, channels)));
    }

    /** {@code npz(data.npz, inputs=X, targets=y)}: integer targets of one axis are labels, all others are real. */
    static DataSource npz(Spec spec) {
        Arguments arguments = spec.arguments("file", "inputs", "targets", "test", "seed");
        String file = arguments.text("file");
        String inputs = arguments.text("inputs", "inputs");
        String targets = arguments.text("targets", "targets");
        Split split = Split.of(arguments);
        return DataSources.of(spec, folder -> {
            Path path = folder.resolve(file);
            Map<String, NdArray> arrays = Npz.read(path);
            return split.apply(dataset(path, need(arrays, inputs, path), need(arrays, targets, path)));
        });
    }

    private static NdArray need(Map<String, NdArray> arrays, String name, Path file) {
        NdArray array = arrays.get(name);
        if (array == null) {
            throw new DescentException("%s has no array '%s', only %s".formatted(file, name, arrays.keySet()));
        }
        return array;
    }

    private static Dataset dataset(Path file, NdArray inputs, NdArray targets) {
        if (inputs.rank() < 2 || targets.rank() < 1 || inputs.dimension(0) != targets.dimension(0)) {
            throw new DescentException("%s: inputs %s and targets %s do not have one row per sample each"
                    .formatted(file, inputs, targets));
        }
        int[] shape = inputs.shape();
        Shape sample = Shape.of(Arrays.copyOfRange(shape, 1, shape.length));
        float[] values = inputs.toFloats();
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new DescentException("%s: input %d of sample %d is %s, expected a finite number"
                        .formatted(file, i % sample.size(), i / sample.size(), values[i]));
            }
        }
        if (targets.rank() == 1 && targets.type().isInteger()) {
            int classes = 0;
            int[] labels = new int[targets.size()];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = (int) targets.get(i);
                if (labels[i] < 0) {
                    throw new DescentException("%s: label %d of sample %d is negative".formatted(file, labels[i], i));
                }
                classes = Math.max(classes, labels[i] + 1);
            }
            return inputs.type() == NdArray.ElementType.UINT8
                    ? Dataset.ofPixels(sample, (byte[]) inputs.elements(), labels, classes)
                    : Dataset.ofValues(sample, values, labels, classes);
        }
        return Dataset.ofTargets(sample, values, targets.toFloats(), targets.size() / targets.dimension(0));
    }

    /** What part of a single data set is kept for testing. */
    private record Split(double fraction, int seed) {
        static Split of(Arguments arguments) {
            return new Split(arguments.number("test", 0.2), arguments.integer("seed", 0));
        }

        TrainTest apply(Dataset all) throws IOException {
            return fraction == 0 || all.size() < 2 ? new TrainTest("all", all, all) : all.split(fraction, seed);
        }
    }
}

package dev.descent.data;

import dev.descent.spec.Arguments;
import dev.descent.spec.Nearest;
import dev.descent.spec.Spec;
import dev.descent.spec.Value;
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
        Arguments arguments = spec.arguments("file", "label", "real", "header", "test", "seed");
        String file = arguments.text("file");
        String label = arguments.has("label") && arguments.value("label") instanceof Value.Decimal number
                ? number.text()
                : arguments.text("label", "last");
        boolean real = arguments.flag("real", false);
        Csv.Header header = !arguments.has("header")
                ? Csv.Header.GUESS
                : arguments.flag("header", true) ? Csv.Header.PRESENT : Csv.Header.ABSENT;
        Split split = Split.of(arguments);
        return DataSources.of(spec, folder -> split.apply(Csv.read(folder.resolve(file), label, real, header)));
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
            Map<String, NdArray> arrays = Npz.read(path, name -> name.equals(inputs) || name.equals(targets));
            return split.apply(dataset(path, need(arrays, inputs, path), need(arrays, targets, path)));
        });
    }

    private static NdArray need(Map<String, NdArray> arrays, String name, Path file) throws IOException {
        NdArray array = arrays.get(name);
        if (array == null) {
            throw new DescentException(
                    "%s has no array '%s'%s".formatted(file, name, Nearest.hint(name, Npz.names(file))));
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
        if (inputs.size() == 0) {
            throw new DescentException("%s: inputs %s hold no value".formatted(file, inputs));
        }
        if (targets.rank() == 1 && targets.type().isInteger()) {
            int[] labels = labels(file, targets);
            int classes = Arrays.stream(labels).max().orElse(0) + 1;
            return inputs.type() == NdArray.ElementType.UINT8
                    ? Dataset.ofPixels(sample, (byte[]) inputs.elements(), labels, classes)
                    : Dataset.ofValues(sample, finite(file, "inputs", inputs), labels, classes);
        }
        return Dataset.ofTargets(
                sample,
                finite(file, "inputs", inputs),
                finite(file, "targets", targets),
                targets.size() / targets.dimension(0));
    }

    private static int[] labels(Path file, NdArray targets) {
        int[] labels = new int[targets.size()];
        for (int i = 0; i < labels.length; i++) {
            double label = targets.get(i);
            if (label < 0 || label >= Dataset.MOST_CLASSES) {
                throw new DescentException(
                        "%s: label %.0f of sample %d is outside 0 to %d: save targets that are to be hit as floats"
                                .formatted(file, label, i, Dataset.MOST_CLASSES - 1));
            }
            labels[i] = (int) label;
        }
        return labels;
    }

    private static float[] finite(Path file, String what, NdArray array) {
        float[] values = array.toFloats();
        int row = values.length / array.dimension(0);
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new DescentException("%s: %s of sample %d hold %s at index %d, expected finite numbers"
                        .formatted(file, what, i / row, values[i], i % row));
            }
        }
        return values;
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

package dev.descent.data;

import dev.descent.data.CounterRandom.Purpose;
import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;

/**
 * Small data sets made by formula, seeded: truth tables, point clouds and generated tables like scikit-learn's
 * {@code make_circles}, {@code make_blobs}, {@code make_moons}, {@code make_classification} and {@code make_regression}.
 */
final class Synthetic {
    private Synthetic() {}

    /** Makes one random table: fills features and returns its data set. */
    interface Maker {
        Dataset make(CounterRandom random, int rows);
    }

    static DataSource xor(Spec spec) {
        return truthTable(spec, 0, 1, 1, 0);
    }

    static DataSource and(Spec spec) {
        return truthTable(spec, 0, 0, 0, 1);
    }

    /** Four rows, one real target of 0 or 1; repeated where more rows are asked for. */
    private static DataSource truthTable(Spec spec, float... outputs) {
        int rows = spec.arguments("rows").integer("rows", 4);
        float[] inputs = new float[rows * 2];
        float[] targets = new float[rows];
        for (int row = 0; row < rows; row++) {
            inputs[2 * row] = row >> 1 & 1;
            inputs[2 * row + 1] = row & 1;
            targets[row] = outputs[row & 3];
        }
        Dataset table = Dataset.ofTargets(Shape.of(2), inputs, targets, 1);
        return DataSources.of(spec, _ -> new TrainTest(spec.name(), table, table));
    }

    /** Hours studied and slept, each over its largest, and the score over 100: three samples, and a fourth to predict. */
    static DataSource hours(Spec spec) {
        spec.arguments();
        Dataset known = Dataset.ofTargets(
                Shape.of(2), new float[] {2 / 3f, 1, 1 / 3f, 5 / 9f, 1, 6 / 9f}, new float[] {.92f, .86f, .89f}, 1);
        return DataSources.of(spec, _ -> new TrainTest("hours", known, known));
    }

    /** Gaussian clouds, one per class, around centres in [−10, 10). */
    static DataSource blobs(Spec spec) {
        Arguments arguments = spec.arguments("rows", "classes", "features", "deviation", "test", "seed");
        int classes = arguments.integer("classes", 3);
        int features = arguments.integer("features", 2);
        double deviation = arguments.number("deviation", 1);
        return generated(spec, arguments, 1000, (random, rows) -> {
            float[] values = new float[rows * features];
            int[] labels = new int[rows];
            for (int i = 0; i < values.length; i++) {
                int row = i / features;
                labels[row] = row % classes;
                double centre = random.uniform(labels[row] * (long) features + i % features, -10, 10);
                values[i] = (float) (centre + deviation * random.normal(1_000_000L + i));
            }
            return Dataset.ofValues(Shape.of(features), values, labels, classes);
        });
    }

    /** A small circle within a large one, both noisy; two classes. */
    static DataSource circles(Spec spec) {
        return plane(spec, (random, row, rows, out) -> {
            double radius = row % 2 == 0 ? 1 : 0.8;
            double angle = 2 * Math.PI * Math.floorDiv(row, 2) / Math.max(1, rows / 2);
            out[0] = radius * Math.cos(angle);
            out[1] = radius * Math.sin(angle);
        });
    }

    /** Two half circles that reach into each other. */
    static DataSource moons(Spec spec) {
        return plane(spec, (random, row, rows, out) -> {
            double angle = Math.PI * Math.floorDiv(row, 2) / Math.max(1, rows / 2);
            boolean upper = row % 2 == 0;
            out[0] = upper ? Math.cos(angle) : 1 - Math.cos(angle);
            out[1] = upper ? Math.sin(angle) : 0.5 - Math.sin(angle);
        });
    }

    /** Two spirals around each other. */
    static DataSource spirals(Spec spec) {
        return plane(spec, (random, row, rows, out) -> {
            double along = (row / 2 + 1) / Math.max(1.0, rows / 2.0);
            double angle = 3.5 * Math.PI * along + (row % 2) * Math.PI;
            out[0] = along * Math.cos(angle);
            out[1] = along * Math.sin(angle);
        });
    }

    private interface Point {
        void place(CounterRandom random, int row, int rows, double[] out);
    }

    private static DataSource plane(Spec spec, Point point) {
        Arguments arguments = spec.arguments("rows", "noise", "test", "seed");
        double noise = arguments.number("noise", 0.1);
        return generated(spec, arguments, 1000, (random, rows) -> {
            float[] values = new float[rows * 2];
            int[] labels = new int[rows];
            double[] place = new double[2];
            for (int row = 0; row < rows; row++) {
                point.place(random, row, rows, place);
                values[2 * row] = (float) (place[0] + noise * random.normal(2L * row));
                values[2 * row + 1] = (float) (place[1] + noise * random.normal(2L * row + 1));
                labels[row] = row % 2;
            }
            return Dataset.ofValues(Shape.of(2), values, labels, 2);
        });
    }

    /** A table whose classes are clouds of unit deviation around random corners, {@code separation} apart. */
    static DataSource classification(Spec spec) {
        Arguments arguments = spec.arguments("rows", "features", "classes", "separation", "scale", "test", "seed");
        int features = arguments.integer("features", 20);
        int classes = arguments.integer("classes", 2);
        double separation = arguments.number("separation", 2);
        double scale = arguments.number("scale", 1);
        return generated(spec, arguments, 1000, (random, rows) -> {
            float[] values = new float[rows * features];
            int[] labels = new int[rows];
            double apart = separation / Math.sqrt(features);
            for (int i = 0; i < values.length; i++) {
                int row = i / features;
                labels[row] = row % classes;
                double centre = apart * random.normal(labels[row] * (long) features + i % features);
                values[i] = (float) (scale * (centre + random.normal(1_000_000L + i)));
            }
            return Dataset.ofValues(Shape.of(features), values, labels, classes);
        });
    }

    /** A table with real targets: random linear sums of the features, and noise. */
    static DataSource regression(Spec spec) {
        Arguments arguments = spec.arguments(
                "rows", "features", "targets", "noise", "scale", "target-scale", "target-mean", "test", "seed");
        int features = arguments.integer("features", 10);
        int width = arguments.integer("targets", 1);
        double noise = arguments.number("noise", 0.1);
        double scale = arguments.number("scale", 1);
        double targetScale = arguments.number("target-scale", 1);
        double targetMean = arguments.number("target-mean", 0);
        return generated(spec, arguments, 1000, (random, rows) -> {
            float[] values = new float[rows * features];
            float[] targets = new float[rows * width];
            for (int row = 0; row < rows; row++) {
                for (int output = 0; output < width; output++) {
                    double sum = noise * random.normal(3_000_000_000L + (long) row * width + output);
                    for (int feature = 0; feature < features; feature++) {
                        double value = random.normal(1_000_000L + (long) row * features + feature);
                        values[row * features + feature] = (float) (scale * value);
                        sum += value * random.normal((long) output * features + feature) / Math.sqrt(features);
                    }
                    targets[row * width + output] = (float) (targetMean + targetScale * sum);
                }
            }
            return Dataset.ofTargets(Shape.of(features), values, targets, width);
        });
    }

    /** Grey or colour images [channels, side, side] of bytes: a random pattern per class, shifted, under noise. */
    static DataSource images(Spec spec) {
        Arguments arguments = spec.arguments("rows", "side", "channels", "classes", "noise", "test", "seed");
        int side = arguments.integer("side", 28);
        int channels = arguments.integer("channels", 1);
        int classes = arguments.integer("classes", 10);
        double noise = arguments.number("noise", 40);
        return generated(spec, arguments, 1000, (random, rows) -> {
            Shape shape = Shape.of(channels, side, side);
            byte[] pixels = new byte[Math.multiplyExact(rows, shape.size())];
            int[] labels = new int[rows];
            for (int row = 0; row < rows; row++) {
                labels[row] = row % classes;
                int across = random.below(5, 10L * row) - 2;
                int down = random.below(5, 10L * row + 1) - 2;
                for (int i = 0; i < shape.size(); i++) {
                    // Patterns of 4×4 blocks, so that neighbouring pixels belong together as in photographs.
                    int y = Math.floorMod(i / side % side + down, side) / 4;
                    int x = Math.floorMod(i % side + across, side) / 4;
                    long cell = ((long) labels[row] * channels + i / (side * side)) * 4096 + y * 64L + x;
                    double value = 255 * random.uniform(1L << 40 | cell)
                            + noise * random.normal((1L << 41) + (long) row * shape.size() + i);
                    pixels[row * shape.size() + i] = (byte) Math.clamp(Math.round(value), 0, 255);
                }
            }
            return Dataset.ofPixels(shape, pixels, labels, classes);
        });
    }

    /**
     * Grey images [1, side, side] of one straight line each, and noise: class 0 lies, 1 stands, 2 rises to the right, 3 falls.
     */
    static DataSource lines(Spec spec) {
        Arguments arguments = spec.arguments("rows", "side", "noise", "test", "seed");
        int side = arguments.integer("side", 8);
        double noise = arguments.number("noise", 20);
        if (side < 4) {
            throw arguments.error("side", "a line needs an image of at least 4×4 pixels, got side %d".formatted(side));
        }
        return generated(spec, arguments, 1000, (random, rows) -> {
            byte[] pixels = new byte[Math.multiplyExact(rows, side * side)];
            int[] labels = new int[rows];
            for (int row = 0; row < rows; row++) {
                labels[row] = row % 4;
                int away = random.below(side / 2, row) - side / 4;
                for (int i = 0; i < side * side; i++) {
                    int across = i % side - side / 2;
                    int down = i / side - side / 2;
                    int distance = switch (labels[row]) {
                        case 0 -> down - away;
                        case 1 -> across - away;
                        case 2 -> across + down - away;
                        default -> across - down - away;
                    };
                    double value = (distance == 0 ? 255 : 0)
                            + noise * random.normal((1L << 41) + (long) row * side * side + i);
                    pixels[row * side * side + i] = (byte) Math.clamp(Math.round(value), 0, 255);
                }
            }
            return Dataset.ofPixels(Shape.of(1, side, side), pixels, labels, 4);
        });
    }

    /** Grey images [1, height, width] from 0 to 1 of one bright round spot under noise; targets are its place, each from −1 to 1. */
    static DataSource spots(Spec spec) {
        Arguments arguments = spec.arguments("rows", "height", "width", "noise", "test", "seed");
        int height = arguments.integer("height", 16);
        int width = arguments.integer("width", 16);
        double noise = arguments.number("noise", 0.1);
        return generated(spec, arguments, 1000, (random, rows) -> {
            Shape shape = Shape.of(1, height, width);
            float[] values = new float[Math.multiplyExact(rows, shape.size())];
            float[] targets = new float[2 * rows];
            double radius = Math.min(height, width) / 5.0;
            for (int row = 0; row < rows; row++) {
                double across = random.uniform(2L * row, -1, 1);
                double down = random.uniform(2L * row + 1, -1, 1);
                for (int i = 0; i < shape.size(); i++) {
                    double x = i % width - (width - 1) / 2.0 - across * (width / 2.0 - radius);
                    int line = i / width;
                    double y = line - (height - 1) / 2.0 - down * (height / 2.0 - radius);
                    double light = Math.exp(-(x * x + y * y) / (radius * radius));
                    values[row * shape.size() + i] =
                            (float) (light + noise * random.normal((1L << 41) + (long) row * shape.size() + i));
                }
                targets[2 * row] = (float) across;
                targets[2 * row + 1] = (float) down;
            }
            return Dataset.ofTargets(shape, values, targets, 2);
        });
    }

    /** One input x, evenly spread, and {@code polynomial} coefficients (lowest first) or a sine of it. */
    static DataSource curve(Spec spec) {
        Arguments arguments = spec.arguments("rows", "from", "to", "polynomial", "sine", "test", "seed");
        double from = arguments.number("from", 0);
        double to = arguments.number("to", 1);
        double[] coefficients = arguments.has("polynomial")
                ? arguments.list("polynomial").stream()
                        .mapToDouble(value -> Double.parseDouble(value.toString()))
                        .toArray()
                : new double[0];
        double frequency = arguments.number("sine", 0);
        return generated(spec, arguments, 1000, (random, rows) -> {
            float[] values = new float[rows];
            float[] targets = new float[rows];
            for (int row = 0; row < rows; row++) {
                double x = from + (to - from) * row / Math.max(1, rows - 1);
                double y = frequency == 0 ? 0 : Math.sin(frequency * x);
                for (int power = coefficients.length - 1; power >= 0; power--) {
                    y = power == coefficients.length - 1 ? coefficients[power] : y * x + coefficients[power];
                }
                values[row] = (float) x;
                targets[row] = (float) y;
            }
            return Dataset.ofTargets(Shape.of(1), values, targets, 1);
        });
    }

    /** Splits what {@code maker} makes; with {@code test=0} the test part is the training part. */
    static DataSource generated(Spec spec, Arguments arguments, int usualRows, Maker maker) {
        int rows = arguments.integer("rows", usualRows);
        int seed = arguments.integer("seed", 0);
        double fraction = arguments.number("test", 0.3);
        if (rows < 1) {
            throw arguments.error("rows", "%s needs at least 1 row, got %d".formatted(spec.name(), rows));
        }
        return DataSources.of(spec, _ -> {
            Dataset all = maker.make(CounterRandom.of(seed, Purpose.DATA), rows);
            if (fraction == 0 || rows < 2) {
                return new TrainTest(spec.name(), all, all);
            }
            TrainTest parts = all.split(fraction, seed);
            return new TrainTest(spec.name(), parts.train(), parts.test());
        });
    }
}

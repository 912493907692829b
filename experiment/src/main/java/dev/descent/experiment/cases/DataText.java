package dev.descent.experiment.cases;

import dev.descent.data.DescentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads how a case describes its data in words and names a data source that has it, or a synthetic one of the same shape and
 * difficulty where the data was never published.
 */
final class DataText {
    private static final Pattern NUMBER = Pattern.compile("(\\d[\\d,]*)");
    private static final Pattern CLASSES = Pattern.compile("(\\d+)(?: integer)? classes");
    private static final Pattern TARGETS = Pattern.compile("(\\d+) targets");

    /** What pixels are multiplied by that are divided by their range twice. */
    private static final String TWICE = "1/65025";

    /** How many rows there are, the surest words first: {@code 8x8} may be a shape. */
    private static final List<Pattern> ROWS = List.of(
            Pattern.compile("(\\d+)(?: train)?(?: generated)? ?(?:rows|pairs|images|samples|-row)"),
            Pattern.compile("(\\d+)x\\d+"));

    private static final Pattern SINE = Pattern.compile("sin\\(x\\), x(?: in |=)(-?\\d+)\\.\\.(-?\\d+)");

    /** Training rows of texts, of which a stand-in has fewer. */
    private static final Map<String, Integer> PUBLISHED = Map.of("imdb", 25_000, "reuters", 8_982);

    /** Miles per gallon of the 398 cars of Auto MPG (UCI): what is measured is hardly ever around 0. */
    private static final double MILES_MEAN = 23.5;

    private static final double MILES_DEVIATION = 7.8;

    private DataText() {}

    /**
     * Data as an experiment writes it.
     *
     * @param source a data source
     * @param scale or empty
     * @param transforms in order
     * @param take or 0
     */
    record Result(String source, String scale, List<String> transforms, int take) {}

    /**
     * @param data the case's words
     * @param input its input shape, e.g. {@code 28x28x1}
     * @param task classification, binary, regression …
     * @param outputs units of the last layer
     */
    static Result read(String data, String input, String task, int outputs) {
        String words = data.toLowerCase(Locale.ROOT);
        boolean unscaled = words.contains("unscaled") || words.contains("not scaled");
        if (words.contains("mnist") || words.equals("handwritten digits")) {
            Result images = images(words, unscaled);
            return task.equals("autoencoder") ? reconstructed(images) : images;
        }
        if (words.contains("cifar")) {
            String scale = words.contains("divided twice") ? TWICE : unscaled ? "1" : "";
            return new Result("images(rows=3000, side=32, channels=3, classes=10)", scale, List.of(), 0);
        }
        if (words.contains("xor") || words.contains("and truth table")) {
            Matcher rows = NUMBER.matcher(words);
            return new Result(
                    (words.contains("xor") ? "xor" : "and") + (rows.find() ? "(rows=" + rows.group(1) + ")" : ""),
                    "",
                    List.of(),
                    0);
        }
        if (words.contains("circles")) {
            return new Result("circles(rows=1000, noise=0.1, seed=1)", "", List.of(), 0);
        }
        if (words.contains("moons")) {
            return new Result("moons(rows=1000, noise=0.1, seed=1)", "", List.of(), 0);
        }
        if (words.contains("blobs")) {
            return new Result("blobs(rows=1000, classes=3, deviation=2, seed=2)", "", List.of(), 0);
        }
        return table(words, input, task, outputs, unscaled);
    }

    /** Images that are their own targets. */
    private static Result reconstructed(Result images) {
        List<String> transforms = new ArrayList<>(images.transforms());
        transforms.add("reconstruct");
        return new Result(images.source(), images.scale(), transforms, images.take());
    }

    private static Result images(String words, boolean unscaled) {
        String source = words.contains("fashion") ? "fashion-mnist" : "mnist";
        Matcher rows = Pattern.compile("(?:first )?(\\d+) (?:mnist )?rows").matcher(words);
        int take = rows.find() ? Integer.parseInt(rows.group(1)) : 0;
        if (words.contains("digits 0 and 1") || words.contains("classes 0..2")) {
            String classes = words.contains("classes 0..2") ? "keep-classes(3)" : "keep-classes(2)";
            return new Result(source, unscaled ? "1" : "", List.of(classes), take);
        }
        if (words.contains("test images not")) {
            return new Result(source, "", List.of("scale-test(1)"), take);
        }
        if (words.contains("divided twice")) {
            return new Result(source, TWICE, List.of(), take);
        }
        if (words.contains("replaced at random")) {
            return new Result(source, "", List.of("shuffle-labels(share=0.4)"), take);
        }
        return new Result(source, unscaled ? "1" : "", List.of(), take);
    }

    private static Result table(String words, String input, String task, int outputs, boolean unscaled) {
        if (words.contains("y=") || words.contains("sin(") || words.contains("polynomial")) {
            return new Result(curve(words), "", List.of(), 0);
        }
        // An image's size is no number of rows.
        int rows = rows(isImage(input) ? words.replaceAll("\\b\\d+x\\d+\\b", "") : words);
        if (isImage(input) && task.equals("regression")) {
            // What is asked of an image is where something in it is: where an eye looks, for one.
            return new Result(
                    "spots(rows=%d, height=%d, width=%d)"
                            .formatted(Math.max(rows, 200), Math.min(48, side(0, input)), Math.min(64, side(1, input))),
                    "",
                    List.of(),
                    0);
        }
        if (isImage(input)) {
            return new Result(
                    "images(rows=%d, side=%d, channels=%d, classes=%d)"
                            .formatted(Math.max(rows, 200), side(input), channels(input), classes(words, outputs)),
                    words.contains("unscaled") ? "1" : "",
                    List.of(),
                    0);
        }
        String scale = words.contains("divided twice") ? "0.01" : unscaled ? "100" : "1";
        int features = features(input);
        if (task.equals("regression") || task.equals("autoencoder")) {
            boolean isMultiplied = words.contains("targets multiplied");
            double targetScale = words.contains("3e4") ? 1e4 : isMultiplied ? 10 * MILES_DEVIATION : 1;
            String targetMean = isMultiplied ? ", target-mean=" + plain(10 * MILES_MEAN) : "";
            Matcher several = TARGETS.matcher(words);
            int targets = several.find() ? Integer.parseInt(several.group(1)) : outputs;
            return new Result(
                    "regression(rows=%d, features=%d, targets=%d, scale=%s, target-scale=%s%s)"
                            .formatted(rows, features, targets, scale, plain(targetScale), targetMean),
                    "",
                    // Scaled for a sigmoid: nearly all of them lie between 0 and 1 then.
                    words.contains("scaled labels") ? List.of("scale-targets(0.1, 0.5)") : List.of(),
                    0);
        }
        int classes = classes(words, outputs);
        if (words.contains("multi-hot") || words.contains("bag of words")) {
            return new Result(texts(rows, features, classes), "", List.of(), 0);
        }
        return new Result(
                "classification(rows=%d, features=%d, classes=%d, separation=3, scale=%s)"
                        .formatted(
                                rows,
                                features,
                                classes,
                                // Iris is measured in centimetres from 0.1 to 7.9: unscaled, but of about this size
                                // already.
                                words.contains("iris") && unscaled ? "1" : scale),
                "",
                List.of(),
                0);
    }

    /** Reviews and topics: of two classes few words tell, and linear classifiers get nearly nine in ten right; of many more. */
    private static String texts(int rows, int words, int classes) {
        return "texts(rows=%d, words=%d, classes=%d, topic=%s)"
                .formatted(rows, words, classes, classes > 2 ? "0.15" : "0.06");
    }

    /** Whether an input is images: {@code 225x225x3}. */
    static boolean isImage(String input) {
        return input.matches("\\d+x\\d+x\\d+.*");
    }

    /** Side of the images that stand for those of a case: large ones are made smaller. */
    static int side(String input) {
        int side = leading(input);
        return side > 100 ? 64 : Math.min(48, side);
    }

    private static int side(int which, String input) {
        return leading(input.split("x")[which]);
    }

    static int channels(String input) {
        return Math.min(3, leading(input.split("x")[2]));
    }

    private static String curve(String words) {
        int rows = rows(words);
        if (words.contains("x^4+x^3-x")) {
            return "curve(rows=%d, from=0, to=1, polynomial=[0, -1, 0, 1, 1])".formatted(rows);
        }
        if (words.contains("sin(3.5*pi*x/1000)")) {
            return "curve(rows=1000, from=0, to=999, sine=0.010995574)";
        }
        Matcher sine = SINE.matcher(words);
        if (sine.find() && !words.contains("scaled")) {
            return "curve(rows=%d, from=%s, to=%s, sine=1)".formatted(rows, sine.group(1), sine.group(2));
        }
        if (words.contains("sin(x)")) {
            return "curve(rows=%d, from=0, to=1, sine=20)".formatted(rows);
        }
        if (words.contains("y=5x")) {
            return "curve(rows=%d, from=1, to=2, polynomial=[0, 5])".formatted(rows);
        }
        if (words.contains("x^2")) {
            return "curve(rows=%d, from=0, to=%s, polynomial=[0, 0, 1])".formatted(rows, rows > 100 ? "10" : "3");
        }
        return "curve(rows=%d, from=0, to=10, polynomial=[-9.45, 16.89, -9.5, 2.3, -0.25, 0.01])".formatted(rows);
    }

    /** Rows of a stand-in over those of the published data it stands for; 1 where it has as many. */
    static double standInShare(String data) {
        String words = data.toLowerCase(Locale.ROOT);
        return PUBLISHED.entrySet().stream()
                .filter(one -> words.contains(one.getKey()))
                .mapToDouble(one -> Math.min(1, (double) rows(words) / one.getValue()))
                .findFirst()
                .orElse(1);
    }

    private static int rows(String text) {
        Map<String, Integer> known =
                Map.of("auto-mpg", 398, "iris", 150, "wisconsin", 569, "pima", 768, "heart", 462, "adult", 3000);
        for (Map.Entry<String, Integer> one : known.entrySet()) {
            if (text.contains(one.getKey())) {
                return one.getValue();
            }
        }
        for (Pattern words : ROWS) {
            Matcher number = words.matcher(text);
            if (number.find()) {
                return Integer.parseInt(number.group(1));
            }
        }
        return text.contains("256 8-bit") ? 256 : 1000;
    }

    private static int classes(String words, int outputs) {
        Matcher classes = CLASSES.matcher(words);
        if (classes.find()) {
            return Integer.parseInt(classes.group(1));
        }
        Matcher labels = Pattern.compile("labels 0\\.\\.(\\d+)").matcher(words);
        return labels.find() ? Integer.parseInt(labels.group(1)) + 1 : Math.max(2, outputs);
    }

    private static int features(String input) {
        Matcher rowsAndColumns = Pattern.compile("(\\d+)x(\\d+)").matcher(input);
        if (rowsAndColumns.matches()) {
            return Integer.parseInt(rowsAndColumns.group(1)) * Integer.parseInt(rowsAndColumns.group(2));
        }
        if (!input.matches("\\d+")) {
            throw new DescentException("the input '" + input + "' of the case has no counterpart here");
        }
        return Integer.parseInt(input);
    }

    private static int leading(String text) {
        Matcher number = NUMBER.matcher(text);
        if (!number.find()) {
            throw new DescentException("the input '" + text + "' of the case has no counterpart here");
        }
        return Integer.parseInt(number.group(1));
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}

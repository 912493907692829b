package dev.descent.experiment.cases;

import dev.descent.data.DescentException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads how a case describes its layers in words ({@code conv 32 5x5 same relu; maxpool 2; flatten; dense 10 softmax (he
 * normal; l2 1e-5)}) and writes them as layer specs.
 */
final class LayerText {
    private static final Pattern REPEATED_GROUP = Pattern.compile("(\\d+) x \\(([^()]*)\\)");
    private static final Pattern WIDE = Pattern.compile("\\((\\d+) wide, stride (\\d+)\\)");
    private static final Pattern NOTE = Pattern.compile("\\(([^()]*)\\)");
    /** {@code conv 64 x2 relu}, {@code dense 300 sigmoid x2 with dropout 0.5}: again, each time with what follows. */
    private static final Pattern AGAIN = Pattern.compile("(.*?) x(\\d+)(?!\\S)((?! with ).*?)?(?: with (.*))?");

    private static final Pattern GAUSSIAN = Pattern.compile("n\\[0, ?(\\d*\\.?\\d+)\\]");

    private static final Pattern RANGE = Pattern.compile("uniform ?(-\\d*\\.?\\d+)(?:, ?|\\.\\.| to )(\\d*\\.?\\d+)");

    private static final Pattern KERNEL = Pattern.compile("(\\d+)x(\\d+)|k(\\d+)");
    private static final Map<String, String> ACTIVATIONS = Map.ofEntries(
            Map.entry("sigmoid", "sigmoid"),
            Map.entry("logistic", "sigmoid"),
            Map.entry("tanh", "tanh"),
            Map.entry("relu", "relu"),
            Map.entry("softmax", "softmax"),
            Map.entry("linear", "identity"),
            Map.entry("logit", "identity"),
            Map.entry("exponential", "exponential"),
            Map.entry("elu", "elu"),
            Map.entry("selu", "selu"),
            Map.entry("gelu", "gelu"),
            Map.entry("swish", "swish"),
            Map.entry("silu", "swish"),
            Map.entry("softplus", "softplus"),
            Map.entry("softsign", "softsign"),
            Map.entry("hardsigmoid", "hard-sigmoid"),
            Map.entry("leakyrelu", "leaky-relu"));

    private final List<String> layers = new ArrayList<>();
    private String notes = "";
    private String penalties = "";
    private String input = "";
    private boolean standardizes;
    private String lastKernel = "3";
    private String lastPadding = "valid";
    private String lastExtras = "";
    private String lastDropout = "0.5";

    private LayerText() {}

    /**
     * What was read.
     *
     * @param layers as specs
     * @param notes what brackets said about the start
     * @param input the shape that the input is given first, {@code 28x28x1}; empty where it stays as it is
     * @param standardizes whether the network begins by standardising its input
     */
    record Result(List<String> layers, String notes, String input, boolean standardizes) {}

    /** @throws DescentException naming the words that no layer of ours stands for */
    static Result read(String text) {
        LayerText reader = new LayerText();
        reader.readAll(text);
        return new Result(
                List.copyOf(reader.layers), reader.penalties + reader.notes, reader.input, reader.standardizes);
    }

    private void readAll(String text) {
        // "N(0,1)" within a note would end it at its own bracket.
        String flat = WIDE.matcher(text.replace(" filters", "").replaceAll("N\\(([^()]*)\\)", "N[$1]"))
                .replaceAll("$1x$1 s$2");
        Matcher group = REPEATED_GROUP.matcher(flat);
        flat = group.replaceAll(
                match -> String.join("; ", Collections.nCopies(Integer.parseInt(match.group(1)), match.group(2))));
        flat = flat.replaceAll("\\(([^()]*)\\(([^()]*)\\)([^()]*)\\)", "($1$2$3)");
        Matcher note = NOTE.matcher(flat);
        StringBuilder collected = new StringBuilder();
        while (note.find()) {
            collected.append(note.group(1)).append("; ");
        }
        notes = collected.toString().toLowerCase(Locale.ROOT);
        for (String piece : NOTE.matcher(flat).replaceAll(" ").split(";")) {
            readPiece(piece.trim().replaceAll("\\s+", " "));
        }
        nameTheInitializer();
    }

    private void readPiece(String piece) {
        Matcher times = Pattern.compile("(\\d+) x (.*)").matcher(piece);
        int repeats = 1;
        String words = piece;
        if (times.matches()) {
            repeats = Integer.parseInt(times.group(1));
            words = times.group(2);
        }
        Matcher again = AGAIN.matcher(words);
        String between = "";
        if (again.matches()) {
            repeats *= Integer.parseInt(again.group(2));
            words = again.group(1) + Objects.requireNonNullElse(again.group(3), "");
            between = Objects.requireNonNullElse(again.group(4), "");
        }
        for (int i = 0; i < repeats; i++) {
            readLayer(words.toLowerCase(Locale.ROOT).split("[ +]+"), piece);
            if (!between.isEmpty()) {
                readLayer(between.toLowerCase(Locale.ROOT).split(" "), piece);
            }
        }
    }

    private void readLayer(String[] words, String piece) {
        switch (words[0]) {
            case "", "input" -> {}
            case "dense" -> dense(words, piece);
            case "conv" -> convolution(words, piece);
            case "conv1d" -> alongOneSide(words, piece);
            case "maxpool1d" -> layers.add("max-pool([" + window(words) + ", 1])");
            case "maxpool" -> layers.add("max-pool(" + window(words) + ")");
            case "avgpool", "averagepool" ->
                layers.add("average-pool(" + (words.length > 1 && words[1].matches("\\d+") ? words[1] : "2") + ")");
            case "global" -> layers.add("global-average-pool");
            case "reshape" -> atFirst(words.length > 1 ? words[1] : "", piece);
            case "normalize" -> atFirst("", piece);
            case "flatten" -> layers.add("flatten");
            case "noise" -> layers.add("gaussian-noise(" + (words.length > 1 ? words[1] : "0.1") + ")");
            case "dropout" -> dropout(words);
            case "batchnorm", "bn" -> layers.add("batch-norm");
            case "layernorm" -> layers.add("layer-norm");
            case "leaky" -> layers.add("activation(leaky-relu(" + (words.length > 1 ? words[1] : "0.3") + "))");
            default -> {
                String activation = ACTIVATIONS.get(words[0]);
                if (activation == null) {
                    throw unknown(piece);
                }
                layers.add("activation(" + activation + ")");
            }
        }
    }

    /** What is done to the input before the first layer: it is reshaped, or standardised where no shape is given. */
    private void atFirst(String shape, String piece) {
        if (!layers.isEmpty() || !(shape.isEmpty() || DataText.isImage(shape))) {
            throw unknown(piece);
        }
        input = shape.isEmpty() ? input : shape;
        standardizes |= shape.isEmpty();
    }

    private void dropout(String[] words) {
        lastDropout = words.length > 1 ? words[1] : lastDropout;
        layers.add("dropout(" + lastDropout + ")");
    }

    /** Padded on all sides where it says "same", so that no row is left out: one more than there for even sizes. */
    private static String window(String[] words) {
        int size = words.length > 1 && words[1].matches("\\d+") ? Integer.parseInt(words[1]) : 2;
        return List.of(words).contains("same") ? size + ", padding=" + size / 2 : Integer.toString(size);
    }

    private void dense(String[] words, String piece) {
        if (words.length < 2 || !words[1].matches("[\\d,]+")) {
            throw unknown(piece);
        }
        for (String units : words[1].split(",")) {
            layers.add("dense(" + units + extras(words, 2, piece) + ")");
            trailing(words);
        }
    }

    private void convolution(String[] words, String piece) {
        StringBuilder spec = new StringBuilder("conv2d(" + words[1]);
        String kernel = lastKernel;
        String padding = words.length == 2 ? lastPadding : "valid";
        String stride = "";
        int next = 2;
        for (; next < words.length; next++) {
            Matcher size = KERNEL.matcher(words[next]);
            if (size.matches()) {
                kernel = size.group(1) != null ? size.group(1) : size.group(3);
            } else if (words[next].equals("same") || words[next].equals("valid")) {
                padding = words[next];
            } else if (words[next].matches("s\\d+")) {
                stride = ", stride=" + words[next].substring(1);
            } else {
                break;
            }
        }
        lastKernel = kernel;
        lastPadding = padding;
        spec.append(", window=").append(kernel);
        if (padding.equals("same")) {
            spec.append(", padding=").append(same(kernel));
        }
        // What says only how many filters is like the one before.
        lastExtras = words.length == 2 ? lastExtras : extras(words, next, piece);
        layers.add(spec + stride + lastExtras + ")");
        trailing(words);
    }

    /** Of an image one pixel wide; without padding, which would stand on its other sides too. */
    private void alongOneSide(String[] words, String piece) {
        int before = layers.size();
        convolution(words, piece);
        layers.set(
                before,
                layers.get(before).replaceAll(", padding=\\w+", "").replaceAll("window=(\\d+)", "window=[$1, 1]"));
    }

    /** A window of even size has no middle: one more row than there was, so that none is left out. */
    private static String same(String kernel) {
        int size = Integer.parseInt(kernel);
        return size % 2 == 1 ? "same" : Integer.toString(size / 2);
    }

    /** Layers whose convolutions keep the image's size, as programs mean it whose image is used up otherwise. */
    static List<String> keepingSize(List<String> layers) {
        return layers.stream().map(LayerText::keepingSize).toList();
    }

    private static String keepingSize(String layer) {
        Matcher kernel = Pattern.compile("conv2d\\(.*window=(\\d+).*").matcher(layer);
        return kernel.matches() && !layer.contains("padding=")
                ? layer.substring(0, layer.length() - 1) + ", padding=" + same(kernel.group(1)) + ")"
                : layer;
    }

    /** Activation and initializer named after the sizes. */
    private String extras(String[] words, int from, String piece) {
        StringBuilder extras = new StringBuilder();
        boolean activated = false;
        for (int i = from; i < words.length; i++) {
            String activation = ACTIVATIONS.get(words[i]);
            if (activation != null && !activated) {
                activated = true;
                if (!activation.equals("identity")) {
                    extras.append(", activation=").append(activation);
                }
            } else if (words[i].equals("he")) {
                extras.append(", initializer=he-normal");
            } else if (words[i].equals("zeros") || words[i].equals("ones")) {
                extras.append(", initializer=").append(words[i]);
            } else if (words[i].matches("l1|l2|l1_l2")) {
                penalties += words[i] + (isNumber(words, i + 1) ? " " + words[i + 1] : "") + "; ";
            } else if (!List.of("bn", "maxpool", "softmax", "all", "bias").contains(words[i]) && !isNumber(words, i)) {
                throw unknown(piece);
            }
        }
        return extras.toString();
    }

    private static boolean isNumber(String[] words, int at) {
        return at < words.length && words[at].matches("[\\d.e-]+");
    }

    /** What a piece adds behind its layer: {@code + bn}, {@code + softmax}, {@code maxpool}. */
    private void trailing(String[] words) {
        boolean activated = false;
        for (int i = 2; i < words.length; i++) {
            switch (words[i]) {
                case "bn" -> layers.add("batch-norm");
                case "maxpool" -> layers.add("max-pool(2)");
                case "softmax" -> {
                    // "linear + softmax": a softmax behind the named activation.
                    if (activated) {
                        layers.add("activation(softmax)");
                    }
                }
                default -> {}
            }
            activated |= ACTIVATIONS.containsKey(words[i]);
        }
    }

    private void nameTheInitializer() {
        String initializer = initializer(notes);
        if (initializer == null) {
            return;
        }
        layers.replaceAll(
                layer -> (layer.startsWith("dense(") || layer.startsWith("conv2d(")) && !layer.contains("initializer=")
                        ? layer.substring(0, layer.length() - 1) + ", initializer=" + initializer + ")"
                        : layer);
    }

    private static @Nullable String initializer(String notes) {
        if (notes.contains("glorot")) {
            return "glorot-uniform";
        }
        if (notes.contains("he normal")) {
            return "he-normal";
        }
        if (notes.contains("he uniform")) {
            return "he-uniform";
        }
        if (notes.contains("n[0,1/fan-in]")) {
            return "lecun-normal";
        }
        Matcher gaussian = GAUSSIAN.matcher(notes);
        if (gaussian.find()) {
            return "normal(0, " + gaussian.group(1) + ")";
        }
        if (notes.contains("truncated normal 0.1") || notes.contains("trunc. normal 0.1")) {
            return "truncated-normal(0, 0.1)";
        }
        if (notes.contains("trunc. normal 1.0")) {
            return "truncated-normal(0, 1)";
        }
        if (notes.contains("variance scaling 2.0 fan-in")) {
            return "he-normal";
        }
        if (notes.contains("zeros")) {
            return "zeros";
        }
        Matcher range = RANGE.matcher(notes);
        if (range.find()) {
            return "uniform(" + range.group(1) + ", " + range.group(2) + ")";
        }
        if (notes.contains("uniform")) {
            // Keras' RandomUniform default
            return "uniform(-0.05, 0.05)";
        }
        Matcher deviation = Pattern.compile("normal (\\d*\\.\\d+)").matcher(notes);
        if (deviation.find()) {
            return "normal(0, " + deviation.group(1) + ")";
        }
        if (notes.contains("normal")) {
            // Keras' RandomNormal default
            return "normal(0, 0.05)";
        }
        return null;
    }

    private static DescentException unknown(String piece) {
        return new DescentException("the layer '" + piece + "' of the case has no counterpart here");
    }
}

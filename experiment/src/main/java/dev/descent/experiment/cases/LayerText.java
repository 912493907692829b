package dev.descent.experiment.cases;

import dev.descent.data.DescentException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads how a case describes its layers in words ({@code conv 32 5x5 same relu; maxpool 2; flatten; dense 10 softmax (he
 * normal; l2 1e-5)}) and writes them as layer specs.
 */
final class LayerText {
    private static final Pattern REPEATED_GROUP = Pattern.compile("(\\d+) x \\(([^()]*)\\)");
    private static final Pattern WIDE = Pattern.compile("\\((\\d+) wide, stride (\\d+)\\)");
    private static final Pattern NOTE = Pattern.compile("\\(([^()]*)\\)");

    /** Stands in a piece for the note with that number. */
    private static final Pattern NOTED = Pattern.compile("@(\\d+)");

    /** {@code conv 64 x2 relu}, {@code dense 300 sigmoid x2 with dropout 0.5}: again, each time with what follows. */
    private static final Pattern AGAIN = Pattern.compile("(.*?) x(\\d+)(?!\\S)((?! with ).*?)?(?: with (.*))?");

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
            Map.entry("step", "step"),
            Map.entry("leakyrelu", "leaky-relu"));

    /** Words behind a layer's sizes that are read elsewhere or say nothing that an experiment could. */
    private static final Set<String> BESIDES = Set.of(
            "bn",
            "maxpool",
            "softmax",
            "all",
            "bias",
            "init",
            "initializer",
            "he",
            "glorot",
            "xavier",
            "lecun",
            "normal",
            "uniform",
            "orthogonal",
            "zeros",
            "ones",
            "random",
            "truncated");

    private final List<String> layers = new ArrayList<>();
    private String notes = "";
    private String penalties = "";
    private String input = "";
    private boolean standardizes;
    private String lastKernel = "3";
    private String lastPadding = "valid";
    private String lastExtras = "";
    private String lastDropout = "0.5";

    /** What zeros around the image the next convolution gets; empty for none. */
    private String padded = "";

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
        List<String> all = new ArrayList<>();
        String marked = NOTE.matcher(flat).replaceAll(note -> {
            all.add(note.group(1).toLowerCase(Locale.ROOT));
            return " @" + (all.size() - 1) + " ";
        });
        notes = String.join("; ", all);
        Set<String> starts = new HashSet<>();
        all.stream().map(StartText::initializer).filter(Objects::nonNull).forEach(starts::add);
        for (String piece : marked.split(";")) {
            int first = layers.size();
            readPiece(NOTED.matcher(piece).replaceAll(" ").trim().replaceAll("\\s+", " "));
            // Where notes name several starts each is that of its own layers, else the only one is that of all.
            String own = String.join(
                    "; ",
                    NOTED.matcher(piece)
                            .results()
                            .map(note -> all.get(Integer.parseInt(note.group(1))))
                            .toList());
            start(layers.subList(first, layers.size()), starts.size() > 1 ? own : notes);
        }
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
        int norm = List.of(words).indexOf("bn");
        if (norm > 1 && Arrays.stream(words).skip(norm).anyMatch(LayerText::isActivation)) {
            // A norm that is named before the activation stands before it.
            readLayer(Arrays.copyOf(words, norm), piece);
            layers.add("batch-norm");
            readLayer(Arrays.copyOfRange(words, norm + 1, words.length), piece);
            return;
        }
        switch (words[0]) {
            // Of the layers that have no counterpart, a local response norm has nothing to learn.
            case "", "input", "lrn" -> {}
            case "zeropad", "zeropadding" -> padded = window(words);
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
            case "leaky" -> layers.add("activation(" + leaky(words, 0) + ")");
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
        if (words.length > 1) {
            boolean isPercent = words[1].endsWith("%");
            lastDropout = isPercent ? Double.toString(Double.parseDouble(words[1].replace("%", "")) / 100) : words[1];
        }
        layers.add("dropout(" + lastDropout + ")");
    }

    /** Padded on all sides where it says "same", so that no row is left out: one more than there for even sizes. */
    private static String window(String[] words) {
        int size = words.length > 1 && words[1].matches("\\d+(x\\d+)?")
                ? Integer.parseInt(words[1].replaceAll("x.*", ""))
                : 2;
        String window = List.of(words).contains("same") ? size + ", padding=" + size / 2 : Integer.toString(size);
        return Arrays.stream(words)
                .filter(word -> word.matches("s\\d+") && !word.equals("s" + size))
                .findFirst()
                .map(word -> window + ", stride=" + word.substring(1))
                .orElse(window);
    }

    private void dense(String[] words, String piece) {
        if (words.length < 2 || !words[1].matches("\\d+(?:[,-]\\d+)*")) {
            throw unknown(piece);
        }
        for (String units : words[1].split("[,-]")) {
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
        } else if (!padded.isEmpty()) {
            spec.append(", padding=").append(padded);
        }
        padded = "";
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

    /** Activation, initializer and bias named after the sizes. */
    private String extras(String[] words, int from, String piece) {
        StringBuilder extras = new StringBuilder();
        String start = StartText.initializer(String.join(" ", words));
        if (start != null) {
            extras.append(", initializer=").append(start);
        }
        boolean activated = false;
        for (int i = from; i < words.length; i++) {
            String activation = words[i].equals("leaky") ? leaky(words, i) : ACTIVATIONS.get(words[i]);
            if (activation != null && !activated) {
                activated = true;
                if (!activation.equals("identity")) {
                    extras.append(", activation=").append(activation);
                }
            } else if (words[i].equals("nobias")) {
                extras.append(", bias=false");
            } else if (words[i].equals("bias") && StartText.bias(String.join(" ", words)) != null) {
                extras.append(", bias-initializer=").append(StartText.bias(String.join(" ", words)));
            } else if (words[i].matches("l1|l2|l1_l2")) {
                penalties += words[i] + (isNumber(words, i + 1) ? " " + words[i + 1] : "") + "; ";
            } else if (!BESIDES.contains(words[i]) && !isNumber(words, i)) {
                throw unknown(piece);
            }
        }
        return extras.toString();
    }

    /** Keras' slope where none is given. */
    private static String leaky(String[] words, int at) {
        return "leaky-relu(" + (isNumber(words, at + 1) ? words[at + 1] : "0.3") + ")";
    }

    private static boolean isActivation(String word) {
        return word.equals("leaky") || ACTIVATIONS.containsKey(word);
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

    private static void start(List<String> layers, String notes) {
        String initializer = StartText.initializer(notes);
        String bias = StartText.bias(notes);
        layers.replaceAll(layer -> {
            if (!layer.startsWith("dense(") && !layer.startsWith("conv2d(")) {
                return layer;
            }
            String open = layer.substring(0, layer.length() - 1);
            String named = initializer == null || layer.contains(" initializer=") ? "" : ", initializer=" + initializer;
            String held = bias == null || layer.contains("bias-initializer=") ? "" : ", bias-initializer=" + bias;
            return open + named + held + ")";
        });
    }

    private static DescentException unknown(String piece) {
        return new DescentException("the layer '" + piece + "' of the case has no counterpart here");
    }
}

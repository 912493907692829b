package dev.descent.experiment.cases;

import dev.descent.data.DescentException;
import dev.descent.data.Shape;
import dev.descent.experiment.ExperimentFile;
import dev.descent.network.Layers;
import dev.descent.network.Network;
import dev.descent.train.Experiment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns the facts of a case into an experiment. */
final class CaseConverter {
    private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?(?:[eE]-?\\d+)?");

    private static final Pattern PENALTY = Pattern.compile("\\b(l1_l2|l1|l2)\\b(?: (\\d+(?:\\.\\d+)?(?:e-?\\d+)?))?");

    private static final int USUAL_BATCH = 32;

    private CaseConverter() {}

    /** @throws DescentException when something in the case has no counterpart here, naming it */
    static Experiment convert(CaseFacts facts) {
        LayerText.Result network = LayerText.read(facts.layers());
        List<String> layers = new ArrayList<>(fitting(network.layers(), facts.input()));
        String loss = facts.loss().toLowerCase(Locale.ROOT);
        int units = outputUnits(layers);
        DataText.Result data = DataText.read(facts.data(), facts.input(), facts.task(), units);
        List<String> transforms = new ArrayList<>(data.transforms());
        if (network.standardizes()) {
            transforms.add("standardize");
        }
        damages(facts, transforms);
        if (needsNumbers(facts, units)) {
            transforms.add("class-numbers");
        }
        boolean flatInput = !facts.layers().contains("conv");
        StringBuilder yaml = new StringBuilder();
        yaml.append("name: ").append(facts.id()).append('\n');
        yaml.append("data:\n  source: \"").append(data.source()).append("\"\n");
        if (!data.scale().isEmpty()) {
            yaml.append("  scale: ").append(data.scale()).append('\n');
        }
        if (data.take() > 0) {
            yaml.append("  take: ").append(data.take()).append('\n');
        }
        if (!transforms.isEmpty()) {
            yaml.append("  transforms: [").append(quoted(transforms)).append("]\n");
        }
        yaml.append("network:\n");
        Matcher row = Pattern.compile("(\\d+)x(\\d+)").matcher(facts.input());
        if (facts.layers().contains("conv1d") && row.matches()) {
            yaml.append("  input: [%s, %s, 1]\n".formatted(row.group(2), row.group(1)));
        }
        if (!network.input().isEmpty()) {
            String[] sides = network.input().split("x");
            yaml.append("  input: [%s, %s, %s]\n".formatted(sides[2], sides[0], sides[1]));
        }
        yaml.append("  layers:\n");
        if (flatInput && !layers.getFirst().equals("flatten") && facts.input().contains("x")) {
            layers.addFirst("flatten");
        }
        layers.forEach(layer -> yaml.append("    - \"").append(layer).append("\"\n"));
        yaml.append("loss: \"").append(loss(loss, units)).append("\"\n");
        optimizer(facts, yaml);
        yaml.append("reduction: ")
                .append(isSummed(facts, loss) ? "sum" : "mean")
                .append('\n');
        double decay = decay(network.notes());
        if (decay > 0) {
            yaml.append("weight-decay: ").append(decay).append('\n');
        }
        if (facts.codes().contains("TAN")) {
            yaml.append("augment: [rotate(60), shift(9), scale(0.5)]\n");
        }
        if (facts.codes().contains("TOR")) {
            yaml.append("shuffle: false\n");
        }
        yaml.append("batch: ").append(batch(facts)).append('\n');
        yaml.append("epochs: ").append(epochs(facts)).append('\n');
        return ExperimentFile.parse(yaml.toString());
    }

    /**
     * What penalties on weights do: {@code l2 r} adds r w² to the loss, which pulls as a decay of 2r does. {@code l1 r} pulls
     * every weight by r; that is what a decay of 10 r does to a weight of 0.1. Without a number Keras takes 0.01.
     */
    private static double decay(String notes) {
        Matcher penalty = PENALTY.matcher(notes);
        if (!penalty.find()) {
            return 0;
        }
        double rate = penalty.group(2) == null ? 0.01 : Double.parseDouble(penalty.group(2));
        return switch (penalty.group(1)) {
            case "l1" -> 10 * rate;
            case "l2" -> 2 * rate;
            default -> 12 * rate;
        };
    }

    /** The layers as they stand where the images are large enough for them, else with convolutions that keep the size. */
    private static List<String> fitting(List<String> layers, String input) {
        if (!DataText.isImage(input) || layers.stream().noneMatch(layer -> layer.startsWith("conv2d("))) {
            return layers;
        }
        Shape image = Shape.of(DataText.channels(input), DataText.side(input), DataText.side(input));
        try {
            new Network(image, layers.stream().map(Layers::parse).toList()).layout();
            return layers;
        } catch (IllegalArgumentException | DescentException tooSmall) {
            return LayerText.keepingSize(layers);
        }
    }

    private static String quoted(List<String> specs) {
        return String.join(", ", specs.stream().map(spec -> "\"" + spec + "\"").toList());
    }

    private static int outputUnits(List<String> layers) {
        for (int i = layers.size() - 1; i >= 0; i--) {
            Matcher dense = Pattern.compile("dense\\((\\d+).*").matcher(layers.get(i));
            if (dense.matches()) {
                return Integer.parseInt(dense.group(1));
            }
            Matcher map = Pattern.compile("conv2d\\((\\d+).*").matcher(layers.get(i));
            if (map.matches() && layers.contains("global-average-pool")) {
                return Integer.parseInt(map.group(1));
            }
        }
        throw new DescentException("the case has no output layer that says how many outputs there are");
    }

    /** Damage done to the data, which the case's words on the data do not say. */
    private static void damages(CaseFacts facts, List<String> transforms) {
        for (String code : facts.codes()) {
            switch (code) {
                case "DSH" -> transforms.add("shuffle-labels");
                case "TUD" -> transforms.add("imbalance(0.01)");
                case "TOR" -> transforms.add("sort-by-class");
                default -> {}
            }
        }
    }

    /** One output for several classes: the program was given class numbers. */
    private static boolean needsNumbers(CaseFacts facts, int units) {
        boolean classes = facts.task().equals("classification");
        return classes && units == 1;
    }

    private static String loss(String words, int units) {
        if (words.startsWith("bce from logits")) {
            return "binary-cross-entropy-with-logits";
        }
        if (words.startsWith("cce from logits") || words.startsWith("sparse cce from logits")) {
            return units == 1 ? "binary-cross-entropy-with-logits" : "cross-entropy-with-logits";
        }
        if (words.startsWith("bce")) {
            return "binary-cross-entropy";
        }
        if (words.contains("cce") || words.startsWith("cross-entropy")) {
            return words.contains("10 outputs") || (words.startsWith("cross-entropy") && !words.contains("softmax"))
                    ? "binary-cross-entropy(outputs=sum)"
                    : "cross-entropy";
        }
        if (words.contains("half sum")) {
            return "squared-error(outputs=half)";
        }
        if (words.startsWith("sum of squared")) {
            return "squared-error(outputs=sum)";
        }
        String name = words.replaceAll("[,(+].*", "").trim();
        return switch (name) {
            // For small angles the angle between two directions is the distance of their numbers.
            case "mse", "rmse", "mean squared error", "custom angle loss" -> "squared-error";
            case "mae", "mean absolute error" -> "absolute-error";
            case "mape" -> "absolute-percentage-error";
            case "hinge", "poisson", "huber", "log-cosh" -> name;
            case "logcosh" -> "log-cosh";
            // With one-hot targets their own entropy is 0 and both are the same.
            case "kld", "kl divergence", "nll" -> "cross-entropy";
            default -> throw new DescentException("the loss '" + words + "' of the case has no counterpart here");
        };
    }

    private static boolean isSummed(CaseFacts facts, String loss) {
        return facts.codes().contains("GSC")
                || loss.contains("sum over batch")
                || loss.startsWith("sum of squared")
                || facts.learningRate().contains("sum over")
                || facts.says().contains("sum over the batch");
    }

    private static void optimizer(CaseFacts facts, StringBuilder yaml) {
        String words = facts.optimizer().toLowerCase(Locale.ROOT);
        Matcher momentum = Pattern.compile("(?:m=|momentum[ =])(\\d?\\.\\d+)").matcher(words);
        Matcher decay = Pattern.compile("decay=(\\S+)").matcher(words);
        Matcher epsilon = Pattern.compile("eps=(\\S+)").matcher(words);
        String name;
        if (momentum.find()) {
            name = (words.contains("nesterov") ? "nesterov(" : "momentum(") + momentum.group(1) + ")";
        } else if (epsilon.find()) {
            name = "adam(epsilon=" + epsilon.group(1) + ")";
        } else {
            name = List.of("adamax", "adamw", "adadelta", "adagrad", "adam", "rmsprop").stream()
                    .filter(words::contains)
                    .findFirst()
                    .orElse("sgd");
        }
        yaml.append("optimizer: \"").append(name).append("\"\n");
        Matcher rate = NUMBER.matcher(facts.learningRate());
        boolean isPlain = name.matches("sgd|momentum.*|nesterov.*");
        double unsaid = facts.learningRate().contains("default") && isPlain ? 0.01 : name.equals("sgd") ? 0.1 : 0.001;
        double value = rate.find() ? Double.parseDouble(rate.group()) : unsaid;
        boolean ascends = facts.codes().contains("GSG");
        yaml.append("learning-rate: ").append(ascends ? -value : value).append('\n');
        if (decay.find()) {
            yaml.append("schedule: inverse-time(").append(decay.group(1)).append(")\n");
        }
    }

    private static String batch(CaseFacts facts) {
        if (facts.batch().equals("full")) {
            return "full";
        }
        Matcher last = Pattern.compile("(\\d+) in the post phase").matcher(facts.batch());
        Matcher number = NUMBER.matcher(facts.batch());
        int batch = last.find()
                ? Integer.parseInt(last.group(1))
                : number.find() ? (int) Double.parseDouble(number.group()) : USUAL_BATCH;
        // Of fewer rows than the case had, smaller batches make about as many steps an epoch.
        int smaller = (int) Math.ceil(batch * DataText.standInShare(facts.data()));
        return Integer.toString(Math.max(Math.min(batch, USUAL_BATCH), smaller));
    }

    private static int epochs(CaseFacts facts) {
        Matcher number = NUMBER.matcher(facts.epochs());
        if (facts.epochs().contains("steps") || facts.epochs().contains("samples")) {
            return 1;
        }
        // "until the check passes" and "-" leave it open: enough for a healthy one to learn, of small data more.
        boolean isTable = !facts.input().contains("x") && !facts.data().contains("MNIST");
        return number.find() ? (int) Math.min(2000, Double.parseDouble(number.group())) : isTable ? 80 : 10;
    }
}

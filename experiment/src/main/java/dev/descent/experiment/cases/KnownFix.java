package dev.descent.experiment.cases;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the fix that a case's source states in words ({@code sigmoid output, lr 0.1, 10000 epochs, batch 4}) and applies it to
 * the case's facts. What it does not understand it leaves; a bench compares a repair with what this reaches.
 */
final class KnownFix {
    private static final Pattern RATE = Pattern.compile("lr (\\d*\\.?\\d+(?:e-?\\d+)?)|^(\\d*\\.\\d+)$");
    private static final Pattern EPOCHS = Pattern.compile("(\\d{1,6})\\+? epochs");
    private static final Pattern BATCH = Pattern.compile("batch (\\d+)");
    private static final Pattern UNITS = Pattern.compile("(\\d+)(?:-unit softmax| logits)");

    /** A fix that begins with an optimizer is one. */
    private static final Pattern OPTIMIZER = Pattern.compile("(?:sgd|momentum|rmsprop|adagrad|adadelta)\\b");

    private static final Pattern DROPOUTS = Pattern.compile("(?:one|two|three) dropout (0?\\.\\d+) layers?");

    private KnownFix() {}

    /** The facts as stated, without the damage that codes and words add, and with what the fix says. */
    static CaseFacts apply(CaseFacts facts) {
        String words = facts.fix().toLowerCase(Locale.ROOT);
        String layers = layers(facts.layers(), words);
        String loss = loss(facts, words);
        Matcher rate = RATE.matcher(words);
        Matcher epochs = EPOCHS.matcher(words);
        Matcher batch = BATCH.matcher(words);
        boolean adam = words.contains("adam") && !words.contains("(adam)");
        String learningRate = rate.find()
                ? rate.group(1) != null ? rate.group(1) : rate.group(2)
                : words.contains("clean lr") ? cleanRate(facts) : adam ? "0.001" : facts.learningRate();
        return new CaseFacts(
                facts.id(),
                true,
                facts.usable(),
                facts.disputed(),
                facts.cost(),
                facts.task(),
                facts.input(),
                layers,
                loss,
                adam
                        ? "adam"
                        : OPTIMIZER.matcher(words).lookingAt()
                                ? words
                                : facts.optimizer().replaceAll(" eps=\\S+", ""),
                learningRate.replace("sum over", "mean over"),
                batch.find() ? batch.group(1) : facts.batch(),
                epochs.find() ? epochs.group(1) : facts.epochs(),
                scales(words) ? facts.data().replaceAll("(?i)\\bunscaled\\b|not scaled", "scaled") : facts.data(),
                List.of(),
                List.of(),
                "",
                "");
    }

    private static boolean scales(String words) {
        return words.matches(".*(scale|/255|divide by 255|standardis).*");
    }

    /** The rate of the unharmed program of the same family: the usual one of its optimizer. */
    private static String cleanRate(CaseFacts facts) {
        return facts.optimizer().startsWith("adam") ? "0.001" : "0.1";
    }

    private static String layers(String now, String words) {
        String layers = now;
        Matcher units = UNITS.matcher(words);
        if (units.find()) {
            String activation = words.contains("logits") && !words.contains("softmax") ? "linear" : "softmax";
            layers = last(layers, "dense \\d+ \\w+", "dense " + units.group(1) + " " + activation);
        } else if (words.matches("dense 1 linear")) {
            layers = last(layers, "dense \\d+ \\w+", "dense 1 linear");
        } else if (words.contains("sigmoid + softmax")) {
            layers = lastActivation(hidden(layers, "sigmoid"), "softmax");
        } else if (words.matches(".*\\bsoftmax\\b.*")
                && !words.contains("softmax before log")
                && !words.contains("stable")) {
            layers = lastActivation(layers, "softmax");
        } else if (words.matches(".*\\b(sigmoid)\\b.*")) {
            layers = lastActivation(layers, "sigmoid");
        } else if (words.matches(".*\\blinear\\b.*")) {
            layers = lastActivation(layers, layers.contains("+ softmax") ? "linear + softmax" : "linear");
        }
        if (words.matches(".*(relu hidden|relu/tanh hidden|selu/relu|tanh/relu|relu 10-25|^relu$|relu / linear).*")) {
            layers = hidden(layers, "relu");
        } else if (words.contains("tanh everywhere")) {
            layers = layers.replaceAll("\\b(relu|sigmoid)\\b", "tanh");
        }
        if (words.matches(".*(scaled init|he init|glorot|he normal|he/selu|selu, batch norm).*")) {
            layers = layers.replaceAll(
                            "\\((?:random )?uniform[^()]*\\)|\\(random normal[^()]*\\)|\\(N\\(0,1\\)[^()]*\\)",
                            "(he normal)")
                    .replaceAll("\\(trunc\\. normal[^()]*\\)", "(he normal)")
                    .replace(" zeros", "");
        }
        if (words.contains("remove the last dropout")) {
            layers = layers.replaceFirst("(?s)(.*)dropout [\\d.]+; ", "$1");
        }
        Matcher dropouts = DROPOUTS.matcher(words);
        if (dropouts.find()) {
            layers = behindHidden(layers, "dropout " + dropouts.group(1));
        }
        if (words.equals("remove") || words.contains("without l1")) {
            layers = layers.replaceAll(" (l1_l2|l1|l2)\\b(?: [\\d.e-]+)?", "");
        }
        if (words.contains("l2 1e-5")) {
            layers = layers.replaceAll("l2 [\\d.e-]+", "l2 1e-5");
        }
        return layers;
    }

    /** Replaces the last activation word before the closing notes. */
    private static String lastActivation(String layers, String activation) {
        return last(
                layers,
                "(?i)(dense \\d+) (?:relu|sigmoid|softmax|linear|tanh|logit)(?: \\+ softmax)?",
                "$1 " + activation);
    }

    /** Replaces within the last dense layer alone. */
    private static String last(String layers, String pattern, String replacement) {
        int last = Math.max(0, layers.lastIndexOf("dense "));
        return layers.substring(0, last) + layers.substring(last).replaceFirst(pattern, replacement);
    }

    /** Another layer behind each hidden dense one. */
    private static String behindHidden(String layers, String layer) {
        int last = Math.max(0, layers.lastIndexOf("dense "));
        return layers.substring(0, last).replaceAll("(dense [^;]*);", "$1; " + layer + ";") + layers.substring(last);
    }

    private static String hidden(String layers, String activation) {
        int last = Math.max(0, layers.lastIndexOf("dense "));
        return layers.substring(0, last).replaceAll("\\b(sigmoid|linear|softmax|exponential|tanh)\\b", activation)
                + layers.substring(last);
    }

    private static String loss(CaseFacts facts, String words) {
        String now = facts.loss();
        if (words.contains("sparse cce from logits")) {
            return "cce from logits";
        }
        if (words.contains("cce")) {
            return "cce";
        }
        if (words.contains("bce")) {
            return "bce";
        }
        if (words.contains("mse")) {
            return "mse";
        }
        if (words.matches(".*-unit softmax.*|.*softmax output.*") && now.contains("bce")) {
            return "cce";
        }
        if (words.contains("linear") && facts.task().equals("regression")) {
            return "mse";
        }
        return now.replaceAll("(?i),? sum over batch| \\(probabilities expected\\)", "");
    }
}

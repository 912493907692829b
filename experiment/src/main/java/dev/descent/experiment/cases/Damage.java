package dev.descent.experiment.cases;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some collections state the unharmed program and say what was done to it in words; here those words are put into the program.
 */
final class Damage {
    /** {@code normal with an arbitrary std (base 0.1, deep 0.25)}: of the program that the case's name says. */
    private static final Pattern DEVIATION = Pattern.compile("arbitrary std \\(([^()]*)\\)");

    /** {@code ones in the 2nd convolution}, where the layers do not say so. */
    private static final Pattern CONSTANT = Pattern.compile("(ones|zeros) in the (\\d)\\w\\w convolution");

    private Damage() {}

    /** The number behind the word that the case's name has too, empty where none is for it. */
    private static String ofProgram(String numbers, String id) {
        for (String one : numbers.split(", ")) {
            String[] words = one.split(" ");
            if (words.length == 2 && List.of(id.split("-")).contains(words[0])) {
                return words[1];
            }
        }
        return "";
    }

    static CaseFacts apply(CaseFacts facts) {
        String words = facts.says().toLowerCase(Locale.ROOT);
        CaseFacts harmed = facts;
        if (words.contains("softmax missing")) {
            harmed = harmed.withLayers(harmed.layers().replace(" + softmax", ""))
                    .withLoss("cce (probabilities expected)");
        }
        if (words.contains("softmax applied twice")) {
            harmed = harmed.withLoss("cce from logits");
        }
        if (words.contains("mse for classification") && harmed.task().equals("classification")) {
            harmed = harmed.withLoss("mse");
        }
        boolean isRegression = harmed.task().equals("regression");
        if (words.contains("cross-entropy for regression") && isRegression) {
            harmed = harmed.withLoss("bce");
        }
        if (words.contains("on the 1-unit output") && isRegression) {
            harmed = harmed.withLayers(harmed.layers().replaceFirst("dense 1 linear", "dense 1 softmax"));
        }
        if (words.contains("l1_l2") && !harmed.layers().contains("l1")) {
            harmed = harmed.withLayers(harmed.layers() + " (l1_l2)");
        }
        if (words.contains("range twice")) {
            harmed = harmed.withData(harmed.data() + ", divided twice");
        }
        if (words.contains("targets multiplied")) {
            harmed = harmed.withData(harmed.data() + ", targets multiplied");
        }
        if (words.contains("inputs not scaled") && !harmed.data().contains("unscaled")) {
            harmed = harmed.withData(harmed.data() + ", unscaled");
        }
        Matcher constant = CONSTANT.matcher(words);
        if (constant.find() && !harmed.layers().contains(constant.group(1))) {
            harmed =
                    harmed.withLayers(started(harmed.layers(), Integer.parseInt(constant.group(2)), constant.group(1)));
        }
        Matcher deviation = DEVIATION.matcher(words);
        if (deviation.find()) {
            harmed = harmed.withLayers(
                    harmed.layers().replace("random normal", "normal " + ofProgram(deviation.group(1), facts.id())));
        }
        return words.contains("test set unscaled")
                ? harmed.withData(harmed.data() + ", test images not scaled like these")
                : harmed;
    }

    /** The layers, of whose convolutions one starts so. */
    private static String started(String layers, int which, String start) {
        String[] pieces = layers.split(";");
        int seen = 0;
        for (int i = 0; i < pieces.length; i++) {
            seen += pieces[i].trim().startsWith("conv ") ? 1 : 0;
            if (seen == which && pieces[i].trim().startsWith("conv ")) {
                pieces[i] += " " + start;
            }
        }
        return String.join(";", pieces);
    }
}

package dev.descent.experiment.cases;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads how a case says in words, in lower case, where its weights and biases start: {@code he normal}, {@code uniform -1 to 1}. */
final class StartText {
    private static final String NUMBER = "(-?\\d*\\.?\\d+)";

    private static final Pattern BIAS =
            Pattern.compile("\\bbias(?:es)?(?: init\\w*)? (?:to |of |= ?)?(zeros|ones|" + NUMBER + ")");

    /** Those with a name, the longer words first. */
    private static final Map<Pattern, String> NAMED = named(
            "(?:glorot|xavier) normal", "glorot-normal",
            "glorot|xavier", "glorot-uniform",
            "he uniform", "he-uniform",
            "he normal|\\bhe\\b|variance scaling 2\\.0 fan-in", "he-normal",
            "lecun uniform", "lecun-uniform",
            "lecun|n\\[0,1/fan-in\\]", "lecun-normal",
            "orthogonal", "orthogonal");

    private static final Pattern GAUSSIAN = Pattern.compile("n\\[0, ?" + NUMBER + "\\]");
    private static final Pattern TRUNCATED = Pattern.compile("trunc\\w*\\.? normal (\\d*\\.\\d+)");
    private static final Pattern RANGE =
            Pattern.compile("\\bu(?:niform)?[ \\[]*(-\\d*\\.?\\d+)(?:, ?|\\.\\.| to )" + NUMBER);
    private static final Pattern DEVIATION =
            Pattern.compile("normal[ =]*(?:0(?:\\.0)?, ?)?(\\d*\\.?\\d+)|\\bstd(?:dev)?[ =]*(\\d*\\.?\\d+)");

    private static final Pattern SAME = Pattern.compile("\\b(?:constant |all )(-?\\d*\\.?\\d+)|\\b(zeros|ones)\\b");

    private StartText() {}

    /** The initializer of weights that the words name, null where they name none. */
    static @Nullable String initializer(String words) {
        String weights = BIAS.matcher(words).replaceAll("");
        for (Map.Entry<Pattern, String> one : NAMED.entrySet()) {
            if (one.getKey().matcher(weights).find()) {
                return one.getValue();
            }
        }
        Matcher gaussian = GAUSSIAN.matcher(weights);
        if (gaussian.find()) {
            return "normal(0, " + gaussian.group(1) + ")";
        }
        Matcher truncated = TRUNCATED.matcher(weights);
        if (truncated.find()) {
            return "truncated-normal(0, " + truncated.group(1) + ")";
        }
        Matcher same = SAME.matcher(weights);
        if (same.find()) {
            return same.group(1) == null ? same.group(2) : "constant(" + same.group(1) + ")";
        }
        Matcher range = RANGE.matcher(weights);
        if (range.find()) {
            return "uniform(" + range.group(1) + ", " + range.group(2) + ")";
        }
        if (weights.contains("uniform")) {
            // Keras' RandomUniform default
            return "uniform(-0.05, 0.05)";
        }
        Matcher deviation = DEVIATION.matcher(weights);
        if (deviation.find()) {
            return "normal(0, " + (deviation.group(1) == null ? deviation.group(2) : deviation.group(1)) + ")";
        }
        // Keras' RandomNormal default
        return weights.contains("normal") ? "normal(0, 0.05)" : null;
    }

    /** The initializer of biases that the words name, null where they name none or the usual one. */
    static @Nullable String bias(String words) {
        Matcher bias = BIAS.matcher(words);
        if (!bias.find() || bias.group(1).equals("zeros")) {
            return null;
        }
        return bias.group(1).equals("ones") ? "ones" : "constant(" + bias.group(1) + ")";
    }

    private static Map<Pattern, String> named(String... pairs) {
        Map<Pattern, String> named = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            named.put(Pattern.compile(pairs[i]), pairs[i + 1]);
        }
        return named;
    }
}

package dev.descent.experiment.cases;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Other words that people use for the collection's own: {@code BatchNormalization}, {@code binary_crossentropy}. */
final class CaseWords {
    private static final Map<Pattern, String> LAYERS = patterns(
            "\\s*(?:->|→)\\s*", "; ",
            ",\\s*(?!\\w+ after)(?=(?:dense|conv|max|avg|average|global|flatten|dropout|batch|bn)\\w*\\b)", "; ",
            "\\bbatch[ _-]?norm(?:ali[sz]ation)?\\b(?! after)", "bn",
            "\\blayer[ _-]?norm(?:ali[sz]ation)?\\b", "layernorm",
            "\\bglobal[ _-]?(?:avg|average)[ _-]?pool(?:ing)?(?:2d)?\\b|\\bgap\\b", "global average",
            "\\bmax[ _-]?pool(?:ing)?1d\\b", "maxpool1d",
            "\\bmax[ _-]?pool(?:ing)?(?:2d)?\\b", "maxpool",
            "\\b(?:avg|average)[ _-]?pool(?:ing)?(?:2d)?\\b", "avgpool",
            "\\bconv(?:olution)?2d\\b", "conv",
            "\\b(?:fc|fully connected|linear layer)(?= \\d)", "dense",
            "(?<!wide, )\\bstrides? (?=\\d)", "s",
            "\\b(?:leaky[ _-]?relu|prelu)\\b", "leakyrelu",
            "\\bhard[ _-]?sigmoid\\b", "hardsigmoid",
            "\\brelu6\\b", "relu",
            "\\bmish\\b", "swish",
            "\\blog[ _-]?softmax\\b", "softmax",
            "(?<=\\bdense \\d{1,5} )(?:none|identity|no activation)\\b", "linear",
            "\\b(?:spatial|alpha|gaussian) ?dropout\\b", "dropout",
            "\\bgaussian ?noise\\b", "noise",
            "\\breshape[ (]+(\\d+)[x, ]+(\\d+)[x, ]+(\\d+)\\)?", "reshape $1x$2x$3",
            "\\bnormali[sz](?:e|er|ation)\\b", "normalize",
            "\\bactivation (?=relu|sigmoid|tanh|softmax|elu|selu|linear|leakyrelu|hardsigmoid)", "",
            "(?<=\\w) x (?=\\d+(?:;|$))", " x",
            " frozen\\b", "");

    private static final Map<Pattern, String> LOSSES = patterns(
            "_", " ",
            "\\bcategorical[ -]?cross[ -]?entropy\\b", "cce",
            "\\bbinary[ -]?cross[ -]?entropy\\b", "bce",
            "\\bmean ?squared ?error\\b|\\bl2 loss\\b", "mse",
            "\\bmean ?absolute ?error\\b|\\bl1 loss\\b", "mae",
            "\\bsmooth l1\\b", "huber",
            "\\bmean ?absolute ?percentage ?error\\b", "mape",
            "\\b(?:squared|categorical) hinge\\b", "hinge",
            "\\blog[ -]?cosh\\b", "logcosh",
            "\\bwith logits\\b", "from logits");

    private static final Map<Pattern, String> FIXES = patterns(
            "\\blearning[ _-]rate(?: of| to|:| =|=)? (?=\\d|\\.)", "lr ",
            "\\bbatch[ _-]size(?: of| to|:| =|=)? (?=\\d)", "batch ",
            "\\bepochs(?: to|:| =|=)? ?(\\d+)", "$1 epochs",
            "\\bcategorical[ _]?cross[ _]?entropy\\b", "cce",
            "\\bbinary[ _]?cross[ _]?entropy\\b", "bce",
            "\\bmean[ _]squared[ _]error\\b", "mse");

    private CaseWords() {}

    static String layers(String text) {
        return replaced(text, LAYERS);
    }

    static String loss(String text) {
        return replaced(text, LOSSES);
    }

    static String fix(String text) {
        return replaced(text, FIXES);
    }

    private static String replaced(String text, Map<Pattern, String> words) {
        String now = text;
        for (Map.Entry<Pattern, String> one : words.entrySet()) {
            now = one.getKey().matcher(now).replaceAll(one.getValue());
        }
        return now;
    }

    private static Map<Pattern, String> patterns(String... pairs) {
        Map<Pattern, String> patterns = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            patterns.put(Pattern.compile(pairs[i], Pattern.CASE_INSENSITIVE), pairs[i + 1]);
        }
        return patterns;
    }
}

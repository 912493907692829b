package dev.descent.experiment.cases;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Other words that people use for the collection's own: {@code BatchNormalization}, {@code binary_crossentropy}. */
final class CaseWords {
    private static final Map<Pattern, String> LAYERS = patterns(
            "\\s*(?:->|→)\\s*", "; ",
            ",\\s*(?!\\w+ after)(?=(?:dense|conv|max|avg|average|global|flatten|dropout|batch|bn)\\w*\\b)", "; ",
            "\\bbatch[ _-]?norm(?:ali[sz]ation)?\\b(?! after)", "bn",
            "\\blayer[ _-]?norm(?:ali[sz]ation)?\\b", "layernorm",
            "\\bglobal[ _-]?(?:avg|average|max)[ _-]?pool(?:ing)?(?:[12]d)?\\b|\\bgap\\b", "global average",
            "\\bmax[ _-]?pool(?:ing)?1d\\b", "maxpool1d",
            "\\bmax[ _-]?pool(?:ing)?(?:2d)?\\b", "maxpool",
            "\\b(?:avg|average)[ _-]?pool(?:ing)?(?:2d)?\\b", "avgpool",
            "\\bconv(?:olution)?2d\\b", "conv",
            "\\b(?:fc|fully connected|linear layer)(?= \\d)", "dense",
            "(?<!wide, )\\bstrides? (?=\\d)", "s",
            "\\bzero[ _-]?pad(?:ding)?(?:2d)?\\b", "zeropad",
            "\\b(?:leaky[ _-]?relu|prelu)\\b(?= \\d)", "leaky",
            "\\b(?:leaky[ _-]?relu|prelu)\\b", "leakyrelu",
            "\\bhard[ _-]?sigmoid\\b", "hardsigmoid",
            "\\brelu6\\b", "relu",
            "\\bmish\\b", "swish",
            "\\blog[ _-]?softmax\\b", "softmax",
            "(?<=\\bdense \\d{1,5} )(?:none|identity|no activation)\\b", "linear",
            "\\b(?:spatial|alpha|gaussian) ?dropout\\b", "dropout",
            "(?<=\\w)(?<! with)(?<!x\\d)\\s*\\+?(?: with)?\\s+(?=dropout \\d)", "; ",
            "(?<!x\\d) with (?=l[12]\\b|bias\\b)|,\\s+(?=(?:bias|no bias|l[12])\\b)(?![^(]*\\))", " ",
            "\\b(?:no|without) bias\\b(?![^(]*\\))", "nobias",
            "\\bthreshold\\b", "step",
            "\\b(?:kernel|weight)[ _](?:initiali[sz]er|init)\\b", "init",
            "\\b(?:local response norm\\w*(?: \\w+ation)?)\\b", "lrn",
            "\\btime[ -]?distributed\\b[ (]+(?=dense)", "",
            "\\breshape[ (]+-?\\d+\\)?(?=\\s*(?:;|$))", "flatten",
            "\\bgaussian ?noise\\b", "noise",
            "\\breshape[ (]+(\\d+)[x, ]+(\\d+)[x, ]+(\\d+)\\)?", "reshape $1x$2x$3",
            "\\bnormali[sz](?:e|er|ation)\\b", "normalize",
            "\\bactivation (?=relu|sigmoid|tanh|softmax|elu|selu|linear|leakyrelu|hardsigmoid)", "",
            "(?<=\\w) x (?=\\d+(?:;|$))", " x",
            " frozen\\b", "");

    private static final Map<Pattern, String> LOSSES = patterns(
            "_", " ",
            "\\bbce ?with ?logits ?loss\\b", "bce from logits",
            "\\b(nll|bce|mse|huber) ?loss\\b", "$1",
            "\\bnegative log[ -]likelihood\\b", "nll",
            "\\blog ?loss\\b", "bce",
            "\\bquadratic(?: cost)?\\b", "half sum of squares",
            "\\bsse\\b|(?<!half )\\bsum of squares\\b", "sum of squared errors",
            "\\bcategorical[ -]?cross[ -]?entropy\\b", "cce",
            "\\bbinary[ -]?cross[ -]?entropy\\b", "bce",
            "\\bmean ?squared ?error\\b|\\bl2 loss\\b", "mse",
            "\\bmean ?absolute ?error\\b|\\bl1 loss\\b", "mae",
            "\\bsmooth l1\\b", "huber",
            "\\bmean ?absolute ?percentage ?error\\b", "mape",
            "\\b(?:squared|categorical) hinge\\b", "hinge",
            "\\blog[ -]?cosh\\b", "logcosh",
            "\\bwith logits\\b", "from logits",
            // PyTorch's takes logits.
            "\\bcross ?entropy ?loss\\b", "cce from logits",
            "\\bcross ?entropy\\b", "cce");

    private static final Map<Pattern, String> NUMBERS = patterns(
            "\\b10(?:\\^|\\*\\*)-(\\d+)", "1e-$1",
            "(?<=\\d),(?=\\d{3}\\b)", "",
            "\\b(\\d+)k\\b", "$1000",
            "^(?:full|whole|entire|all)\\b.*", "full");

    private static final Map<Pattern, String> FIXES = patterns(
            "\\blearning[ _-]rate(?: of| to|:| =|=)? (?=\\d|\\.)", "lr ",
            "\\bbatch[ _-]size(?: of| to|:| =|=)? (?=\\d)", "batch ",
            "\\bepochs(?: to|:| =|=)? ?(\\d+)", "$1 epochs",
            "\\bcategorical[ _]?cross[ _]?entropy\\b", "cce",
            "\\bbinary[ _]?cross[ _]?entropy\\b", "bce",
            "\\bmean[ _]squared[ _]error\\b", "mse");

    private static final Pattern SHAPE =
            Pattern.compile("\\(?(\\d+(?:\\s*[x,]\\s*\\d+)*),?\\)?(?: (?:features|inputs|values|columns))?");

    private CaseWords() {}

    static String layers(String text) {
        return replaced(text, LAYERS);
    }

    static String loss(String text) {
        return replaced(text, LOSSES);
    }

    /** A rate, a batch or a number of epochs. */
    static String number(String text) {
        return replaced(text, NUMBERS);
    }

    /** A shape, height and width before channels: {@code (3, 224, 224)} is {@code 224x224x3}. */
    static String input(String text) {
        Matcher shape = SHAPE.matcher(text.trim());
        if (!shape.matches()) {
            return text;
        }
        String sizes = shape.group(1).replaceAll("\\s*[x,]\\s*", "x");
        return sizes.replaceAll("^([13])x(\\d{2,})x(\\d{2,})$", "$2x$3x$1");
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

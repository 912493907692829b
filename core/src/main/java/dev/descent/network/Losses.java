package dev.descent.network;

import dev.descent.spec.Family;
import dev.descent.spec.Spec;
import java.util.List;

/** The list of losses. */
public final class Losses {
    public static final Loss SQUARED_ERROR = new SquaredError(Outputs.MEAN);
    public static final Loss ABSOLUTE_ERROR = new AbsoluteError(Outputs.MEAN);
    public static final Loss HUBER = new Huber(Outputs.MEAN, 1);
    public static final Loss CROSS_ENTROPY = new CrossEntropy(0);
    public static final Loss CROSS_ENTROPY_WITH_LOGITS = new CrossEntropyWithLogits(0);
    public static final Loss BINARY_CROSS_ENTROPY = new BinaryCrossEntropy(Outputs.MEAN, 0);
    public static final Loss BINARY_CROSS_ENTROPY_WITH_LOGITS = new BinaryCrossEntropyWithLogits(Outputs.MEAN, 0);

    private static final Family<Loss> FAMILY = Family.<Loss>of("loss")
            .add("squared-error", SquaredError::parse)
            .add("absolute-error", AbsoluteError::parse)
            .add("absolute-percentage-error", AbsolutePercentageError::parse)
            .add("huber", Huber::parse)
            .add("log-cosh", LogCosh::parse)
            .add("cross-entropy", CrossEntropy::parse)
            .add("cross-entropy-with-logits", CrossEntropyWithLogits::parse)
            .add("binary-cross-entropy", BinaryCrossEntropy::parse)
            .add("binary-cross-entropy-with-logits", BinaryCrossEntropyWithLogits::parse)
            .add("hinge", Hinge::parse)
            .add("poisson", Poisson::parse);

    private Losses() {}

    public static Loss parse(Spec spec) {
        return FAMILY.parse(spec);
    }

    public static Loss parse(String text) {
        return FAMILY.parse(text);
    }

    public static List<String> names() {
        return FAMILY.names();
    }
}

package dev.descent.audit;

import dev.descent.audit.algebra.Nonlinearity.Kind;
import dev.descent.data.NdArray;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The faults that twin programs can have: which program can have which, and where each shows. */
final class TwinFaults {
    private static final int INPUTS = 0;
    private static final int TARGETS = 1;
    private static final int LABELS = 2;
    private static final int LOGITS = 3;
    private static final int ACTIVATION = 4;
    private static final int BACK = 6;
    private static final int DELTA = 7;
    private static final int GRADIENT = 8;
    private static final int BIAS_GRADIENT = 9;
    private static final int WEIGHT = 10;
    private static final int BIAS = 11;

    static final List<String> ALL = List.of(
            "step-ascends",
            "derivative-missing",
            "derivative-wrong-input",
            "derivative-doubled",
            "backprop-wrong-weights",
            "gradient-wrong",
            "gradient-wrong-axis",
            "gradient-accumulates",
            "update-discarded",
            "softmax-wrong-axis",
            "activation-missing",
            "init-symmetric",
            "init-too-large",
            "inputs-unscaled",
            "targets-out-of-range",
            "targets-misaligned",
            "step-too-large",
            "step-too-small",
            "derivative-wrong",
            "momentum-wrong",
            "optimizer-wrong",
            "activation-wrong",
            "output-activation-wrong",
            "units-dead",
            "inputs-invalid",
            "targets-wrong-encoding",
            "init-too-small",
            "data-unshuffled",
            "regularisation-too-strong");

    /** Faults of a line of the backward pass or the update, which show beside one another. */
    private static final Set<String> OF_LINES = Set.of(
            "step-ascends",
            "derivative-missing",
            "derivative-wrong-input",
            "derivative-wrong",
            "gradient-wrong",
            "gradient-wrong-axis",
            "update-discarded",
            "softmax-wrong-axis");

    /** Faults of data or size, which show beside one of a line. */
    private static final Set<String> OF_SIZES = Set.of(
            "inputs-unscaled", "targets-out-of-range", "targets-misaligned", "gradient-accumulates", "step-too-large");

    private TwinFaults() {}

    /** Whether a program of this style can have the fault at all, and shows it. */
    static boolean canHave(TwinStyle style, String fault) {
        boolean sigmoids = style.hidden().saturates();
        return switch (fault) {
            case "softmax-wrong-axis" -> style.loss().equals("softmax-ce") && style.batch() != 1;
            case "gradient-wrong-axis" -> style.biases();
            case "targets-out-of-range" -> !style.loss().equals("linear-mse") && !style.labels();
            case "targets-misaligned" ->
                style.sizes()[0] >= 16
                        && style.batch() == 0
                        && style.sizes()[style.sizes().length - 1] > 1
                        && !style.loss().equals("linear-mse")
                        && !style.loss().equals("tanh-mse")
                        && !style.labels();
            case "init-too-large", "inputs-unscaled" -> sigmoids && style.sizes()[0] >= 8;
            case "derivative-wrong-input" -> sigmoids;
            // One derivative too many in front of a cross-entropy is the delta of the squared error: another loss, no
            // fault.
            case "derivative-doubled" ->
                sigmoids && !style.loss().equals("linear-mse") && !style.loss().equals("sigmoid-bce");
            case "step-too-large", "step-too-small" ->
                style.optimizer().equals("sgd")
                        && style.batch() == 0
                        && !style.loss().equals("linear-mse");
            case "derivative-wrong" ->
                style.hidden().kind() != Kind.RELU || style.loss().equals("sigmoid-mse");
            case "momentum-wrong" -> style.optimizer().equals("momentum");
            case "optimizer-wrong" -> style.optimizer().equals("adam");
            case "output-activation-wrong" -> style.loss().equals("softmax-ce") && style.batch() != 1;
            case "units-dead" ->
                style.hidden().kind() == Kind.RELU && style.biases() && style.batch() != 1 && style.showsLogits();
            case "inputs-invalid" -> style.batch() != 1 && style.sizes()[0] > 2;
            case "targets-wrong-encoding" ->
                style.loss().startsWith("sigmoid")
                        && style.outputs() > 2
                        && !style.labels()
                        && style.showsDeltas()
                        && style.batch() != 1;
            case "init-too-small" ->
                style.loss().equals("softmax-ce")
                        && style.batch() == 0
                        && style.optimizer().equals("sgd")
                        && style.depth() == 2;
            case "data-unshuffled" -> style.loss().equals("softmax-ce") && style.batch() == 16;
            case "regularisation-too-strong", "gradient-too-late" ->
                style.optimizer().equals("sgd");
            case "activation-wrong" -> style.batch() != 1;
            case "backprop-wrong-weights" -> style.optimizer().equals("sgd") && style.rate() > 0.05;
            default -> true;
        };
    }

    /** Whether two faults show beside one another in a program of this style. */
    static boolean canHave(TwinStyle style, String one, String other) {
        return OF_LINES.contains(one)
                && (OF_SIZES.contains(other) || (OF_LINES.contains(other) && !one.equals(other)))
                && !(one.startsWith("derivative") && other.startsWith("derivative"))
                && canHave(style, one)
                && canHave(style, other);
    }

    /** Variables at fault: those the wrong line makes or, where they are not in the dump, the first ones that follow from them. */
    static List<String> where(TwinStyle style, String fault, Trace trace) {
        int depth = style.depth();
        List<Integer> all = IntStream.rangeClosed(1, depth).boxed().toList();
        List<Integer> hidden = all.subList(0, depth - 1);
        List<Integer> last = List.of(depth);
        List<Integer> only = List.of(0);
        List<String> gradients = names(style, all, GRADIENT, BIAS_GRADIENT);
        List<String> parameters = names(style, all, WEIGHT, BIAS);
        List<List<String>> groups = switch (fault) {
            case "step-ascends",
                    "step-too-large",
                    "step-too-small",
                    "init-symmetric",
                    "init-too-small",
                    "momentum-wrong",
                    "optimizer-wrong",
                    "regularisation-too-strong" -> List.of(parameters);
            case "derivative-wrong" -> List.of(names(style, hidden, DELTA), gradients, parameters);
            case "activation-wrong" -> List.of(names(style, hidden, ACTIVATION));
            case "output-activation-wrong" -> List.of(names(style, last, ACTIVATION));
            case "units-dead" -> List.of(names(style, List.of(1), BIAS, ACTIVATION, LOGITS));
            case "data-unshuffled", "inputs-invalid" -> List.of(names(style, only, INPUTS));
            case "derivative-missing" -> List.of(names(style, hidden, DELTA), gradients, parameters);
            case "derivative-wrong-input", "derivative-doubled" ->
                List.of(names(style, all, DELTA), gradients, parameters);
            case "backprop-wrong-weights" -> List.of(names(style, hidden, BACK, DELTA), gradients, parameters);
            case "gradient-wrong" -> List.of(names(style, last, GRADIENT), names(style, last, WEIGHT));
            case "gradient-wrong-axis" -> List.of(names(style, all, BIAS_GRADIENT), names(style, all, BIAS));
            case "gradient-accumulates" -> List.of(gradients, parameters);
            case "update-discarded", "init-too-large" -> List.of(names(style, List.of(1), WEIGHT));
            case "softmax-wrong-axis" -> List.of(names(style, last, ACTIVATION));
            case "activation-missing" -> List.of(names(style, hidden, ACTIVATION));
            case "inputs-unscaled" -> List.of(names(style, only, INPUTS));
            case "targets-out-of-range", "targets-misaligned", "targets-wrong-encoding" ->
                List.of(names(style, only, TARGETS, LABELS));
            default -> List.of();
        };
        Set<String> present = trace.iterations().stream()
                .map(Map<String, NdArray>::keySet)
                .flatMap(Set::stream)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return groups.stream()
                .map(group -> group.stream().filter(present::contains).toList())
                .filter(group -> !group.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private static List<String> names(TwinStyle style, List<Integer> layers, int... roles) {
        return IntStream.of(roles)
                .mapToObj(role -> TwinStyle.NAMES[style.language()][role])
                .flatMap(name -> layers.stream().map(layer -> layer == 0 ? name : name + layer))
                .toList();
    }
}

package dev.descent.audit.check;

import dev.descent.audit.algebra.Formula;
import dev.descent.audit.algebra.Nonlinearity;
import dev.descent.audit.algebra.Nonlinearity.Kind;
import dev.descent.audit.algebra.Slope;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Layer;
import dev.descent.audit.recover.Program;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Line;
import java.util.ArrayList;
import java.util.List;

/**
 * Layers with an activation that cannot train: a sigmoid, ReLU or softmax with a slip in it, and hidden ones with a step, whose derivative is 0, or a softmax,
 * whose units share a sum of 1.
 */
final class ActivationWrong implements Check {
    @Override
    public List<Suspicion> examine(Examination examination) {
        Program program = examination.program();
        List<Suspicion> found = new ArrayList<>();
        for (int k = 1; k <= program.depth() && examination.knowsLayers(); k++) {
            if (program.forward().layer(k).activation().isSlipped()) {
                found.add(ofSlip(examination, k, program.forward().layer(k)));
            } else if (isWrong(program, k)) {
                found.add(suspicion(examination, k, program.forward().layer(k)));
            }
        }
        return Suspicion.joined(found);
    }

    /** Whether a layer has such an activation; its delta is then not worth a look. */
    static boolean isWrong(Program program, int layer) {
        Nonlinearity activation = program.forward().layer(layer).activation();
        Kind kind = activation.kind();
        boolean blocks = kind == Kind.STEP || kind == Kind.SIGN || kind == Kind.SOFTMAX || kind == Kind.SOFTMAX_TWICE;
        return (layer < program.depth() && blocks) || activation.isSlipped();
    }

    private static Suspicion suspicion(Examination examination, int k, Layer layer) {
        Symbol activation = Symbol.activation(k);
        String name = Wording.place(examination, activation);
        Formula logits = new Formula.Of(Symbol.logits(k));
        String computes = print(examination, k, new Formula.Activate(layer.activation(), logits));
        String should = print(examination, k, new Formula.Activate(Nonlinearity.RELU, logits));
        String why = layer.activation().isStep()
                ? "is a step, whose derivative is 0 everywhere: no gradient passes it"
                : "is a softmax, whose units always share a sum of 1: little of what the inputs say passes it";
        return new Suspicion(
                Fault.ACTIVATION_WRONG,
                Certainty.LIKELY,
                List.of(name),
                "%s, the activation of hidden layer %d, %s".formatted(name, k, why),
                List.of(Evidence.fact("hidden layer with this activation", k)),
                "%s = %s, and multiply this layer's delta by (%s > 0)".formatted(name, should, name),
                new Line(name, computes, should),
                setup -> mended(setup, k));
    }

    private static Suspicion ofSlip(Examination examination, int k, Layer layer) {
        Symbol activation = Symbol.activation(k);
        String name = Wording.place(examination, activation);
        Formula logits = new Formula.Of(Symbol.logits(k));
        Nonlinearity meant = layer.activation().meant();
        String computes = print(examination, k, new Formula.Activate(layer.activation(), logits));
        String should = meant.equals(Nonlinearity.SIGMOID)
                ? "1 / (1 + np.exp(-(%s)))".formatted(print(examination, k, logits))
                : print(examination, k, new Formula.Activate(meant, logits));
        Line line = new Line(name, computes, should);
        return new Suspicion(
                layer.activation().kind() == Kind.SOFTMAX_LESS_LARGEST_OF_UNITS
                        ? Fault.SOFTMAX_WRONG_AXIS
                        : meant.isSoftmax() ? Fault.OUTPUT_ACTIVATION_WRONG : Fault.ACTIVATION_WRONG,
                Certainty.LIKELY,
                List.of(name),
                "%s, the activation of layer %d, is no %s: %s".formatted(name, k, meant, harm(layer.activation())),
                List.of(Evidence.fact("layer with this activation", k)),
                line.mended(),
                line,
                setup -> setup.with(setup.recipe().withActivation(k, meant)));
    }

    private static String harm(Nonlinearity slipped) {
        return switch (slipped.kind()) {
            case SIGMOID_OF_MINUS ->
                "without the minus in its exponent it falls where its derivative says that it rises";
            case SIGMOID_OF_DIFFERENCE -> "with a minus in its divisor it goes far beyond 0 and 1 and is infinite at 0";
            case TURNED_RELU -> "its comparison has turned, so it keeps what is below 0 and takes what is above";
            case SOFTMAX_OVER_MEAN ->
                "the exponentials are divided by their mean, so each sample's outputs sum to the number of classes and not to 1";
            case SOFTMAX_OF_MINUS ->
                "the sign of the logits has turned, so it falls where its derivative says that it rises";
            case SOFTMAX_LESS_LARGEST_OF_UNITS ->
                "what is taken off before exp is the largest of each class over the samples, which changes the shares, not the largest of each sample";
            default -> throw new IllegalArgumentException(slipped + " is no slip");
        };
    }

    private static String print(Examination examination, int layer, Formula formula) {
        return examination.program().print(formula, examination.program().role(Symbol.activation(layer)));
    }

    private static Setup mended(Setup setup, int layer) {
        return setup.with(setup.recipe().withActivation(layer, Nonlinearity.RELU, new Slope(Slope.Form.GATE), 1));
    }
}

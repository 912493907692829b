package dev.descent.audit.check;

import dev.descent.audit.algebra.Formula;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import dev.descent.audit.algebra.Nonlinearity.Kind;
import dev.descent.audit.algebra.Slope;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Explanation;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.TargetValues;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Line;
import java.util.List;
import java.util.Objects;

/**
 * Outputs whose activation cannot tell the classes, or reach the numbers: a ReLU for one of several classes or for numbers below 0, a
 * softmax of a softmax, a softmax of one unit, a tanh under the logarithms of a cross-entropy.
 */
final class OutputActivation implements Check {
    @Override
    public List<Suspicion> examine(Examination examination) {
        return isWrong(examination) && examination.knowsLayers() ? List.of(suspicion(examination)) : List.of();
    }

    /** Whether it is such an output; its delta is then not worth a look. */
    static boolean isWrong(Examination examination) {
        Program program = examination.program();
        Matrix target = examination.first(program.targetSymbol());
        Explanation delta = program.explanations().get(Symbol.delta(program.depth()));
        if (target == null || !target.isFinite() || delta == null || delta.isUnknown()) {
            // What nobody knows the delta of may be no output at all.
            return false;
        }
        return switch (kind(program)) {
            case RELU -> isOfClasses(target) || isOfNegativeNumbers(target);
            case TANH, BIPOLAR_SIGMOID, LECUN_TANH ->
                isUnderLogarithms(program, delta) && TargetValues.areZerosAndOnes(target);
            case SOFTMAX_TWICE -> true;
            case SOFTMAX -> target.columns() == 1;
            default -> false;
        };
    }

    /** One of several, or 0 and 1 for one of two: a ReLU for several numbers of 0 and 1 may be a code of anything. */
    private static boolean isOfClasses(Matrix target) {
        return target.columns() == 1
                ? target.minimum() == 0 && TargetValues.areClasses(target)
                : target.columns() > 2 && TargetValues.areOneHot(target);
    }

    /** Numbers of any kind, some of which no ReLU reaches. */
    private static boolean isOfNegativeNumbers(Matrix target) {
        return target.minimum() < 0 && !target.isWhole();
    }

    /** Whether the delta is that of the binary cross-entropy, whose logarithms need outputs between 0 and 1. */
    private static boolean isUnderLogarithms(Program program, Explanation delta) {
        Formula base = delta.formula() instanceof Formula.Times(Formula left, Formula _) ? left : delta.formula();
        return base instanceof Formula.Over(Formula _, Formula below)
                && below instanceof Formula.Derivative(Slope slope, Formula of)
                && slope.form() == Slope.Form.LOGISTIC
                && of.equals(program.output());
    }

    private static Kind kind(Program program) {
        return program.forward().layer(program.depth()).activation().kind();
    }

    private static Suspicion suspicion(Examination examination) {
        Program program = examination.program();
        int depth = program.depth();
        String name = Wording.place(examination, Symbol.activation(depth));
        Kind kind = kind(program);
        Matrix target = Objects.requireNonNull(examination.first(program.targetSymbol()));
        Nonlinearity right = kind == Kind.RELU && isOfNegativeNumbers(target)
                ? Nonlinearity.IDENTITY
                : target.columns() == 1 || (kind != Kind.RELU && !TargetValues.areOneHot(target))
                        ? Nonlinearity.SIGMOID
                        : Nonlinearity.SOFTMAX;
        Formula logits = new Formula.Of(Symbol.logits(depth));
        var output = program.role(Symbol.activation(depth));
        String computes = program.print(
                new Formula.Activate(program.forward().layer(depth).activation(), logits), output);
        String should = program.print(new Formula.Activate(right, logits), output);
        String why = switch (kind) {
            case RELU ->
                isOfNegativeNumbers(target)
                        ? "is a ReLU, which is never below 0, where %s goes down to %s"
                                .formatted(examination.name(program.targetSymbol()), Wording.number(target.minimum()))
                        : "is a ReLU: a class whose sum falls below 0 gives 0 and no gradient, and nothing keeps it below 1";
            case TANH, BIPOLAR_SIGMOID, LECUN_TANH ->
                "goes below 0, where the logarithms of the cross-entropy have no value: its targets are 0 and 1";
            case SOFTMAX -> "is a softmax of one unit, which is 1 whatever the weights";
            default -> "is the softmax of a softmax, which can never come near 1";
        };
        return new Suspicion(
                Fault.OUTPUT_ACTIVATION_WRONG,
                Certainty.LIKELY,
                List.of(name),
                "%s, the output, %s".formatted(name, why),
                List.of(Evidence.fact("units of the output", target.columns())),
                name + " = " + should + ", with output minus target as its delta",
                new Line(name, computes, should),
                setup -> setup.with(setup.recipe()
                        .withActivation(depth, right)
                        .with(
                                Symbol.delta(depth),
                                new Formula.Minus(program.output(), program.goal()),
                                Math.abs(setup.recipe().scale(Symbol.delta(depth))))));
    }
}

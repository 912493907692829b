package dev.descent.audit.check;

import dev.descent.audit.algebra.Formula;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import dev.descent.audit.algebra.Nonlinearity.Kind;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Explanation;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.TargetValues;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Line;
import java.util.List;

/** Outputs whose activation cannot tell the classes: a ReLU for one of several, a softmax of a softmax, a softmax of one unit. */
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
            case RELU -> isOfClasses(target);
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

    private static Kind kind(Program program) {
        return program.forward().layer(program.depth()).activation().kind();
    }

    private static Suspicion suspicion(Examination examination) {
        Program program = examination.program();
        int depth = program.depth();
        String name = Wording.place(examination, Symbol.activation(depth));
        Kind kind = kind(program);
        Nonlinearity right = units(examination) == 1 ? Nonlinearity.SIGMOID : Nonlinearity.SOFTMAX;
        Formula logits = new Formula.Of(Symbol.logits(depth));
        var output = program.role(Symbol.activation(depth));
        String computes = program.print(
                new Formula.Activate(program.forward().layer(depth).activation(), logits), output);
        String should = program.print(new Formula.Activate(right, logits), output);
        String why = switch (kind) {
            case RELU ->
                "is a ReLU: a class whose sum falls below 0 gives 0 and no gradient, and nothing keeps it below 1";
            case SOFTMAX -> "is a softmax of one unit, which is 1 whatever the weights";
            default -> "is the softmax of a softmax, which can never come near 1";
        };
        return new Suspicion(
                Fault.OUTPUT_ACTIVATION_WRONG,
                Certainty.LIKELY,
                List.of(name),
                "%s, the output, %s".formatted(name, why),
                List.of(Evidence.fact("units of the output", units(examination))),
                name + " = " + should + ", with output minus target as its delta",
                new Line(name, computes, should),
                setup -> setup.with(setup.recipe()
                        .withActivation(depth, right)
                        .with(
                                Symbol.delta(depth),
                                new Formula.Minus(program.output(), program.goal()),
                                Math.abs(setup.recipe().scale(Symbol.delta(depth))))));
    }

    private static int units(Examination examination) {
        Matrix target = examination.first(examination.program().targetSymbol());
        return target == null ? 0 : target.columns();
    }
}

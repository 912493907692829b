package dev.descent.audit.check;

import dev.descent.audit.algebra.Formula;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import dev.descent.audit.algebra.Nonlinearity.Kind;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Explanation;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Step;
import dev.descent.audit.recover.TargetValues;
import dev.descent.audit.recover.Variable;
import dev.descent.audit.replay.Losses;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Line;
import java.util.List;
import java.util.Optional;

/**
 * A program whose own cost is the cross-entropy, in which the derivative of sigmoid or softmax cancels, and whose delta multiplies by that
 * derivative all the same: that is the squared error's.
 */
final class CostOfAnotherLoss implements Check {
    /** To what share the cost and the loss stay in proportion: clipped logarithms differ by less. */
    private static final double SAME = 1e-4;

    /** Iterations that must show it, in which the cost changes by more than what counts as the same. */
    private static final int FEWEST = 2;

    @Override
    public List<Suspicion> examine(Examination examination) {
        Program program = examination.program();
        Symbol symbol = Symbol.delta(program.depth());
        Explanation delta = program.explanations().get(symbol);
        Nonlinearity output = program.forward().layer(program.depth()).activation();
        Losses cross = output.isSoftmax()
                ? Losses.CROSS_ENTROPY
                : output.kind() == Kind.SIGMOID ? Losses.BINARY_CROSS_ENTROPY : null;
        boolean derived = delta != null
                && delta.fault() == null
                && (delta.formula() instanceof Formula.SoftmaxJacobian
                        || (delta.formula() instanceof Formula.Times(Formula error, Formula.Derivative _)
                                && isDifference(program, error)));
        if (delta == null || !derived || cross == null || !(examination.isClassification() || areTruths(examination))) {
            return List.of();
        }
        Optional<Variable> cost = program.book().scalars().stream()
                .filter(scalar -> isInProportion(examination, scalar, cross))
                .findFirst();
        return cost.map(scalar -> List.of(suspicion(examination, scalar, delta, output)))
                .orElse(List.of());
    }

    /** Whether every target is 0 or 1, as of several labels at once. */
    private static boolean areTruths(Examination examination) {
        Matrix target = examination.first(examination.program().targetSymbol());
        return target != null && TargetValues.areZerosAndOnes(target) && target.minimum() < target.maximum();
    }

    private static boolean isDifference(Program program, Formula error) {
        return error.equals(new Formula.Of(program.error()))
                || error.equals(new Formula.Minus(program.output(), program.goal()));
    }

    private static boolean isInProportion(Examination examination, Variable scalar, Losses loss) {
        Program program = examination.program();
        double ratio = Double.NaN;
        double least = Double.POSITIVE_INFINITY;
        double greatest = 0;
        int seen = 0;
        for (Step step : examination.steps()) {
            Matrix value = scalar.at(step.iteration());
            Matrix output = step.find(Symbol.activation(program.depth()));
            Matrix target = step.find(program.targetSymbol());
            if (value == null || output == null || target == null || !output.sameShape(target)) {
                continue;
            }
            double cost = Math.abs(value.at(0));
            double now = cost / loss.of(output, target);
            if (!(now > 0) || Math.abs(now / (Double.isNaN(ratio) ? now : ratio) - 1) > SAME) {
                return false;
            }
            ratio = now;
            least = Math.min(least, cost);
            greatest = Math.max(greatest, cost);
            seen++;
        }
        return seen >= FEWEST && greatest > (1 + 10 * SAME) * least;
    }

    /** Without the derivative. */
    private static Formula error(Formula delta) {
        return switch (delta) {
            case Formula.SoftmaxJacobian(Formula _, Formula error) -> error;
            case Formula.Times(Formula error, Formula.Derivative _) -> error;
            default -> delta;
        };
    }

    private static Suspicion suspicion(Examination examination, Variable cost, Explanation delta, Nonlinearity output) {
        Program program = examination.program();
        Symbol symbol = Symbol.delta(program.depth());
        String name = Wording.place(examination, symbol);
        Formula right = error(delta.formula());
        double scale = delta.scale();
        Line line = new Line(
                program.role(symbol) == null ? symbol.standardName() : name,
                Wording.formula(examination, symbol, delta.formula(), delta.scale()),
                Wording.formula(examination, symbol, right, scale));
        return new Suspicion(
                Fault.DERIVATIVE_DOUBLED,
                Certainty.LIKELY,
                List.of(name),
                "%s is the cross-entropy, whose delta is output minus target as the derivative of the %s cancels; %s multiplies by it again, which is the squared error's"
                        .formatted(cost, output, name),
                List.of(Evidence.fact("numbers of " + name + " that this formula reproduces", delta.elements())),
                line.mended(),
                line,
                setup -> setup.with(setup.recipe().with(symbol, right, scale)));
    }
}

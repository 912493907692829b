package dev.descent.audit.check;

import dev.descent.audit.algebra.Formula;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import dev.descent.audit.algebra.Nonlinearity.Kind;
import dev.descent.audit.algebra.Slope;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Exact;
import dev.descent.audit.recover.Explanation;
import dev.descent.audit.recover.Program;
import dev.descent.audit.replay.Recipe;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Line;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A loss that does not fit the outputs or the targets, though its gradient is right: −Σ target · log output pulls up the target's own
 * class only, and needs outputs that share a sum of 1; log(1 − output) needs outputs below 1; and outputs that share a sum of 1
 * cannot reach targets that do not.
 */
final class LossMismatch implements Check {
    /** Rows of targets whose sums differ by so much are several classes at once. */
    private static final double APART = 0.5;

    @Override
    public List<Suspicion> examine(Examination examination) {
        Program program = examination.program();
        Explanation delta = program.explanations().get(Symbol.delta(program.depth()));
        if (delta == null
                || delta.fault() != null
                || OutputActivation.isWrong(examination)
                || TargetsEncoding.isWrong(examination)) {
            return List.of();
        }
        Nonlinearity output = program.forward().layer(program.depth()).activation();
        String why = why(program, delta.formula(), output, examination.first(program.targetSymbol()));
        return why == null ? List.of() : List.of(suspicion(examination, delta, output, why));
    }

    private static @Nullable String why(Program program, Formula delta, Nonlinearity output, @Nullable Matrix target) {
        Formula base = delta instanceof Formula.Times(Formula left, Formula _) ? left : delta;
        if (!output.isSoftmax() && base instanceof Formula.Over(Formula above, Formula below)) {
            if (above.equals(program.goal()) && below.equals(program.output())) {
                return "is the gradient of -sum(target * log(output)), but these outputs share no sum of 1: nothing pulls an output"
                        + " down where its target is 0";
            }
            boolean logistic =
                    below instanceof Formula.Derivative(Slope slope, Formula _) && slope.form() == Slope.Form.LOGISTIC;
            if (logistic && output.kind() != Kind.SIGMOID) {
                return "is the gradient of the binary cross-entropy, whose logarithms need outputs between 0 and 1, but the output"
                        + " is no sigmoid";
            }
        }
        return output.isSoftmax() && target != null && target.isFinite() && sumsDiffer(target)
                ? "goes with a softmax, whose outputs share a sum of 1, but the targets of a sample add up to something else from"
                        + " sample to sample"
                : null;
    }

    private static boolean sumsDiffer(Matrix target) {
        Matrix sums = target.sumOfColumns();
        return target.minimum() >= 0 && sums.maximum() - sums.minimum() >= APART;
    }

    private static Suspicion suspicion(
            Examination examination, Explanation delta, Nonlinearity activation, String why) {
        Program program = examination.program();
        int depth = program.depth();
        Symbol symbol = Symbol.delta(depth);
        String name = Wording.place(examination, symbol);
        // The sigmoid's derivative cancels in the binary cross-entropy; elsewhere the squared error fits.
        boolean logistic = activation.isSoftmax() || activation.kind() == Kind.SIGMOID;
        Formula right = logistic ? new Formula.Minus(program.output(), program.goal()) : Exact.formula(program, symbol);
        double scale = Math.abs(delta.scale());
        String should = Wording.formula(examination, symbol, right, scale);
        Line line = new Line(
                program.role(symbol) == null ? symbol.standardName() : name,
                Wording.formula(examination, symbol, delta.formula(), delta.scale()),
                should);
        // Of outputs that share a sum the activation is what does not fit; else the loss.
        String output = Wording.place(examination, Symbol.activation(depth));
        return new Suspicion(
                activation.isSoftmax() ? Fault.OUTPUT_ACTIVATION_WRONG : Fault.LOSS_MISMATCH,
                Certainty.LIKELY,
                activation.isSoftmax() ? List.of(output, name) : List.of(name),
                "%s %s".formatted(name, why),
                List.of(Evidence.fact("numbers of " + name + " that this formula reproduces", delta.elements())),
                activation.isSoftmax() ? "use a sigmoid as output activation; " + line.mended() : line.mended(),
                line,
                setup -> setup.with(mended(setup, depth, activation).with(symbol, right, scale)));
    }

    private static Recipe mended(Setup setup, int depth, Nonlinearity output) {
        return output.isSoftmax() ? setup.recipe().withActivation(depth, Nonlinearity.SIGMOID) : setup.recipe();
    }
}

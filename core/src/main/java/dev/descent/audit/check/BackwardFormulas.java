package dev.descent.audit.check;

import dev.descent.audit.algebra.Formula;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Exact;
import dev.descent.audit.recover.Explanation;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Ref;
import dev.descent.audit.recover.Step;
import dev.descent.audit.recover.Update;
import dev.descent.audit.recover.Variable;
import dev.descent.data.NdArray;
import dev.descent.report.Certainty;
import dev.descent.report.Comparison;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Deltas, errors sent back and gradients that are not what the chain rule gives, output first. */
final class BackwardFormulas implements Check {
    /** To what share numbers in proportion agree. */
    private static final double SAME = 1e-6;

    /** More than there are iterations. */
    private static final int FAR = 1000;

    @Override
    public List<Suspicion> examine(Examination examination) {
        List<Suspicion> found = new ArrayList<>();
        for (Map.Entry<Symbol, Explanation> entry :
                examination.program().explanations().entrySet()) {
            Explanation explanation = entry.getValue();
            // What adds up from step to step is a matter of the update, and is looked at there.
            boolean here = explanation.fault() != null && explanation.fault() != Fault.GRADIENT_ACCUMULATES;
            if (here
                    && !isOfWrongActivation(examination, entry.getKey())
                    && isKnown(examination, entry.getKey(), explanation)) {
                boolean isShown = examination.program().role(entry.getKey()) != null;
                add(found, suspicion(examination, entry.getKey(), explanation), isShown);
            }
        }
        return found;
    }

    /**
     * An output's delta that no formula gives may belong to a loss that is not known here, and one whose weight does not move, or in
     * a way that is not known either, may be none at all: that is no fault; what is not known behind one that nothing shows is none either. Nor is a formula that nothing in the dump shows.
     */
    private static boolean isKnown(Examination examination, Symbol symbol, Explanation explanation) {
        Program program = examination.program();
        Update update = program.updates().get(Symbol.weight(symbol.layer()));
        if (explanation.isUnknown()) {
            return symbol.layer() < program.depth()
                    && examination.showsDelta(symbol.layer() + 1)
                    // Weights that move in a way that is not known may not be those that the error came back through.
                    && !(program.updates().get(Symbol.weight(symbol.layer() + 1)) instanceof Update.Unknown)
                    && !(update instanceof Update.Unknown)
                    && !(update instanceof Update.Still)
                    && !Branches.leave(examination, symbol.layer());
        }
        return program.role(symbol) != null
                || explanation.elements() > 0
                || (update != null && update.moves())
                || (examination.knowsLayers()
                        && (program.role(Symbol.gradient(symbol.layer())) != null
                                || program.role(Symbol.biasGradient(symbol.layer())) != null));
    }

    private static boolean isOfWrongActivation(Examination examination, Symbol symbol) {
        int layer = symbol.layer();
        return symbol.role() == Symbol.Role.DELTA
                && (ActivationWrong.isWrong(examination.program(), layer)
                        || (layer == examination.program().depth() && OutputActivation.isWrong(examination)));
    }

    /** The same slip in several layers is one finding, told of an array of the dump where one shows it. */
    private static void add(List<Suspicion> found, Suspicion next, boolean isShown) {
        for (int i = 0; i < found.size(); i++) {
            Suspicion before = found.get(i);
            if (before.fault() == next.fault()) {
                boolean goesFirst = isShown && before.comparisons().isEmpty();
                found.set(i, goesFirst ? next.joined(before) : before.joined(next));
                return;
            }
        }
        found.add(next);
    }

    private static Suspicion suspicion(Examination examination, Symbol symbol, Explanation explanation) {
        String number = oneNumber(examination, symbol, explanation);
        String name = number == null ? Wording.place(examination, symbol) : number;
        Formula exact = Exact.formula(examination.program(), symbol);
        double scale = explanation.isUnknown() ? 1 : explanation.scale();
        String computes = explanation.isUnknown()
                ? "something that was not recognised"
                : Wording.formula(examination, symbol, explanation.formula(), scale);
        String should = Wording.formula(examination, symbol, exact, scale);
        boolean isShown = number != null || examination.program().role(symbol) != null;
        String assigned = isShown ? name : symbol.standardName();
        Line line = new Line(assigned, computes, should);
        return new Suspicion(
                Objects.requireNonNull(explanation.fault()),
                explanation.isUnknown() ? Certainty.POSSIBLE : Certainty.LIKELY,
                List.of(name),
                name + " " + explanation.says(),
                explanation.elements() == 0
                        ? List.of()
                        : List.of(Evidence.fact(
                                "numbers of " + name + " that the formula found reproduces", explanation.elements())),
                line.mended(),
                line,
                setup -> setup.with(setup.recipe().with(symbol, exact, scale)),
                comparisons(examination, symbol, exact, scale));
    }

    /** The variable that holds one number where a number for each unit is needed, as a sum over everything; null for none. */
    private static @Nullable String oneNumber(Examination examination, Symbol symbol, Explanation explanation) {
        if (examination.program().role(symbol) != null || explanation.fault() != Fault.GRADIENT_WRONG_AXIS) {
            return null;
        }
        for (Variable variable : examination.program().book().scalars()) {
            double ratio = Double.NaN;
            int seen = 0;
            for (Step step : examination.steps()) {
                Matrix shown = variable.at(step.iteration());
                Matrix value = step.compute(explanation.formula());
                if (shown == null || value == null || value.at(0) == 0 || variable.isConstant()) {
                    continue;
                }
                double now = shown.at(0) / value.at(0);
                seen = Double.isNaN(ratio) || Math.abs(now - ratio) <= SAME * Math.abs(ratio) ? seen + 1 : -FAR;
                ratio = now;
            }
            if (seen > 1) {
                return variable.name();
            }
        }
        return null;
    }

    /** The first step that has both: the user's array beside the exact one. */
    private static List<Comparison> comparisons(Examination examination, Symbol symbol, Formula exact, double scale) {
        Ref ref = examination.program().role(symbol);
        for (Step step : examination.steps()) {
            Matrix seen = ref == null ? null : ref.at(step.iteration());
            Matrix meant = seen == null ? null : step.compute(exact);
            if (ref != null && seen != null && meant != null && meant.sameShape(seen)) {
                return List.of(Comparison.of(
                        ref.name(), array(seen, ref.transposed()), array(meant.scaled(scale), ref.transposed())));
            }
        }
        return List.of();
    }

    private static NdArray array(Matrix matrix, boolean transposed) {
        Matrix shown = transposed ? matrix.transpose() : matrix;
        return NdArray.of(shown.values(), shown.rows(), shown.columns());
    }
}

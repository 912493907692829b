package dev.descent.audit.check;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Exact;
import dev.descent.audit.recover.Explanation;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Step;
import dev.descent.audit.recover.Update;
import dev.descent.audit.recover.Variable;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A weight or bias that moves by something else than its gradient, where all that is needed to know the gradient is in the dump and the
 * other parameters follow theirs in plain steps. What it is made of is not found, only that it is not that.
 */
final class StrangeGradient implements Check {
    /** Distance from the gradient, in parts of it: decay, clipping and noise of a healthy program stay nearer. */
    private static final double FAR = 0.05;

    /** Share of the numbers that may be right: where more are, the others are cut off or masked. */
    private static final double FEW = 0.2;

    private static final double SAME = 1e-5;

    @Override
    public List<Suspicion> examine(Examination examination) {
        Program program = examination.program();
        Double factor = factor(program);
        if (factor == null || program.parameters().stream().anyMatch(one -> movesAtNoGradient(examination, one))) {
            return List.of();
        }
        List<Suspicion> found = new ArrayList<>();
        program.updates().forEach((parameter, update) -> {
            if (update instanceof Update.Unknown
                    && isDeltaSure(program, parameter.layer())
                    && !program.explanations().containsKey(parameter.gradient())
                    && isStrange(examination, parameter, factor)) {
                found.add(suspicion(examination, parameter, factor));
            }
        });
        return Suspicion.joined(found);
    }

    /** Whether it moves in a step in which its gradient is 0 throughout: then something else was taken for it. */
    private static boolean movesAtNoGradient(Examination examination, Symbol parameter) {
        Program program = examination.program();
        if (!(program.updates().get(parameter) instanceof Update.Unknown)) {
            return false;
        }
        return examination.steps().stream().anyMatch(step -> {
            Matrix before = program.before(parameter, step.iteration());
            Matrix after = program.after(parameter, step.iteration());
            Matrix gradient = step.compute(Exact.formula(program, parameter.gradient()));
            return before != null
                    && after != null
                    && gradient != null
                    && gradient.isZero()
                    && !after.sameValues(before);
        });
    }

    /** What multiplies the summed gradients of the parameters that follow them; null where these are no plain steps of one size. */
    private static @Nullable Double factor(Program program) {
        Double factor = null;
        int plain = 0;
        int unknown = 0;
        for (Map.Entry<Symbol, Update> entry : program.updates().entrySet()) {
            Update update = entry.getValue();
            if (update instanceof Update.Plain(double ofArray, double decay, boolean steady)) {
                double own = ofArray * program.shownScale(entry.getKey().gradient());
                boolean fits = steady && decay == 0 && (factor == null || Math.abs(own / factor - 1) < 1e-3);
                if (!fits) {
                    return null;
                }
                factor = own;
                plain++;
            } else if (update instanceof Update.Unknown) {
                unknown++;
            } else if (!(update instanceof Update.Still)) {
                return null;
            }
        }
        return plain >= unknown ? factor : null;
    }

    /** Whether the deltas from the output to this layer are in the dump and right. */
    private static boolean isDeltaSure(Program program, int layer) {
        for (int k = layer; k <= program.depth(); k++) {
            Explanation delta = program.explanations().get(Symbol.delta(k));
            if (delta == null
                    || delta.fault() != null
                    || delta.elements() == 0
                    || program.role(Symbol.delta(k)) == null) {
                return false;
            }
        }
        return true;
    }

    private static boolean isStrange(Examination examination, Symbol parameter, double factor) {
        Program program = examination.program();
        int seen = 0;
        Matrix last = null;
        for (Step step : examination.steps()) {
            Matrix before = program.before(parameter, step.iteration());
            Matrix after = program.after(parameter, step.iteration());
            Matrix value = step.compute(Exact.formula(program, parameter.gradient()));
            if (before == null
                    || after == null
                    || value == null
                    || !after.sameShape(before)
                    || !value.sameShape(before)) {
                continue;
            }
            Matrix gradient = value.scaled(factor);
            Matrix change = after.minus(before);
            Matrix apart = change.minus(gradient);
            boolean far = apart.norm() > FAR * gradient.norm() && change.norm() > FAR * gradient.norm();
            if (!far
                    || isUsual(change, gradient, before, last)
                    || near(change, gradient) > FEW
                    || isMovedAfterwards(after, before.plus(gradient))) {
                return false;
            }
            last = change;
            seen++;
        }
        return seen > 1;
    }

    /** Whether a penalty or a velocity explains it. */
    private static boolean isUsual(Matrix change, Matrix gradient, Matrix before, @Nullable Matrix last) {
        Matrix signs = before.mapExactly(Math::signum);
        return Fit.combination(change, List.of(gradient, before)).matches()
                || Fit.combination(change, List.of(gradient, signs)).matches()
                || Fit.combination(change, List.of(gradient, before, signs)).matches()
                || (last != null
                        && Fit.combination(change, List.of(gradient, last)).matches());
    }

    /** Whether the step was right and something was done to the parameter after it: cut to a norm, or drawn to 0 by one number (ISTA). */
    private static boolean isMovedAfterwards(Matrix after, Matrix meant) {
        return Fit.scaled(after, meant).matches()
                || areScaled(after, meant)
                || areScaled(after.transpose(), meant.transpose())
                || isDrawnToZero(after, meant);
    }

    /** Each column by a number of its own. */
    private static boolean areScaled(Matrix after, Matrix meant) {
        for (int column = 0; column < after.columns(); column++) {
            Matrix one = after.columns(column, column + 1);
            if (!Fit.scaled(one, meant.columns(column, column + 1)).matches()) {
                return false;
            }
        }
        return after.rows() > 2;
    }

    private static boolean isDrawnToZero(Matrix after, Matrix meant) {
        double by = Double.NaN;
        int drawn = 0;
        for (int i = 0; i < after.size(); i++) {
            if (after.at(i) != 0) {
                double here = (meant.at(i) - after.at(i)) * Math.signum(after.at(i));
                by = Double.isNaN(by) ? here : by;
                if (!(Math.abs(here - by) <= SAME * (Math.abs(meant.at(i)) + Math.abs(by)))) {
                    return false;
                }
                drawn++;
            }
        }
        double most = by * (1 + SAME);
        for (int i = 0; i < after.size(); i++) {
            if (after.at(i) == 0 && Math.abs(meant.at(i)) > most) {
                return false;
            }
        }
        return by > 0 && drawn > 1;
    }

    /** Share of the numbers in which both agree. */
    private static double near(Matrix change, Matrix gradient) {
        int near = 0;
        for (int i = 0; i < change.size(); i++) {
            near += Math.abs(change.at(i) - gradient.at(i)) <= 1e-3 * Math.abs(gradient.at(i)) ? 1 : 0;
        }
        return (double) near / change.size();
    }

    private static Suspicion suspicion(Examination examination, Symbol parameter, double factor) {
        Program program = examination.program();
        String moved = program.parameter(parameter).name();
        String name = Objects.requireNonNullElse(array(examination, parameter), moved);
        Symbol gradient = parameter.gradient();
        String should = Wording.formula(examination, gradient, Exact.formula(program, gradient), 1);
        return new Suspicion(
                Fault.GRADIENT_WRONG,
                Certainty.LIKELY,
                List.of(name),
                name.equals(moved)
                        ? "%s moves by something else than its gradient, which the other parameters follow"
                                .formatted(name)
                        : "%s, by which %s moves, is not its gradient".formatted(name, moved),
                List.of(Evidence.against(
                        "least distance from the gradient, in parts of it",
                        distance(examination, parameter, factor),
                        FAR,
                        "rounding, decay and clipping stay nearer")),
                name + " = " + should,
                new Line(name, "something that was not recognised", should),
                setup -> setup);
    }

    private static double distance(Examination examination, Symbol parameter, double factor) {
        Program program = examination.program();
        double least = Double.POSITIVE_INFINITY;
        for (Step step : examination.steps()) {
            Matrix change = program.change(parameter, step.iteration());
            Matrix value = step.compute(Exact.formula(program, parameter.gradient()));
            if (change != null && value != null && value.sameShape(change)) {
                Matrix gradient = value.scaled(factor);
                least = Math.min(least, change.minus(gradient).norm() / gradient.norm());
            }
        }
        return least;
    }

    /** The array that it moves by; null where the dump has none. */
    private static @Nullable String array(Examination examination, Symbol parameter) {
        Program program = examination.program();
        for (Variable variable : program.book().variables()) {
            int seen = 0;
            boolean follows = true;
            for (Step step : examination.steps()) {
                Matrix change = program.change(parameter, step.iteration());
                Matrix value = variable.atOrBefore(step.iteration());
                if (change == null || value == null || value.size() != change.size() || !follows) {
                    continue;
                }
                follows = (value.sameShape(change) && Fit.scaled(change, value).shows())
                        || (value.transpose().sameShape(change)
                                && Fit.scaled(change, value.transpose()).shows());
                seen++;
            }
            if (seen > 1 && follows) {
                return variable.name();
            }
        }
        return null;
    }
}

package dev.descent.audit.check;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Names;
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
import org.jspecify.annotations.Nullable;

/** A parameter that is set to its step instead of being moved by it, or that moves by one number whatever its gradient. */
final class LostStep implements Check {
    private static final double SAME = 1e-6;
    private static final int FEWEST_STEPS = 2;

    /** What a velocity loses in each step, at least and at most. */
    private static final double MOST_KEPT = 0.02;

    private static final double LEAST_KEPT = 0.6;

    /** By what share a gradient turns at least where a step that stays shows. */
    private static final double NOTABLE = 0.01;

    /** Numbers that are in proportion by chance are fewer. */
    private static final int FEWEST = 3;

    @Override
    public List<Suspicion> examine(Examination examination) {
        List<Suspicion> found = new ArrayList<>();
        examination.program().updates().forEach((parameter, update) -> {
            boolean isTwin = isTwin(examination.program(), parameter, update);
            if (!(update instanceof Update.Unknown) && !update.replaces() && !isTwin) {
                return;
            }
            double factor = factor(examination, parameter);
            Fit velocity = velocity(examination, parameter);
            if (!Double.isNaN(factor) && isNoGradient(examination.program(), parameter)) {
                found.add(replaced(examination, parameter, factor));
            } else if (velocity != null) {
                found.add(replacedByVelocity(examination, parameter, velocity));
            } else if (isConstant(examination, parameter)) {
                found.add(constant(examination, parameter));
            }
        });
        return Suspicion.joined(found);
    }

    /**
     * Whether it decays as a velocity does, and another array of the dump is the same in every iteration: it is no decay, but the velocity
     * itself.
     */
    static boolean isTwin(Program program, Symbol parameter, Update update) {
        Variable own = program.parameter(parameter).variable();
        return update instanceof Update.Plain plain
                && plain.decay() < -MOST_KEPT
                && plain.decay() > -LEAST_KEPT
                && program.book().all().stream()
                        .anyMatch(other -> other != own && !other.isConstant() && areSame(own, other));
    }

    private static boolean areSame(Variable one, Variable other) {
        for (int t = 0; t < one.iterations(); t++) {
            Matrix here = one.at(t);
            Matrix there = other.at(t);
            if (here == null || there == null || !here.sameShape(there) || !here.sameValues(there)) {
                return false;
            }
        }
        return true;
    }

    /** Of a gradient that is nowhere else in the dump, and nothing that it is made of either, the parameter is this itself. */
    private static boolean isNoGradient(Program program, Symbol parameter) {
        return program.role(parameter.gradient()) != null
                || (program.role(Symbol.delta(parameter.layer())) != null
                        && !Names.soundsLikeGradient(
                                program.parameter(parameter).name()));
    }

    /** What multiplies the gradient and what it keeps of itself, where it is set to a velocity after each step but the first; null where it is not. */
    private static @Nullable Fit velocity(Examination examination, Symbol parameter) {
        Fit found = null;
        int seen = 0;
        for (Step step : examination.steps()) {
            Matrix before = examination.program().before(parameter, step.iteration());
            Matrix after = examination.program().after(parameter, step.iteration());
            Matrix gradient = step.find(parameter.gradient());
            if (before == null || after == null || gradient == null || step.iteration() == 0) {
                continue;
            }
            if (!after.sameShape(gradient) || !after.sameShape(before)) {
                return null;
            }
            Fit fit = Fit.combination(after, List.of(gradient, before));
            boolean holds = fit.informative() > FEWEST
                    && fit.scales()[1] > 0
                    && fit.scales()[1] < 1 - SAME
                    && (found == null || found.hasScalesOf(fit, SAME));
            if (!holds) {
                return null;
            }
            found = fit;
            seen++;
        }
        return seen < FEWEST_STEPS ? null : found;
    }

    /** By what the gradient is multiplied to give the parameter after each step; NaN where it does not. */
    private static double factor(Examination examination, Symbol parameter) {
        double factor = Double.NaN;
        int seen = 0;
        for (Step step : examination.steps()) {
            Matrix after = examination.program().after(parameter, step.iteration());
            Matrix gradient = step.find(parameter.gradient());
            if (after == null || gradient == null || step.iteration() == 0) {
                continue;
            }
            Fit fit = Fit.scaled(after, gradient);
            boolean holds = after.sameShape(gradient)
                    && fit.shows()
                    && after.size() >= FEWEST
                    && (Double.isNaN(factor) || Math.abs(fit.scale() - factor) <= SAME * Math.abs(factor));
            if (!holds) {
                return Double.NaN;
            }
            factor = fit.scale();
            seen++;
        }
        return seen < FEWEST_STEPS ? Double.NaN : factor;
    }

    private static boolean isConstant(Examination examination, Symbol parameter) {
        Program program = examination.program();
        List<Double> ones = new ArrayList<>();
        List<Double> gradients = new ArrayList<>();
        int seen = 0;
        for (Step step : examination.steps()) {
            Matrix before = program.before(parameter, step.iteration());
            Matrix after = program.after(parameter, step.iteration());
            Matrix gradient = step.find(parameter.gradient());
            if (before == null || after == null || gradient == null || !after.sameShape(before)) {
                continue;
            }
            Matrix change = after.minus(before);
            double range = change.maximum() - change.minimum();
            boolean turns =
                    gradient.isZero() || gradient.maximum() - gradient.minimum() > SAME * gradient.largestFinite();
            boolean isOne = change.size() == 1;
            if (!isOne && (change.size() < FEWEST || !turns || !(range <= SAME * change.largestFinite()))) {
                return false;
            }
            ones.add(isOne ? change.at(0) : Double.NaN);
            gradients.add(gradient.at(0));
            seen++;
        }
        return seen >= FEWEST_STEPS && (Double.isNaN(ones.getFirst()) || staysBeside(ones, gradients));
    }

    /** Whether a number is the same in several steps, in which another is not. */
    private static boolean staysBeside(List<Double> changes, List<Double> gradients) {
        double first = changes.getFirst();
        return changes.size() >= FEWEST
                && first != 0
                && changes.stream().allMatch(change -> Math.abs(change - first) <= SAME * Math.abs(first))
                && gradients.stream().anyMatch(one -> Math.abs(one / gradients.getFirst() - 1) > NOTABLE);
    }

    private static Suspicion replaced(Examination examination, Symbol parameter, double factor) {
        String name = examination.program().parameter(parameter).name();
        String gradient = Wording.gradient(examination, parameter);
        double sign = examination.program().updates().values().stream()
                .filter(other -> other instanceof Update.Plain && !other.replaces())
                .mapToDouble(other -> Math.signum(other.factor()))
                .findFirst()
                .orElse(-1);
        Update right = new Update.Plain(sign * Math.abs(factor), 0, true);
        return suspicion(
                examination,
                parameter,
                right,
                "%s is set to %s times its gradient in each step instead of being moved by it: what it had learned is lost"
                        .formatted(name, Wording.number(factor)),
                "%s * %s".formatted(Wording.number(factor), gradient));
    }

    private static Suspicion replacedByVelocity(Examination examination, Symbol parameter, Fit velocity) {
        String name = examination.program().parameter(parameter).name();
        Update right = new Update.Momentum(velocity.scales()[0], velocity.scales()[1]);
        Line line = new Line(name, "velocity", Wording.update(examination, parameter, right));
        return new Suspicion(
                Fault.MOMENTUM_WRONG,
                Certainty.LIKELY,
                List.of(name),
                "%s is set to its velocity in each step instead of being moved by it: what it started from is lost"
                        .formatted(name),
                List.of(Evidence.fact("share of the velocity that is kept", velocity.scales()[1])),
                line.mended(),
                line,
                setup -> setup.with(setup.recipe().with(parameter, right)));
    }

    private static Suspicion constant(Examination examination, Symbol parameter) {
        String name = examination.program().parameter(parameter).name();
        Update right = examination.program().updates().values().stream()
                .filter(Update.Plain.class::isInstance)
                .findFirst()
                .orElse(new Update.Plain(-1, 0, true));
        return suspicion(
                examination,
                parameter,
                right,
                (examination.program().parameter(parameter).variable().isScalar()
                                ? "%s moves by the same number in each step, whatever its gradient is"
                                : "%s moves by one number in all its elements, whatever its gradient is")
                        .formatted(name),
                name + " + a number");
    }

    private static Suspicion suspicion(
            Examination examination, Symbol parameter, Update right, String says, String computes) {
        String name = examination.program().parameter(parameter).name();
        Line line = new Line(name, computes, Wording.update(examination, parameter, right));
        return new Suspicion(
                Fault.GRADIENT_WRONG,
                Certainty.LIKELY,
                List.of(name),
                says,
                List.of(Evidence.fact(
                        "steps in which it does", examination.steps().size() - 1)),
                line.mended(),
                line,
                setup -> setup.with(setup.recipe().with(parameter, right)));
    }
}

package dev.descent.audit.check;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A velocity that keeps a share of another parameter's instead of its own, as layers of the same size let it. */
final class OthersVelocity implements Check {
    /** To what share factors of two steps agree. */
    private static final double SAME = 1e-4;

    /** Steps that must follow the other's velocity with the same factors. */
    private static final int FEWEST = 2;

    @Override
    public List<Suspicion> examine(Examination examination) {
        Program program = examination.program();
        List<Suspicion> found = new ArrayList<>();
        program.updates().forEach((parameter, update) -> {
            if (update instanceof Update.Unknown) {
                program.updates().keySet().stream()
                        .filter(other -> program.updates().get(other) instanceof Update.Momentum)
                        .map(other -> follows(examination, parameter, other))
                        .flatMap(Optional::stream)
                        .findFirst()
                        .ifPresent(found::add);
            }
        });
        return Suspicion.joined(found);
    }

    private static Optional<Suspicion> follows(Examination examination, Symbol parameter, Symbol other) {
        Program program = examination.program();
        Fit first = null;
        int seen = 0;
        for (Step step : examination.steps()) {
            Matrix own = change(program, parameter, step.iteration());
            Matrix others = change(program, other, step.iteration());
            Matrix gradient = step.find(parameter.gradient());
            if (own == null || others == null || gradient == null) {
                continue;
            }
            if (!own.sameShape(others) || !own.sameShape(gradient)) {
                return Optional.empty();
            }
            Fit fit = Fit.combination(own, List.of(gradient, others));
            boolean told = fit.matches() && fit.informative() > 2;
            if (!told || (first != null && !(agree(first, fit, 0) && agree(first, fit, 1)))) {
                return Optional.empty();
            }
            first = first == null ? fit : first;
            seen++;
        }
        return first == null || seen < FEWEST || Math.abs(first.scales()[1]) <= SAME
                ? Optional.empty()
                : Optional.of(suspicion(examination, parameter, other, first));
    }

    private static boolean agree(Fit one, Fit other, int k) {
        return Math.abs(one.scales()[k] - other.scales()[k])
                <= SAME * Math.abs(one.scales()[k]) + one.uncertain()[k] + other.uncertain()[k];
    }

    private static @Nullable Matrix change(Program program, Symbol parameter, int iteration) {
        Matrix before = program.before(parameter, iteration);
        Matrix after = program.after(parameter, iteration);
        return before == null || after == null || !before.sameShape(after) ? null : after.minus(before);
    }

    private static Suspicion suspicion(Examination examination, Symbol parameter, Symbol other, Fit fit) {
        Program program = examination.program();
        String name = velocity(examination, parameter);
        String others = velocity(examination, other);
        String gradient = examination.name(parameter.gradient());
        String kept = Wording.number(fit.scales()[1]);
        String step = Wording.number(Math.abs(fit.scales()[0]));
        Line line = new Line(
                name,
                "%s * %s - %s * %s".formatted(kept, others, step, gradient),
                "%s * %s - %s * %s".formatted(kept, name, step, gradient));
        Update right = new Update.Momentum(fit.scales()[0], fit.scales()[1]);
        return new Suspicion(
                Fault.MOMENTUM_WRONG,
                Certainty.LIKELY,
                List.of(name),
                "%s, by which %s moves, keeps %s times the velocity of %s, not its own"
                        .formatted(
                                name,
                                program.parameter(parameter).name(),
                                kept,
                                program.parameter(other).name()),
                List.of(Evidence.fact("share of the other velocity that is kept", fit.scales()[1])),
                line.mended(),
                line,
                setup -> setup.with(setup.recipe().with(parameter, right)));
    }

    /** The array that holds a parameter's change; its own name where the dump has none. */
    private static String velocity(Examination examination, Symbol parameter) {
        Program program = examination.program();
        String own = program.parameter(parameter).name();
        return program.book().variables().stream()
                .filter(variable -> holdsChange(examination, parameter, variable))
                .map(Variable::name)
                .findFirst()
                .orElse(own);
    }

    private static boolean holdsChange(Examination examination, Symbol parameter, Variable variable) {
        int seen = 0;
        for (Step step : examination.steps()) {
            Matrix change = change(examination.program(), parameter, step.iteration());
            Matrix value = variable.at(step.iteration());
            if (change == null) {
                continue;
            }
            if (value == null
                    || !value.sameShape(change)
                    || !Fit.same(value, change).matches()) {
                return false;
            }
            seen++;
        }
        return seen > 0;
    }
}

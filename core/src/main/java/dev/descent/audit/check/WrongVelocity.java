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
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A velocity that keeps a share of something else than its own last step: of another parameter's, as layers of the same size let it, or of the
 * last gradient, which no rate has scaled.
 */
final class WrongVelocity implements Check {
    /** To what share factors of two steps agree. */
    private static final double SAME = 1e-4;

    /** Steps that must follow with the same factors. */
    private static final int FEWEST = 2;

    private static final double MOST_KEPT = 0.9;

    /** Of the last gradient: less than the rate of this one is a mean of two steps, as programs have it on purpose. */
    private static final double LEAST_OF_GRADIENT = 2;

    /**
     * What is kept.
     *
     * @param says how to say it
     * @param name how the program's line calls it
     * @param least what is kept of it at least, in parts of the rate, to be wrong
     * @param value in an iteration
     */
    private record Kept(String says, String name, double least, IntFunction<@Nullable Matrix> value) {}

    @Override
    public List<Suspicion> examine(Examination examination) {
        List<Suspicion> found = new ArrayList<>();
        examination.program().updates().forEach((parameter, update) -> {
            if (update instanceof Update.Unknown) {
                kept(examination, parameter).stream()
                        .map(kept -> follows(examination, parameter, kept))
                        .flatMap(Optional::stream)
                        .findFirst()
                        .ifPresent(found::add);
            }
        });
        return Suspicion.joined(found);
    }

    private static List<Kept> kept(Examination examination, Symbol parameter) {
        Program program = examination.program();
        List<Kept> all = new ArrayList<>();
        String gradient = examination.name(parameter.gradient());
        all.add(new Kept(
                "the last gradient",
                "last_" + gradient,
                LEAST_OF_GRADIENT,
                iteration -> iteration == 0
                        ? null
                        : examination.steps().get(iteration - 1).find(parameter.gradient())));
        program.updates().forEach((other, update) -> {
            if (update instanceof Update.Momentum) {
                all.add(new Kept(
                        "the velocity of " + program.parameter(other).name(),
                        Objects.requireNonNullElse(velocity(examination, other), "other_velocity"),
                        SAME,
                        iteration -> program.change(other, iteration)));
            }
        });
        return all;
    }

    private static Optional<Suspicion> follows(Examination examination, Symbol parameter, Kept kept) {
        Program program = examination.program();
        Fit first = null;
        int seen = 0;
        for (Step step : examination.steps()) {
            Matrix own = program.change(parameter, step.iteration());
            Matrix others = kept.value().apply(step.iteration());
            Matrix gradient = step.find(parameter.gradient());
            if (own == null || others == null || gradient == null) {
                continue;
            }
            if (!own.sameShape(others) || !own.sameShape(gradient)) {
                return Optional.empty();
            }
            Fit fit = Fit.combination(own, List.of(gradient, others));
            boolean told = fit.matches() && fit.informative() > 2;
            if (!told || (first != null && !first.hasScalesOf(fit, SAME))) {
                return Optional.empty();
            }
            first = first == null ? fit : first;
            seen++;
        }
        return first == null
                        || seen < FEWEST
                        || Math.abs(first.scales()[1]) <= kept.least() * Math.abs(first.scales()[0])
                ? Optional.empty()
                : Optional.of(suspicion(examination, parameter, kept, first));
    }

    private static Suspicion suspicion(Examination examination, Symbol parameter, Kept kept, Fit fit) {
        Program program = examination.program();
        String moved = program.parameter(parameter).name();
        String velocity = velocity(examination, parameter);
        String name = Objects.requireNonNullElse(velocity, "velocity");
        String gradient = examination.name(parameter.gradient());
        double share = Math.abs(fit.scales()[1]);
        double rate = Math.abs(fit.scales()[0]);
        String step = " * %s - %s * %s".formatted("%s", Wording.number(rate), gradient);
        Line line = new Line(
                name,
                Wording.number(fit.scales()[1]) + step.formatted(kept.name()),
                Wording.number(share) + step.formatted(name));
        Update right = new Update.Momentum(fit.scales()[0], Math.min(share, MOST_KEPT));
        return new Suspicion(
                Fault.MOMENTUM_WRONG,
                Certainty.LIKELY,
                velocity == null ? List.of(moved) : List.of(velocity, moved),
                "%s, by which %s moves, keeps %s times %s, not its own last step"
                        .formatted(name, moved, Wording.number(fit.scales()[1]), kept.says()),
                List.of(Evidence.fact("share of it that is kept", fit.scales()[1])),
                line.mended(),
                line,
                setup -> setup.with(setup.recipe().with(parameter, right)));
    }

    /** The array that holds a parameter's change, or takes it away; null where the dump has none. */
    private static @Nullable String velocity(Examination examination, Symbol parameter) {
        return examination.program().book().variables().stream()
                .filter(variable -> holdsChange(examination, parameter, variable, 1)
                        || holdsChange(examination, parameter, variable, -1))
                .map(Variable::name)
                .findFirst()
                .orElse(null);
    }

    private static boolean holdsChange(Examination examination, Symbol parameter, Variable variable, int sign) {
        int seen = 0;
        for (Step step : examination.steps()) {
            Matrix change = examination.program().change(parameter, step.iteration());
            Matrix value = variable.at(step.iteration());
            if (change == null) {
                continue;
            }
            if (value == null
                    || !value.sameShape(change)
                    || !Fit.scaledBy(value, change, sign).matches()) {
                return false;
            }
            seen++;
        }
        return seen > 0;
    }
}

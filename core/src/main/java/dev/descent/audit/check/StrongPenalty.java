package dev.descent.audit.check;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Exact;
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

/**
 * Gradients that are penalty for the most part, where the dump does not show the updates: the weights shrink away from record to record
 * instead of learning. Where it does, {@link UpdateRules} measures the decay itself.
 */
final class StrongPenalty implements Check {
    /** To what share factors of two iterations agree. */
    private static final double SAME = 1e-4;

    private static final int FEWEST = 2;

    /** The penalty's part of the first gradient over the rest of it: usual penalties are a small part. */
    private static final double OUTWEIGHS = 3;

    /** What is left of the weights in the last record. */
    private static final double SHRUNK = 0.3;

    @Override
    public List<Suspicion> examine(Examination examination) {
        Program program = examination.program();
        List<Suspicion> found = new ArrayList<>();
        for (Symbol parameter : program.parameters()) {
            boolean isHidden = program.updates().get(parameter) instanceof Update.Unknown;
            if (parameter.role() == Symbol.Role.WEIGHT
                    && isHidden
                    && examination.showsDelta(parameter.layer())
                    && shrinks(program, parameter)) {
                program.book().variables().stream()
                        .map(array -> of(examination, parameter, array))
                        .flatMap(Optional::stream)
                        .findFirst()
                        .ifPresent(found::add);
            }
        }
        return Suspicion.joined(found);
    }

    private static boolean shrinks(Program program, Symbol parameter) {
        Matrix first = program.before(parameter, 0);
        Matrix last = program.before(parameter, program.iterations() - 1);
        return first != null && last != null && last.norm() < SHRUNK * first.norm();
    }

    private static Optional<Suspicion> of(Examination examination, Symbol parameter, Variable array) {
        Fit first = null;
        double outweighs = 0;
        int seen = 0;
        for (Step step : examination.steps()) {
            Matrix gradient = step.find(parameter.gradient());
            Matrix weight = examination.program().before(parameter, step.iteration());
            Matrix value = inShape(array.at(step.iteration()), gradient);
            if (gradient == null || weight == null || value == null || !weight.sameShape(gradient)) {
                continue;
            }
            Fit fit = Fit.combination(value, List.of(gradient, weight));
            boolean holds = fit.shows() && fit.scale() != 0 && (first == null || first.hasScalesOf(fit, SAME));
            if (!holds) {
                return Optional.empty();
            }
            if (first == null) {
                outweighs = Math.abs(fit.scales()[1]) * weight.norm() / (Math.abs(fit.scale()) * gradient.norm());
            }
            first = fit;
            seen++;
        }
        return first == null || seen < FEWEST || outweighs < OUTWEIGHS || first.scales()[1] / first.scale() < 0
                ? Optional.empty()
                : Optional.of(suspicion(examination, parameter, array, first, outweighs));
    }

    private static @Nullable Matrix inShape(@Nullable Matrix value, @Nullable Matrix like) {
        if (value == null || like == null) {
            return null;
        }
        return value.sameShape(like) ? value : value.transpose().sameShape(like) ? value.transpose() : null;
    }

    private static Suspicion suspicion(
            Examination examination, Symbol parameter, Variable array, Fit fit, double outweighs) {
        Program program = examination.program();
        String name = program.parameter(parameter).name();
        String gradient = Wording.formula(
                examination, parameter.gradient(), Exact.formula(program, parameter.gradient()), Math.abs(fit.scale()));
        Line line = new Line(
                array.name(),
                "%s + %s * %s".formatted(gradient, Wording.number(Math.abs(fit.scales()[1])), name),
                gradient);
        return new Suspicion(
                Fault.REGULARISATION_TOO_STRONG,
                Certainty.LIKELY,
                List.of(name, array.name()),
                "the penalty in %s is %s times what the error adds to it: %s shrinks away instead of learning"
                        .formatted(array.name(), Wording.number(outweighs), name),
                List.of(Evidence.against(
                        "penalty over the gradient of the error",
                        outweighs,
                        OUTWEIGHS,
                        "usual penalties are a small part")),
                "a penalty %s times smaller, or none"
                        .formatted(Wording.number(100 * Math.max(1, Math.rint(outweighs)))),
                line,
                setup -> setup);
    }
}

package dev.descent.audit.check;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Exact;
import dev.descent.audit.recover.Explanation;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Update;
import dev.descent.audit.recover.Variable;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Two moments of an optimizer that are one array, as after {@code m = v = np.zeros(…)}: what is written to one is in the other. */
final class SharedMoments implements Check {
    @Override
    public List<Suspicion> examine(Examination examination) {
        List<Suspicion> found = new ArrayList<>();
        examination.program().updates().forEach((parameter, update) -> {
            Explanation gradient = examination.program().explanations().get(parameter.gradient());
            boolean isSure = gradient != null && gradient.fault() == null && gradient.elements() > 0;
            if (isSure && update instanceof Update.Unknown) {
                shared(examination, parameter).ifPresent(found::add);
            }
        });
        return Suspicion.joined(found);
    }

    private static Optional<Suspicion> shared(Examination examination, Symbol parameter) {
        Program program = examination.program();
        List<Variable> kept = program.book().all().stream()
                .filter(variable -> isKept(examination, parameter, variable))
                .toList();
        for (Variable one : kept) {
            for (Variable other : kept) {
                if (one.order() < other.order() && one.isSame(other)) {
                    return Optional.of(suspicion(program.parameter(parameter).name(), one.name(), other.name()));
                }
            }
        }
        return Optional.empty();
    }

    /** Whether it changes and has the parameter's shape, but is neither it nor its gradient. */
    private static boolean isKept(Examination examination, Symbol parameter, Variable variable) {
        Program program = examination.program();
        boolean isParameter = program.parameters().stream()
                .map(other -> program.parameter(other).variable())
                .anyMatch(own -> own == variable || own.isSame(variable));
        int[] shape = program.parameter(parameter).variable().shape();
        if (isParameter || variable.isConstant() || !Arrays.equals(variable.shape(), shape)) {
            return false;
        }
        return examination.steps().stream().allMatch(step -> {
            Matrix value = variable.at(step.iteration());
            Matrix gradient = step.compute(Exact.formula(program, parameter.gradient()));
            return value != null && (gradient == null || !isMultiple(value, gradient));
        });
    }

    private static boolean isMultiple(Matrix value, Matrix gradient) {
        return Fit.scaled(value, gradient).matches()
                || Fit.scaled(value.transpose(), gradient).matches();
    }

    private static Suspicion suspicion(String parameter, String one, String other) {
        boolean ofLayers = one.replaceAll("\\d", "").equals(other.replaceAll("\\d", ""));
        return new Suspicion(
                ofLayers ? Fault.MOMENTUM_WRONG : Fault.OPTIMIZER_WRONG,
                Certainty.LIKELY,
                List.of(one, other, parameter),
                "%s and %s, by which %s moves, hold the same numbers all the time: they are one array, and each writes over the other"
                        .formatted(one, other, parameter),
                List.of(Evidence.against(
                        ofLayers ? "arrays for two velocities" : "arrays for two moments",
                        1,
                        2,
                        ofLayers ? "each parameter has its own" : "algorithm 1 of Kingma and Ba 2015")),
                "%s = np.zeros_like(%s); %s = np.zeros_like(%s)".formatted(one, parameter, other, parameter),
                null,
                setup -> setup);
    }
}

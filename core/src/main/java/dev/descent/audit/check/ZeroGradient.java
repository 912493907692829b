package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity.Kind;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Exact;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Update;
import dev.descent.audit.recover.Variable;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Line;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A weight that never moves, as an array of its shape is zero in every iteration where its gradient is not. */
final class ZeroGradient implements Check {
    @Override
    public List<Suspicion> examine(Examination examination) {
        List<Suspicion> found = new ArrayList<>();
        for (Symbol parameter : examination.program().parameters()) {
            if (parameter.role() == Symbol.Role.WEIGHT && isStuck(examination, parameter)) {
                zero(examination.program(), parameter)
                        .ifPresent(array -> found.add(suspicion(examination, parameter, array)));
            }
        }
        return found;
    }

    /** Whether it stays as it is although its gradient, by the formulas of the program, is not zero. */
    private static boolean isStuck(Examination examination, Symbol parameter) {
        boolean othersMove = examination.program().updates().values().stream().anyMatch(Update::moves);
        return othersMove
                && examination.program().updates().get(parameter) instanceof Update.Still(boolean gradientIsZero)
                && !gradientIsZero
                && examination.program().role(parameter.gradient()) == null;
    }

    private static Optional<Variable> zero(Program program, Symbol parameter) {
        Variable weight = program.parameter(parameter).variable();
        return program.book().all().stream()
                .filter(variable -> variable != weight
                        && variable.size() > 1
                        && variable.staysZero()
                        && Arrays.equals(variable.shape(), weight.shape()))
                .findFirst();
    }

    private static Suspicion suspicion(Examination examination, Symbol parameter, Variable array) {
        Program program = examination.program();
        String weight = program.parameter(parameter).name();
        int layer = parameter.layer();
        boolean isGate = program.forward().layer(layer).activation().kind() == Kind.RELU;
        Matrix exact = examination.first(parameter.gradient());
        String should =
                Wording.formula(examination, parameter.gradient(), Exact.formula(program, parameter.gradient()), 1);
        Line line = new Line(array.name(), "0", should);
        return new Suspicion(
                isGate ? Fault.DERIVATIVE_WRONG : Fault.GRADIENT_WRONG,
                Certainty.LIKELY,
                List.of(array.name(), weight),
                "%s is zero in every iteration, so %s never moves, though units of layer %d do pass on what they are given%s"
                        .formatted(
                                array.name(),
                                weight,
                                layer,
                                isGate ? ": the gate of the ReLU lets pass where it is closed, or nothing" : ""),
                List.of(Evidence.against(
                        "largest number of the gradient as it should be",
                        exact == null ? Double.NaN : exact.largestFinite(),
                        0,
                        "the chain rule")),
                line.mended(),
                line,
                setup -> setup);
    }
}

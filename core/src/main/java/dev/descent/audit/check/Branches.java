package dev.descent.audit.check;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Variable;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether other layers than the next one are fed by a layer's activations: the error comes back through all of them. */
final class Branches {
    private Branches() {}

    static boolean leave(Examination examination, int layer) {
        Program program = examination.program();
        int last = program.iterations() - 1;
        Matrix activations = examination.steps().get(last).find(Symbol.activation(layer));
        if (activations == null) {
            return false;
        }
        Set<Variable> known = program.forward().variables();
        for (Variable weight : program.book().variables()) {
            if (known.contains(weight) || weight.isConstant()) {
                continue;
            }
            for (int before = 0; before < 2; before++) {
                Matrix value = weight.at(last - before);
                if (feeds(program, activations, value) || feeds(program, activations, transposed(value))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static @Nullable Matrix transposed(@Nullable Matrix value) {
        return value == null ? null : value.transpose();
    }

    /** Whether the dump has the sums that these weights make of the activations, with or without a bias. */
    private static boolean feeds(Program program, Matrix activations, @Nullable Matrix weight) {
        if (weight == null || weight.rows() != activations.columns() || weight.rows() < 2) {
            return false;
        }
        Matrix sums = activations.times(weight);
        for (Variable shown : program.book().variables()) {
            Matrix value = shown.at(program.iterations() - 1);
            if (value != null
                    && !program.forward().variables().contains(shown)
                    && (isShifted(value, sums) || isShifted(value.transpose(), sums))) {
                return true;
            }
        }
        return false;
    }

    /** Whether all rows differ from the sums by the same row. */
    private static boolean isShifted(Matrix shown, Matrix sums) {
        if (!shown.sameShape(sums) || shown.rows() < 3) {
            return false;
        }
        Matrix bias = shown.rows(0, 1).minus(sums.rows(0, 1));
        return Fit.same(shown, sums.plus(bias)).shows();
    }
}

package dev.descent.audit.check;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Variable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The array of the dump that a parameter moves by, whatever it holds.
 *
 * @param factor what the array is multiplied by to give the change
 */
record Mover(Variable array, double factor) {
    private static final double SAME = 1e-3;

    /** The first array of which every change of the parameter's variable is the same multiple; null where the dump has none. */
    static @Nullable Mover of(Program program, Symbol parameter) {
        Variable moved = program.parameter(parameter).variable();
        for (Variable array : program.book().variables()) {
            for (int lag = 0; lag < 2 && array != moved; lag++) {
                Double factor = factor(moved, array, lag);
                if (factor != null) {
                    return new Mover(array, factor);
                }
            }
        }
        return null;
    }

    /** The names of the array that moves a parameter, where the dump has one, and of the parameter. */
    static List<String> names(Program program, Symbol parameter) {
        Mover mover = of(program, parameter);
        String own = program.parameter(parameter).name();
        return mover == null ? List.of(own) : List.of(mover.array.name(), own);
    }

    /** Whether the array itself is added or subtracted, as a velocity is that holds the rate already. */
    boolean isWhole() {
        return Math.abs(Math.abs(factor) - 1) < SAME;
    }

    private static @Nullable Double factor(Variable moved, Variable array, int lag) {
        double factor = Double.NaN;
        int seen = 0;
        for (int t = 1; t < moved.iterations(); t++) {
            Matrix now = moved.at(t);
            Matrix before = moved.at(t - 1);
            Matrix by = array.at(t - lag);
            if (now == null || before == null || by == null || by.size() != now.size() || !now.sameShape(before)) {
                return null;
            }
            Matrix change = now.minus(before);
            Matrix turned = by.sameShape(change) ? by : by.transpose();
            if (!turned.sameShape(change) || change.isZero()) {
                return null;
            }
            Fit fit = Fit.scaled(change, turned);
            if (!fit.matches() || Math.abs(fit.scale() - factor) > SAME * Math.abs(factor)) {
                return null;
            }
            factor = fit.shows() ? fit.scale() : factor;
            seen++;
        }
        return seen > 1 && !Double.isNaN(factor) ? factor : null;
    }
}

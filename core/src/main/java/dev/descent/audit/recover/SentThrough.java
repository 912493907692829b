package dev.descent.audit.recover;

import dev.descent.audit.algebra.Formula;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Slope;
import dev.descent.audit.algebra.Symbol;
import org.jspecify.annotations.Nullable;

/**
 * Whether a delta that no formula gives is the delta above sent back through some matrix, whatever it is, times the right derivative:
 * each unit's numbers are then one combination of the units above, the same for all samples.
 */
final class SentThrough {
    /** More samples than units above, so that no combination fits by chance. */
    private static final int MORE = 8;

    private static final double FITS = 1e-6;
    private static final double FITS_SINGLE = 1e-3;

    private final Program program;
    private final int layer;

    SentThrough(Program program, int layer) {
        this.program = program;
        this.layer = layer;
    }

    boolean holds(Ref delta) {
        int iteration = Math.min(1, program.iterations() - 1);
        Step step = program.step(iteration);
        Matrix seen = delta.at(iteration);
        Matrix above = step.find(Symbol.delta(layer + 1));
        if (seen == null || above == null || seen.rows() != above.rows() || !seen.isFinite() || !above.isFinite()) {
            return false;
        }
        for (Slope.Applied slope : Slope.exact(program.forward().layer(layer).activation())) {
            Symbol argument =
                    slope.argument() == Slope.Argument.LOGITS ? Symbol.logits(layer) : Symbol.activation(layer);
            Matrix derivative = step.compute(new Formula.Derivative(slope.slope(), new Formula.Of(argument)));
            if (derivative != null && derivative.sameShape(seen) && holds(seen, above, derivative)) {
                return true;
            }
        }
        return false;
    }

    private static boolean holds(Matrix seen, Matrix above, Matrix derivative) {
        double most = seen.epsilon() > Matrix.DOUBLE ? FITS_SINGLE : FITS;
        int told = 0;
        for (int unit = 0; unit < seen.columns(); unit++) {
            Boolean fits = fits(seen, above, derivative, unit, most);
            if (fits != null && !fits) {
                return false;
            }
            told += fits == null ? 0 : 1;
        }
        return 2 * told > seen.columns();
    }

    /** Null where too few samples have a derivative to tell. */
    private static @Nullable Boolean fits(Matrix seen, Matrix above, Matrix derivative, int unit, double most) {
        int units = above.columns();
        int[] open = java.util.stream.IntStream.range(0, seen.rows())
                .filter(row -> Math.abs(derivative.get(row, unit)) > 1e-3)
                .limit(2L * (units + MORE))
                .toArray();
        if (open.length < units + MORE) {
            return null;
        }
        double[] left = new double[open.length];
        double size = 0;
        for (int i = 0; i < open.length; i++) {
            left[i] = seen.get(open[i], unit);
            size += left[i] * left[i];
        }
        if (size == 0) {
            return null;
        }
        double[][] basis = new double[units][];
        for (int k = 0; k < units; k++) {
            double[] column = new double[open.length];
            for (int i = 0; i < open.length; i++) {
                column[i] = above.get(open[i], k) * derivative.get(open[i], unit);
            }
            double before = Math.sqrt(product(column, column));
            for (int twice = 0; twice < 2; twice++) {
                for (int other = 0; other < k; other++) {
                    subtract(column, basis[other], product(column, basis[other]));
                }
            }
            double norm = Math.sqrt(product(column, column));
            double by = norm > 1e-9 * before ? 1 / norm : 0;
            for (int i = 0; i < column.length; i++) {
                column[i] *= by;
            }
            basis[k] = column;
            subtract(left, column, product(left, column));
        }
        return product(left, left) <= most * most * size;
    }

    private static double product(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    private static void subtract(double[] from, double[] what, double times) {
        for (int i = 0; i < from.length; i++) {
            from[i] -= times * what[i];
        }
    }
}

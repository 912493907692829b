package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Ref;
import dev.descent.audit.recover.TargetValues;
import dev.descent.audit.recover.Variable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A second data set of the dump, which the program tests itself with: constant, as wide as the inputs, with targets of its own.
 *
 * @param inputs the user's array, and {@code values} what it holds [samples, features]
 * @param training all samples that the program trains on, as far as the dump shows them
 * @param isAlone whether nothing else in the dump could be these samples or the training's, before or after they were scaled, but
 *     for the whole data that they were taken from
 */
record HeldOut(Variable inputs, Matrix values, Matrix training, boolean isAlone) {
    /** Fewer rows may be anything: a table of weights, a grid to draw. */
    private static final int FEWEST = 20;

    private static final int NARROWEST = 3;

    /** Values of {@link #direction} in the largest of a row: rounding in single precision leaves nearly all as they are. */
    private static final double STEPS = 1e4;

    /** The held-out sets; none where the program does not show all that it trains on. */
    static List<HeldOut> of(Examination examination) {
        Program program = examination.program();
        Matrix goal = examination.first(program.targetSymbol());
        Matrix first = examination.first(Symbol.activation(0));
        if (program.iterations() < 2 || goal == null || first == null || first.columns() < NARROWEST) {
            return List.of();
        }
        Ref input = program.forward().input();
        List<Variable> wide = program.book().variables().stream()
                .filter(variable -> variable != input.variable()
                        && !program.forward().variables().contains(variable)
                        && isData(seen(variable, input.transposed()), first.columns())
                        && variable.rank() > 1
                        && variable.isConstant())
                .toList();
        if (wide.isEmpty()) {
            return List.of();
        }
        Set<Long> taken = new HashSet<>();
        examination.steps().forEach(step -> {
            Matrix batch = step.find(Symbol.activation(0));
            taken.addAll(batch == null ? Set.of() : rows(batch));
        });
        List<Variable> pools = wide.stream()
                .filter(variable -> rows(values(variable, input)).containsAll(taken))
                .toList();
        Matrix training = input.variable().isConstant() ? first : smallest(pools, input);
        if (training == null || training.rows() < FEWEST) {
            return List.of();
        }
        List<Variable> others =
                wide.stream().filter(variable -> !pools.contains(variable)).toList();
        List<HeldOut> found = new ArrayList<>();
        for (Variable variable : others) {
            Matrix values = values(variable, input);
            if (hasTargets(examination, values.rows(), goal)) {
                boolean isPart = others.stream()
                        .allMatch(other ->
                                other == variable || rows(values(other, input)).containsAll(rows(values)));
                found.add(new HeldOut(variable, values, training, isPart));
            }
        }
        return found;
    }

    private static boolean isData(@Nullable Matrix values, int columns) {
        return values != null && values.columns() == columns && values.rows() >= FEWEST && values.isFinite();
    }

    private static @Nullable Matrix seen(Variable variable, boolean transposed) {
        Matrix value = variable.atOrBefore(variable.iterations() - 1);
        return value == null || !transposed ? value : value.transpose();
    }

    private static Matrix values(Variable variable, Ref input) {
        return Objects.requireNonNull(seen(variable, input.transposed()));
    }

    private static @Nullable Matrix smallest(List<Variable> pools, Ref input) {
        return pools.stream()
                .map(pool -> values(pool, input))
                .min((one, other) -> one.rows() - other.rows())
                .orElse(null);
    }

    /** Whether another array holds a target for each of so many samples, of classes their numbers or what the targets are. */
    private static boolean hasTargets(Examination examination, int samples, Matrix goal) {
        Program program = examination.program();
        boolean classes = TargetValues.areClasses(goal);
        return program.book().variables().stream()
                .filter(variable -> !program.forward().variables().contains(variable) && variable.isConstant())
                .map(variable -> seen(variable, false))
                .filter(Objects::nonNull)
                .anyMatch(values -> classes ? areClasses(values, samples, goal) : areReal(values, samples, goal));
    }

    private static boolean areReal(Matrix values, int samples, Matrix goal) {
        return values.size() == samples * goal.columns()
                && (values.rows() == samples || values.columns() == samples)
                && values.minimum() < values.maximum();
    }

    private static boolean areClasses(Matrix values, int samples, Matrix goal) {
        boolean numbers = values.size() == samples && (values.rows() == 1 || values.columns() == 1);
        boolean coded = goal.columns() > 1
                && ((values.rows() == samples && values.columns() == goal.columns())
                        || (values.columns() == samples && values.rows() == goal.columns()));
        int classes = Math.max(2, goal.columns());
        return (numbers || coded)
                && values.isWhole()
                && values.minimum() < values.maximum()
                && values.minimum() >= Math.min(0, goal.minimum())
                && values.maximum() <= (coded ? 1 : classes - 1);
    }

    // ---------------------------------------------------------------- rows

    /** Each row as one number: equal rows have equal ones. */
    static Set<Long> rows(Matrix matrix) {
        Set<Long> rows = new HashSet<>();
        for (int row = 0; row < matrix.rows(); row++) {
            rows.add(row(matrix, row));
        }
        return rows;
    }

    static long row(Matrix matrix, int row) {
        long hash = 1;
        for (int column = 0; column < matrix.columns(); column++) {
            // Adding 0 makes -0 the same as 0.
            hash = mixed(hash, Double.doubleToLongBits(matrix.get(row, column) + 0.0));
        }
        return hash;
    }

    /** As {@link #row}, the same for every multiple of a row. */
    private static long direction(Matrix matrix, int row) {
        double largest = 0;
        for (int column = 0; column < matrix.columns(); column++) {
            largest = Math.max(largest, Math.abs(matrix.get(row, column)));
        }
        long hash = 1;
        for (int column = 0; column < matrix.columns(); column++) {
            hash = mixed(hash, Math.round(largest == 0 ? 0 : STEPS * matrix.get(row, column) / largest));
        }
        return hash;
    }

    private static long mixed(long hash, long value) {
        long mixed = (hash ^ value) * 0x9E3779B97F4A7C15L;
        return mixed ^ (mixed >>> 29);
    }

    /** Share of the held-out samples that stand among the training's, or multiples of them. */
    double shareInTraining(boolean scaled) {
        Set<Long> known = new HashSet<>();
        for (int row = 0; row < training.rows(); row++) {
            known.add(scaled ? direction(training, row) : row(training, row));
        }
        int shared = 0;
        for (int row = 0; row < values.rows(); row++) {
            shared += known.contains(scaled ? direction(values, row) : row(values, row)) ? 1 : 0;
        }
        return (double) shared / values.rows();
    }
}

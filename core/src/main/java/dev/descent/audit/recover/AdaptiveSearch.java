package dev.descent.audit.recover;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.UpdateSearch.Change;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recognises updates that divide by the root of a running mean of squares: with the moments of the dump, or with moments run
 * from the first iteration.
 */
final class AdaptiveSearch {
    private static final double[] FIRST = {0.9, 0, 0.95, 0.8, 0.5, 0.99};
    private static final double[] SECOND = {0.999, 0.9, 0.99, 0.95, 1};
    private static final double[] EPSILONS = {1e-8, 1e-7, 1e-6, 1e-10, 1e-5, 1e-4, 1e-3, 1e-12, 0};

    private final Program program;
    private final Symbol parameter;
    private final List<Change> changes;

    AdaptiveSearch(Program program, Symbol parameter, List<Change> changes) {
        this.program = program;
        this.parameter = parameter;
        this.changes = changes;
    }

    @Nullable
    Update find() {
        Update shown = withMoments();
        return shown != null ? shown : fromTheFirstIteration();
    }

    /** Two arrays of the dump, one following the gradient and one its square. */
    private @Nullable Update withMoments() {
        Change last = changes.isEmpty() ? null : changes.getLast();
        if (last == null) {
            return null;
        }
        List<Ref> arrays = program.book()
                .shaped(
                        last.iteration(),
                        last.by().rows(),
                        last.by().columns(),
                        variable -> program.parameters().stream()
                                .noneMatch(other -> program.parameter(other).variable() == variable));
        for (Ref squares : arrays) {
            Double beta2 = running(squares, true);
            if (beta2 == null) {
                continue;
            }
            for (Ref means : arrays) {
                Double beta1 = means.sameVariable(squares) ? null : running(means, false);
                if (beta1 != null) {
                    Update update = ratio(means, squares, beta1, beta2);
                    if (update != null) {
                        return update;
                    }
                }
            }
            Update plain = ratio(null, squares, 0, beta2);
            if (plain != null) {
                return plain;
            }
        }
        return null;
    }

    /** The decay of a running mean of the gradient or of its square, null when the array is none. */
    private @Nullable Double running(Ref array, boolean squared) {
        Double beta = null;
        for (Change change : changes) {
            Matrix now = array.at(change.iteration());
            Matrix before = array.at(change.iteration() - 1);
            Matrix input = squared ? change.gradient().by(change.gradient()) : change.gradient();
            if (now == null || !now.sameShape(input)) {
                return null;
            }
            if (before == null || before.isZero()) {
                Fit fit = Fit.scaled(now, input);
                if (!fit.matches()) {
                    return null;
                }
                if (fit.shows() && beta == null) {
                    beta = squared && Math.abs(fit.scale() - 1) < 1e-9 ? 1 : 1 - fit.scale();
                }
            } else {
                Fit fit = Fit.combination(now, List.of(before, input));
                if (!fit.matches()) {
                    return null;
                }
                if (fit.shows()) {
                    beta = fit.scales()[0];
                }
            }
        }
        return beta;
    }

    private @Nullable Update ratio(@Nullable Ref means, Ref squares, double beta1, double beta2) {
        for (boolean corrected : new boolean[] {true, false}) {
            for (boolean inside : new boolean[] {false, true}) {
                for (double epsilon : EPSILONS) {
                    Update.Adaptive unit = new Update.Adaptive(1, beta1, beta2, epsilon, corrected, inside);
                    for (int offset = 1; offset < (corrected ? 3 : 2); offset++) {
                        Double factor = factor(unit, means, squares, offset);
                        if (factor != null) {
                            return new Update.Adaptive(factor, beta1, beta2, epsilon, corrected, inside);
                        }
                    }
                }
            }
        }
        return null;
    }

    private @Nullable Double factor(Update.Adaptive unit, @Nullable Ref means, Ref squares, int offset) {
        Double factor = null;
        for (Change change : changes) {
            Matrix m = means == null ? change.gradient() : means.at(change.iteration());
            Matrix v = squares.at(change.iteration());
            if (m == null || v == null) {
                return null;
            }
            Fit fit = Fit.scaled(change.by(), finite(Update.Memory.ratio(unit, m, v, change.iteration() + offset)));
            if (!fit.matches() || (factor != null && fit.shows() && Math.abs(fit.scale() / factor - 1) > 1e-4)) {
                return null;
            }
            factor = fit.shows() ? Double.valueOf(fit.scale()) : factor;
        }
        return factor;
    }

    private static Matrix finite(Matrix ratio) {
        return ratio.isFinite() ? ratio : ratio.mapExactly(value -> Double.isFinite(value) ? value : 0);
    }

    /** Moments that the dump leaves out, when it starts with the first step and all gradients are there. */
    private @Nullable Update fromTheFirstIteration() {
        List<Matrix> gradients = new ArrayList<>();
        for (int t = 0; t < program.iterations(); t++) {
            Matrix gradient = program.step(t).find(parameter.gradient());
            if (gradient == null) {
                return null;
            }
            gradients.add(some(gradient));
        }
        for (double beta2 : SECOND) {
            for (double beta1 : FIRST) {
                for (boolean corrected : new boolean[] {true, false}) {
                    for (double epsilon : EPSILONS) {
                        for (boolean inside : new boolean[] {false, true}) {
                            Update update = simulated(
                                    new Update.Adaptive(1, beta1, beta2, epsilon, corrected, inside), gradients);
                            if (update != null) {
                                return update;
                            }
                        }
                    }
                }
            }
        }
        return null;
    }

    /** What the rule would change in an iteration, its moments run from the first; null where a gradient is missing. */
    @Nullable
    Matrix expected(Update.Adaptive update, Change change) {
        Update.Memory memory = new Update.Memory();
        Matrix expected = null;
        for (int t = 0; t <= change.iteration(); t++) {
            Matrix gradient = program.step(t).find(parameter.gradient());
            if (gradient == null) {
                return null;
            }
            expected = memory.change(update, change.before(), gradient);
        }
        return expected;
    }

    /** Some elements as one column: enough to recognise a formula that treats each element alike. */
    private static Matrix some(Matrix matrix) {
        int count = Math.min(matrix.size(), 500);
        double[] values = new double[count];
        double[] bounds = new double[count];
        for (int i = 0; i < count; i++) {
            int from = (int) ((long) i * matrix.size() / count);
            values[i] = matrix.at(from);
            bounds[i] = matrix.bound(from);
        }
        return Matrix.of(count, 1, values, bounds, matrix.epsilon());
    }

    private @Nullable Update simulated(Update.Adaptive unit, List<Matrix> gradients) {
        Update.Memory memory = new Update.Memory();
        Double factor = null;
        for (int t = 0; t < gradients.size(); t++) {
            Matrix expected = finite(memory.change(unit, gradients.get(t), gradients.get(t)));
            int iteration = t;
            Change change = changes.stream()
                    .filter(candidate -> candidate.iteration() == iteration)
                    .findFirst()
                    .orElse(null);
            if (change == null) {
                continue;
            }
            Fit fit = Fit.scaled(some(change.by()), expected);
            if (!fit.matches() || (factor != null && fit.shows() && Math.abs(fit.scale() / factor - 1) > 1e-4)) {
                return null;
            }
            factor = fit.shows() ? Double.valueOf(fit.scale()) : factor;
        }
        return factor == null
                ? null
                : new Update.Adaptive(
                        factor, unit.beta1(), unit.beta2(), unit.epsilon(), unit.corrected(), unit.insideRoot());
    }
}

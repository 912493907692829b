package dev.descent.audit.algebra;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether an array is a combination of others to rounding error.
 *
 * @param matches every element agrees within its tolerance
 * @param scales factor of each basis array
 * @param informative elements well above their tolerance: an array of zeros matches anything and shows nothing
 * @param mismatched elements that disagree, as far as looked: the first one settles it
 * @param uncertain how far rounding may have moved each factor
 */
public record Fit(boolean matches, double[] scales, int informative, int mismatched, double[] uncertain) {
    /** Tolerance in units of rounding: products add up at most a few, and the bounds already count the magnitude. */
    private static final double ROUNDINGS = 16;

    /** Large arrays are looked at in a few elements first. */
    private static final int MANY = 2000;

    private static final int FEW = 160;

    private static final Fit NONE = new Fit(false, new double[0], 0, Integer.MAX_VALUE, new double[0]);

    public double scale() {
        return scales.length == 0 ? Double.NaN : scales[0];
    }

    /** Whether another's factors are the same, up to a share of them and what rounding may have moved both. */
    public boolean hasScalesOf(Fit other, double share) {
        for (int k = 0; k < scales.length; k++) {
            double bound = share * Math.abs(scales[k]) + uncertain[k] + other.uncertain[k];
            if (!(Math.abs(scales[k] - other.scales[k]) <= bound)) {
                return false;
            }
        }
        return true;
    }

    /** Whether something was shown: more agreeing numbers than free factors. */
    public boolean shows() {
        return matches && informative > scales.length;
    }

    /** user = formula. */
    public static Fit same(Matrix user, Matrix formula) {
        return user.sameShape(formula) ? check(user, List.of(formula), Solution.given(1)) : NONE;
    }

    /** user = scale · formula with the scale of least squares. */
    public static Fit scaled(Matrix user, Matrix formula) {
        return combination(user, List.of(formula));
    }

    /** user = given scale · formula. */
    public static Fit scaledBy(Matrix user, Matrix formula, double scale) {
        return user.sameShape(formula) ? check(user, List.of(formula), Solution.given(scale)) : NONE;
    }

    /** user = Σ scale · basis with the scales of least squares; no match when the bases are not independent. */
    public static Fit combination(Matrix user, List<Matrix> bases) {
        for (Matrix basis : bases) {
            if (!user.sameShape(basis)) {
                return NONE;
            }
        }
        if (user.size() > MANY
                && isRefuted(
                        user.some(FEW),
                        bases.stream().map(basis -> basis.some(FEW)).toList())) {
            return NONE;
        }
        Solution solution = leastSquares(user, bases);
        return solution == null ? NONE : check(user, bases, solution);
    }

    /** Whether some elements already cannot be combined: what holds for all of them holds for some. */
    private static boolean isRefuted(Matrix user, List<Matrix> bases) {
        Solution solution = leastSquares(user, bases);
        return solution != null && !check(user, bases, solution).matches();
    }

    private static Fit check(Matrix user, List<Matrix> bases, Solution solution) {
        double[] scales = solution.scales();
        double epsilon = epsilon(user, bases);
        // Below the smallest normal number of the type everything is known to few digits, or is 0.
        double least = epsilon > Matrix.DOUBLE ? Float.MIN_NORMAL : Double.MIN_NORMAL;
        double largest = (epsilon > Matrix.DOUBLE ? Float.MAX_VALUE : Double.MAX_VALUE) / 4;
        double worst = 0;
        double[] bounds = new double[user.size()];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = user.bound(i);
            for (int k = 0; k < scales.length; k++) {
                bounds[i] += Math.abs(scales[k]) * bases.get(k).bound(i);
            }
            worst = Double.isFinite(bounds[i]) ? Math.max(worst, bounds[i]) : worst;
        }
        int informative = 0;
        for (int i = 0; i < user.size(); i++) {
            double expected = 0;
            double uncertain = 0;
            for (int k = 0; k < scales.length; k++) {
                expected += scales[k] * bases.get(k).at(i);
                uncertain +=
                        solution.errors()[k] * worst * Math.abs(bases.get(k).at(i));
            }
            double value = user.at(i);
            if (Double.isFinite(value) && Double.isFinite(expected)) {
                double tolerance = epsilon * (ROUNDINGS * bounds[i] + 4 * uncertain) + least;
                if (Math.abs(value - expected) > tolerance) {
                    return new Fit(false, scales, 0, 1, new double[scales.length]);
                } else if (Math.abs(value) > 8 * tolerance) {
                    informative++;
                }
            } else if (Double.isFinite(value) != Double.isFinite(expected)
                    // It may overflow where the user computes it.
                    && !(!Double.isFinite(value) && Math.abs(expected) > largest)) {
                return new Fit(false, scales, 0, 1, new double[scales.length]);
            }
        }
        double[] moved = new double[scales.length];
        for (int k = 0; k < moved.length; k++) {
            moved[k] = 4 * epsilon * solution.errors()[k] * worst;
        }
        return new Fit(true, scales, informative, 0, moved);
    }

    private static double epsilon(Matrix user, List<Matrix> bases) {
        double epsilon = user.epsilon();
        for (Matrix basis : bases) {
            epsilon = Math.max(epsilon, basis.epsilon());
        }
        return epsilon;
    }

    /**
     * Factors, and how far rounding of the user's numbers may have moved each.
     *
     * @param errors per unit of the numbers' largest rounding: the root of the inverse normal matrix's diagonal
     */
    private record Solution(double[] scales, double[] errors) {
        static Solution given(double scale) {
            return new Solution(new double[] {scale}, new double[] {0});
        }
    }

    /** Factors of least squares; null where there is no unique answer. Elements that are not finite are left out. */
    private static @Nullable Solution leastSquares(Matrix user, List<Matrix> bases) {
        int count = bases.size();
        double[] sizes = new double[count];
        for (int k = 0; k < count; k++) {
            sizes[k] = bases.get(k).largestFinite();
            if (sizes[k] == 0) {
                return count == 1 ? Solution.given(1) : null;
            }
        }
        // The right part becomes the solution and, beside it, the inverse.
        double[][] normal = new double[count][2 * count + 1];
        for (int k = 0; k < count; k++) {
            normal[k][count + 1 + k] = 1;
        }
        for (int i = 0; i < user.size(); i++) {
            double value = user.at(i);
            boolean finite = Double.isFinite(value);
            for (int k = 0; k < count; k++) {
                finite &= Double.isFinite(bases.get(k).at(i));
            }
            if (!finite) {
                continue;
            }
            for (int k = 0; k < count; k++) {
                double left = bases.get(k).at(i) / sizes[k];
                for (int j = 0; j < count; j++) {
                    normal[k][j] += left * bases.get(j).at(i) / sizes[j];
                }
                normal[k][count] += left * value;
            }
        }
        if (!solve(normal)) {
            return null;
        }
        double[] scales = new double[count];
        double[] errors = new double[count];
        for (int k = 0; k < count; k++) {
            scales[k] = normal[k][count] / sizes[k];
            errors[k] = Math.sqrt(Math.max(0, normal[k][count + 1 + k])) / sizes[k];
        }
        refine(scales, user, bases, sizes, normal);
        return new Solution(scales, errors);
    }

    /** Long sums lose digits: solving once more for what is left gives them back. */
    private static void refine(double[] scales, Matrix user, List<Matrix> bases, double[] sizes, double[][] solved) {
        int count = scales.length;
        double[] left = new double[count];
        for (int i = 0; i < user.size(); i++) {
            double residual = user.at(i);
            for (int k = 0; k < count; k++) {
                residual -= scales[k] * bases.get(k).at(i);
            }
            if (Double.isFinite(residual)) {
                for (int k = 0; k < count; k++) {
                    left[k] += residual * bases.get(k).at(i) / sizes[k];
                }
            }
        }
        for (int k = 0; k < count; k++) {
            double correction = 0;
            for (int j = 0; j < count; j++) {
                correction += solved[k][count + 1 + j] * left[j];
            }
            scales[k] += correction / sizes[k];
        }
    }

    /** Gauss and Jordan with pivots: the left square becomes the identity. False when singular. */
    private static boolean solve(double[][] system) {
        int count = system.length;
        int width = system[0].length;
        double largest = 0;
        for (int k = 0; k < count; k++) {
            largest = Math.max(largest, Math.abs(system[k][k]));
        }
        for (int column = 0; column < count; column++) {
            int pivot = column;
            for (int row = column + 1; row < count; row++) {
                if (Math.abs(system[row][column]) > Math.abs(system[pivot][column])) {
                    pivot = row;
                }
            }
            double[] chosen = system[pivot];
            system[pivot] = system[column];
            system[column] = chosen;
            double diagonal = chosen[column];
            if (!(Math.abs(diagonal) > 1e-11 * largest)) {
                return false;
            }
            for (int k = 0; k < width; k++) {
                chosen[k] /= diagonal;
            }
            for (int row = 0; row < count; row++) {
                double factor = system[row][column];
                if (row != column && factor != 0) {
                    for (int k = 0; k < width; k++) {
                        system[row][k] -= factor * chosen[k];
                    }
                }
            }
        }
        return true;
    }
}

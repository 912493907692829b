package dev.descent.audit.recover;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.recover.Motion.Change;
import dev.descent.audit.recover.Update.Adaptive;
import dev.descent.audit.recover.Update.Adaptive.Correction;
import dev.descent.audit.recover.Update.Adaptive.Divisor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Recognises updates that divide by the root of a running mean of squares, the published ones first, then the usual slips:
 * with the moments of the dump, or with moments run from the first iteration.
 */
final class AdaptiveSearch {
    private static final double[] FIRST = {0.9, 0, 0.95, 0.8, 0.5, 0.99};
    private static final double[] SECOND = {0.999, 0.9, 0.99, 0.95, 1};
    /** Of a slip only the commonest: where a large one is most of the divisor, anything is a slip of Adam. */
    private static final double[] EPSILONS_OF_SLIPS = {1e-8, 1e-7};

    private static final double[] EPSILONS = {1e-8, 1e-7, 1e-6, 1e-10, 1e-5, 1e-4, 1e-3, 1e-12, 0};

    /** Elements looked at first, those with the largest gradient, and those that must hold: the formula treats each alike. */
    private static final int FEW = 6;

    private static final int MANY = 500;

    private static final double NEAR_SHARE = 1e-4;

    private static final double SAME_FACTOR = 1e-4;

    /** Of a rate from step to step. */
    private static final double LARGEST_FALL = 0.1;

    /** A share of the mean before that rounding leaves. */
    private static final double NOTHING = 1e-6;

    /** The published rules' decays. */
    private static final double[][] USUAL = {{0.9, 0.999}, {0.9, 0.99}, {0, 0.9}, {0, 0.99}, {0, 1}};

    private final Program program;
    private final Motion motion;
    private final List<Change> changes;

    AdaptiveSearch(Program program, Motion motion) {
        this.program = program;
        this.motion = motion;
        this.changes = motion.changes();
    }

    @Nullable
    Update find() {
        Update shown = withMoments(false);
        shown = shown != null ? shown : fromTheFirstIteration();
        return shown != null ? shown : withMoments(true);
    }

    /**
     * Every way to use moments, with a factor of 1 and the usual epsilons; the published ways first. Where gradients are sums and the
     * program's were means, all is larger by the number of samples, and so is the epsilon.
     */
    private static List<Adaptive> ways(double beta1, double beta2, Predicate<Divisor> wanted, int samples) {
        return ways(beta1, beta2, wanted, samples, EPSILONS_OF_SLIPS);
    }

    /** Of moments that the dump shows: what follows from these is no chance, whatever the epsilon. */
    private static List<Adaptive> ways(double beta1, double beta2, Predicate<Divisor> wanted) {
        return ways(beta1, beta2, wanted, 1, EPSILONS);
    }

    private static List<Adaptive> ways(
            double beta1, double beta2, Predicate<Divisor> wanted, int samples, double[] epsilonsOfSlips) {
        List<Adaptive> ways = new ArrayList<>();
        for (Divisor divisor : Divisor.values()) {
            if (wanted.test(divisor)) {
                for (Correction correction : corrections(beta1, beta2)) {
                    Adaptive plain = new Adaptive(1, beta1, beta2, 0, correction, divisor);
                    ways.addAll(ways(plain, samples, plain.isRight() ? EPSILONS : epsilonsOfSlips));
                }
            }
        }
        List<Adaptive> rightFirst =
                new ArrayList<>(ways.stream().filter(Adaptive::isRight).toList());
        ways.stream().filter(way -> !way.isRight()).forEach(rightFirst::add);
        return rightFirst;
    }

    private static List<Adaptive> ways(Adaptive way, int samples, double[] epsilons) {
        List<Adaptive> ways = new ArrayList<>();
        for (double growth : samples > 1 ? new double[] {1, way.divisor().growth(samples)} : new double[] {1}) {
            for (double epsilon : epsilons) {
                ways.add(new Adaptive(1, way.beta1(), way.beta2(), epsilon * growth, way.correction(), way.divisor()));
            }
        }
        return ways;
    }

    /** Those that differ: without a mean, or with sums for means of squares, there is one decay only. */
    private static List<Correction> corrections(double beta1, double beta2) {
        return Arrays.stream(Correction.values())
                .filter(one -> (beta1 > 0 && beta2 < 1)
                        || (one != Correction.BOTH_BY_FIRST && one != Correction.BOTH_BY_SECOND))
                .toList();
    }

    private static Adaptive times(Adaptive unit, double factor) {
        return new Adaptive(factor, unit.beta1(), unit.beta2(), unit.epsilon(), unit.correction(), unit.divisor());
    }

    // ---------------------------------------------------------------- moments of the dump

    /**
     * Two arrays of the dump, one following the gradient and one its square.
     *
     * @param scheduled whether the rate may fall from step to step, which only published rules are believed with
     */
    private @Nullable Update withMoments(boolean scheduled) {
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
        // Corrected moments run like moments, but for a factor: where the dump has both, those without it are meant.
        List<Ref> proper = arrays.stream().filter(this::holdsItsShare).toList();
        Update update = withMoments(proper, scheduled);
        return update == null && proper.size() < arrays.size() ? withMoments(arrays, scheduled) : update;
    }

    private @Nullable Update withMoments(List<Ref> arrays, boolean scheduled) {
        for (Ref spread : arrays) {
            for (boolean squared : new boolean[] {true, false}) {
                Double beta2 = running(spread, squared);
                Update update = beta2 == null ? null : over(spread, beta2, squared, arrays, scheduled);
                if (update != null) {
                    return update;
                }
            }
        }
        return null;
    }

    /** Whether it is a running mean that takes 1 − β of each gradient or its square; or all of it, as Adagrad's sum does. */
    private boolean holdsItsShare(Ref array) {
        for (boolean squared : new boolean[] {true, false}) {
            Fit fit = null;
            for (Change change : changes) {
                Matrix now = array.at(change.iteration());
                Matrix before = array.at(change.iteration() - 1);
                Matrix input = squared ? change.gradient().by(change.gradient()) : change.gradient();
                if (now != null && before != null && !before.isZero() && now.sameShape(input)) {
                    Fit found = Fit.combination(now, List.of(before, input));
                    fit = found.shows() ? found : fit;
                }
            }
            if (fit != null) {
                double kept = fit.scales()[0];
                double share = fit.scales()[1];
                return Math.abs(share - (1 - kept)) < NEAR_SHARE
                        || (Math.abs(kept - 1) < NEAR_SHARE && Math.abs(share - 1) < NEAR_SHARE);
            }
        }
        return false;
    }

    private @Nullable Update over(Ref spread, double beta2, boolean squared, List<Ref> arrays, boolean scheduled) {
        for (Ref means : arrays) {
            for (boolean meanOfSquares : squared ? new boolean[] {false} : new boolean[] {false, true}) {
                Double beta1 = means.sameVariable(spread) ? null : running(means, meanOfSquares);
                if (beta1 != null && Math.abs(beta1) < NOTHING) {
                    // That is the gradient itself.
                    continue;
                }
                Update update = beta1 == null
                        ? null
                        : ratio(means, spread, ways(beta1, beta2, divisors(squared, meanOfSquares)), scheduled);
                if (update != null) {
                    return update;
                }
            }
        }
        return ratio(null, spread, ways(0, beta2, divisors(squared, false)), scheduled);
    }

    private static Predicate<Divisor> divisors(boolean squared, boolean meanOfSquares) {
        return divisor ->
                divisor.isOfSquares() == squared && (divisor == Divisor.ROOT_OF_MEAN_UNDER_SQUARES) == meanOfSquares;
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
            program.book().effort().compared(2L * input.size());
            if (before == null || before.isZero()) {
                Fit fit = Fit.scaled(now, input);
                if (!fit.matches()) {
                    if (before == null && squared && now.minimum() > 0) {
                        // It starts with a small number instead of 0, as Adagrad's may: later steps show what it adds
                        // up.
                        continue;
                    }
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
                    beta = shortest(fit.scales()[0], fit.uncertain()[0]);
                }
            }
        }
        return beta;
    }

    /** Of the decays that rounding allows the one with the fewest digits, as programs write them. */
    private static double shortest(double beta, double uncertain) {
        for (double unit = 10; unit < 1e6; unit *= 10) {
            double rounded = Math.rint(beta * unit) / unit;
            if (Math.abs(rounded - beta) <= Math.min(uncertain, 1e-5)) {
                return rounded;
            }
        }
        return beta;
    }

    private @Nullable Update ratio(@Nullable Ref means, Ref spread, List<Adaptive> ways, boolean scheduled) {
        for (Adaptive unit : ways) {
            if (scheduled && !unit.isRight()) {
                continue;
            }
            for (int offset = 1; offset < (unit.correction() == Correction.NONE ? 2 : 3); offset++) {
                Double factor = factor(unit, means, spread, offset, scheduled);
                if (factor != null) {
                    Adaptive found = times(unit, factor);
                    return scheduled ? found.scheduled() : found;
                }
            }
        }
        return null;
    }

    private @Nullable Double factor(Adaptive unit, @Nullable Ref means, Ref spread, int offset, boolean scheduled) {
        Double factor = null;
        Double last = null;
        for (Change change : changes) {
            Matrix m = means == null ? change.gradient() : means.at(change.iteration());
            Matrix v = spread.at(change.iteration());
            if (m == null || v == null) {
                return null;
            }
            program.book().effort().simulated(Math.min(MANY, change.by().size()));
            Fit fit = Fit.scaled(
                    some(change.by(), spread(change.by())),
                    finite(Update.Memory.ratio(
                            unit, some(m, spread(m)), some(v, spread(v)), change.iteration() + offset)));
            if (!fit.matches() || (last != null && fit.shows() && !follows(fit.scale() / last, scheduled))) {
                return null;
            }
            last = fit.shows() ? Double.valueOf(fit.scale()) : last;
            factor = factor == null ? last : factor;
        }
        return factor;
    }

    private static boolean follows(double ratio, boolean scheduled) {
        return Math.abs(ratio - 1) <= SAME_FACTOR || (scheduled && ratio < 1 && ratio > 1 - LARGEST_FALL);
    }

    private static Matrix finite(Matrix ratio) {
        return ratio.isFinite() ? ratio : ratio.mapExactly(value -> Double.isFinite(value) ? value : 0);
    }

    /** Whether an array is a running mean of the gradient or of its square. */
    boolean isMoment(Ref array) {
        return running(array, true) != null || running(array, false) != null;
    }

    // ---------------------------------------------------------------- moments run from the first iteration

    /** Moments that the dump leaves out, when it starts with the first step and all gradients are there. */
    private @Nullable Update fromTheFirstIteration() {
        List<Matrix> gradients = new ArrayList<>();
        for (Matrix gradient : motion.gradients()) {
            if (gradient == null) {
                return null;
            }
            gradients.add(gradient);
        }
        if (!areOfOneShape(gradients)) {
            return null;
        }
        int[] few = strongest(gradients.getLast());
        for (boolean squared : new boolean[] {true, false}) {
            for (double beta2 : SECOND) {
                for (double beta1 : FIRST) {
                    if (program.book().effort().isSpent()) {
                        return null;
                    }
                    List<Adaptive> ways = ways(beta1, beta2, divisors(squared, false), motion.samples());
                    program.book().effort().simulated((long) ways.size() * FEW);
                    Adaptive rule = first(ways, gradients, changes, few);
                    if (rule != null) {
                        return rule;
                    }
                }
            }
        }
        return withPlacesChanged(gradients, few);
    }

    /** Rows that are taken out for a sample are not: no moment is kept for them. */
    private static boolean areOfOneShape(List<Matrix> gradients) {
        return gradients.stream().allMatch(gradient -> gradient.sameShape(gradients.getLast()));
    }

    /** The usual decays, or the usual moments, each in the other's place. */
    private @Nullable Update withPlacesChanged(List<Matrix> gradients, int[] few) {
        for (double[] betas : USUAL) {
            if (betas[0] > 0) {
                for (boolean moments : new boolean[] {false, true}) {
                    Adaptive rule = first(
                            ways(betas[1], betas[0], divisors(!moments, moments), motion.samples()),
                            gradients,
                            changes,
                            few);
                    if (rule != null) {
                        return rule;
                    }
                }
            }
        }
        return null;
    }

    /** The published rule that, its moments run from the first iteration, makes the changes; null for none. */
    static @Nullable Update usual(Motion motion) {
        if (motion.gradients().stream().anyMatch(Objects::isNull)) {
            return null;
        }
        List<Matrix> gradients =
                motion.gradients().stream().filter(Objects::nonNull).toList();
        if (!areOfOneShape(gradients)) {
            return null;
        }
        int[] few = strongest(gradients.getLast());
        for (double[] betas : USUAL) {
            List<Adaptive> right = ways(betas[0], betas[1], Divisor::isOfSquares, motion.samples()).stream()
                    .filter(Adaptive::isRight)
                    .toList();
            Adaptive found = first(right, gradients, motion.changes(), few);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** @param few elements to look at first */
    private static @Nullable Adaptive first(
            List<Adaptive> ways, List<Matrix> gradients, List<Change> changes, int[] few) {
        int[] many = spread(gradients.getLast());
        AdaptiveLook look = new AdaptiveLook(gradients, changes, few);
        for (Adaptive unit : ways) {
            if (look.refutes(unit)) {
                continue;
            }
            Double factor = simulated(unit, gradients, changes, few);
            factor = factor == null ? null : simulated(unit, gradients, changes, many);
            if (factor != null) {
                return times(unit, factor);
            }
        }
        return null;
    }

    /** What a rule would change in an iteration, its memory run from the first; null where a gradient is missing. */
    static @Nullable Matrix expected(Update update, Motion motion, Change change) {
        Update.Memory memory = new Update.Memory();
        Matrix expected = null;
        for (int t = 0; t <= change.iteration(); t++) {
            Matrix gradient = motion.gradients().get(t);
            if (gradient == null) {
                return null;
            }
            expected = memory.change(update, change.before(), gradient);
        }
        return expected;
    }

    /** Elements with the largest gradient, the largest first, the first of equal ones. */
    private static int[] strongest(Matrix gradient) {
        int count = Math.min(FEW, gradient.size());
        int[] strongest = new int[count];
        int found = 0;
        for (int i = 0; i < gradient.size(); i++) {
            double size = Math.abs(gradient.at(i));
            if (found < count || size > Math.abs(gradient.at(strongest[count - 1]))) {
                int at = found < count ? found++ : count - 1;
                for (; at > 0 && size > Math.abs(gradient.at(strongest[at - 1])); at--) {
                    strongest[at] = strongest[at - 1];
                }
                strongest[at] = i;
            }
        }
        return strongest;
    }

    private static int[] spread(Matrix matrix) {
        return ForwardCheck.spread(matrix.size(), MANY);
    }

    /** Some elements as one column. */
    private static Matrix some(Matrix matrix, int[] chosen) {
        double[] values = new double[chosen.length];
        double[] bounds = new double[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            values[i] = matrix.at(chosen[i]);
            bounds[i] = matrix.bound(chosen[i]);
        }
        return Matrix.of(chosen.length, 1, values, bounds, matrix.epsilon());
    }

    /** The factor with which a rule reproduces some elements of every change; null when it does not. */
    private static @Nullable Double simulated(
            Adaptive unit, List<Matrix> gradients, List<Change> changes, int[] elements) {
        Update.Memory memory = new Update.Memory();
        Double factor = null;
        for (int t = 0; t < gradients.size(); t++) {
            Matrix gradient = some(gradients.get(t), elements);
            Matrix expected = finite(memory.change(unit, gradient, gradient));
            int iteration = t;
            Change change = changes.stream()
                    .filter(candidate -> candidate.iteration() == iteration)
                    .findFirst()
                    .orElse(null);
            if (change == null) {
                continue;
            }
            Fit fit = Fit.scaled(some(change.by(), elements), expected);
            if (!fit.matches() || (factor != null && fit.shows() && Math.abs(fit.scale() / factor - 1) > 1e-4)) {
                return null;
            }
            factor = fit.shows() ? Double.valueOf(fit.scale()) : factor;
        }
        return factor;
    }
}

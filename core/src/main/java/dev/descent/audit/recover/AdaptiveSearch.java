package dev.descent.audit.recover;

import static dev.descent.audit.recover.AdaptiveWays.divisors;
import static dev.descent.audit.recover.AdaptiveWays.finite;
import static dev.descent.audit.recover.AdaptiveWays.some;
import static dev.descent.audit.recover.AdaptiveWays.spread;
import static dev.descent.audit.recover.AdaptiveWays.times;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.recover.Motion.Change;
import dev.descent.audit.recover.Update.Adaptive;
import dev.descent.audit.recover.Update.Adaptive.Divisor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Recognises updates that divide by the root of a running mean of squares, the published ones first, then the usual slips:
 * with the moments of the dump, or with moments run from the first iteration.
 */
final class AdaptiveSearch {
    /** Factors found again in another step agree to so much. */
    private static final double SAME = 1e-3;

    private static final double[] FIRST = {0.9, 0, 0.95, 0.8, 0.5, 0.99};
    private static final double[] SECOND = {0.999, 0.9, 0.99, 0.95, 1};
    /** Elements looked at first, those with the largest gradient. */
    private static final int FEW = 6;

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
        ShownMoments shown = new ShownMoments(program, motion);
        Update update = shown.find(false);
        update = update != null ? update : fromTheFirstIteration();
        update = update != null ? update : shown.find(true);
        return update != null ? update : decayed();
    }

    /** AdamW and like: a published rule, its moments run from the first iteration, and a share of the parameter beside. */
    private @Nullable Update decayed() {
        List<Matrix> gradients = motion.known();
        if (gradients == null || !areOfOneShape(gradients)) {
            return null;
        }
        int[] many = spread(gradients.getLast());
        for (double[] betas : USUAL) {
            for (Adaptive unit : published(betas, motion)) {
                program.book().effort().simulated((long) gradients.size() * many.length);
                if (program.book().effort().isSpent()) {
                    return null;
                }
                Update found = decayed(unit, gradients, many);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private @Nullable Update decayed(Adaptive unit, List<Matrix> gradients, int[] elements) {
        Update.Memory memory = new Update.Memory();
        SteadyDecay steady = new SteadyDecay(SAME);
        int t = 0;
        for (Change change : changes) {
            Matrix expected = null;
            for (; t <= change.iteration(); t++) {
                Matrix gradient = some(gradients.get(t), elements);
                expected = finite(memory.change(unit, gradient, gradient));
            }
            if (expected == null
                    || !steady.agrees(some(change.by(), elements), expected, some(change.before(), elements))) {
                return null;
            }
        }
        return steady.of(unit);
    }

    /** Moments that the dump leaves out, when it starts with the first step and all gradients are there. */
    private @Nullable Update fromTheFirstIteration() {
        List<Matrix> gradients = motion.known();
        if (gradients == null || !areOfOneShape(gradients)) {
            return null;
        }
        int[] few = strongest(gradients.getLast());
        for (boolean squared : new boolean[] {true, false}) {
            for (double beta2 : SECOND) {
                for (double beta1 : FIRST) {
                    if (program.book().effort().isSpent()) {
                        return null;
                    }
                    List<Adaptive> ways = AdaptiveWays.of(beta1, beta2, divisors(squared, false), motion.samples());
                    program.book().effort().simulated((long) ways.size() * FEW);
                    Adaptive rule = first(ways, gradients, changes, few);
                    if (rule != null) {
                        return rule;
                    }
                }
            }
        }
        Update turned = withPlacesChanged(gradients, few);
        return turned != null ? turned : ofTheSquaredMean(gradients, few);
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
                            AdaptiveWays.of(betas[1], betas[0], divisors(!moments, moments), motion.samples()),
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

    /** The usual decays, the second moment made of the first. */
    private @Nullable Update ofTheSquaredMean(List<Matrix> gradients, int[] few) {
        return Arrays.stream(USUAL)
                .filter(betas -> betas[0] > 0)
                .map(betas -> first(
                        AdaptiveWays.of(betas[0], betas[1], Divisor.ROOT_OF_SQUARED_MEAN::equals, motion.samples()),
                        gradients,
                        changes,
                        few))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The published rule that, its moments run from the first iteration, makes the changes; null for none. */
    static @Nullable Update usual(Motion motion) {
        List<Matrix> gradients = motion.known();
        if (gradients == null || !areOfOneShape(gradients)) {
            return null;
        }
        int[] few = strongest(gradients.getLast());
        for (double[] betas : USUAL) {
            Adaptive found = first(published(betas, motion), gradients, motion.changes(), few);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** The published rules of some decays. */
    private static List<Adaptive> published(double[] betas, Motion motion) {
        return AdaptiveWays.of(betas[0], betas[1], Divisor::isOfSquares, motion.samples()).stream()
                .filter(Adaptive::isRight)
                .toList();
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

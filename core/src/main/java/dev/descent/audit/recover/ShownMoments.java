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
import dev.descent.audit.recover.Update.Adaptive.Correction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Updates that divide by the root of a running mean of squares, recognised by moments that the dump shows. */
final class ShownMoments {
    private static final double NEAR_SHARE = 1e-4;

    private static final double SAME_FACTOR = 1e-4;

    /** Of a rate from step to step. */
    private static final double LARGEST_FALL = 0.1;

    /** A share of the mean before that rounding leaves. */
    private static final double NOTHING = 1e-6;

    private static final int FEWEST_WITH_DECAY = 8;

    private final Program program;
    private final List<Change> changes;

    ShownMoments(Program program, Motion motion) {
        this.program = program;
        this.changes = motion.changes();
    }

    /**
     * Two arrays of the dump, one following the gradient and one its square.
     *
     * @param scheduled whether the rate may fall from step to step, which only published rules are believed with
     */
    @Nullable
    Update find(boolean scheduled) {
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
                if (beta2 != null && update != null) {
                    return inUnitsOfTheGradient(update, unit(spread, beta2, squared));
                }
            }
        }
        return null;
    }

    /** What the moments take of a gradient, as 1 / samples where the program's is a mean and ours a sum. */
    private double unit(Ref spread, double beta2, boolean squared) {
        for (Change change : changes) {
            Fit fit = step(spread, change, squared);
            double share = fit != null && fit.shows() ? fit.scales()[1] / (beta2 == 1 ? 1 : 1 - beta2) : 0;
            if (share > 0) {
                return squared ? Math.sqrt(share) : share;
            }
        }
        return 1;
    }

    /** What an array keeps of itself and takes of the gradient or its square in an iteration; null where it was 0 before or is not there. */
    private static @Nullable Fit step(Ref array, Change change, boolean squared) {
        Matrix now = array.at(change.iteration());
        Matrix before = array.at(change.iteration() - 1);
        Matrix input = squared ? change.gradient().by(change.gradient()) : change.gradient();
        return now == null || before == null || before.isZero() || !now.sameShape(input)
                ? null
                : Fit.combination(now, List.of(before, input));
    }

    /** Beside larger gradients the epsilon is larger. */
    private static Update inUnitsOfTheGradient(Update update, double unit) {
        return switch (update) {
            case Adaptive a
            when Math.abs(unit - 1) > NEAR_SHARE ->
                new Adaptive(
                        a.factor(),
                        a.beta1(),
                        a.beta2(),
                        a.epsilon() * a.divisor().growth(1 / unit),
                        a.correction(),
                        a.divisor(),
                        a.steady());
            case Update.Decayed(Update rule, double decay) ->
                new Update.Decayed(inUnitsOfTheGradient(rule, unit), decay);
            default -> update;
        };
    }

    /** Whether it is a running mean that takes 1 − β of each gradient or its square; or all of it, as Adagrad's sum does. */
    private boolean holdsItsShare(Ref array) {
        for (boolean squared : new boolean[] {true, false}) {
            Fit fit = null;
            for (Change change : changes) {
                Fit found = step(array, change, squared);
                fit = found != null && found.shows() ? found : fit;
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
                        : ratio(
                                means,
                                spread,
                                AdaptiveWays.ofShown(beta1, beta2, divisors(squared, meanOfSquares)),
                                scheduled);
                if (update != null) {
                    return isTurned(means) ? update.times(-1) : update;
                }
            }
        }
        return ratio(null, spread, AdaptiveWays.ofShown(0, beta2, divisors(squared, false)), scheduled);
    }

    /** Whether the gradient is taken away from a mean where it is to be added. */
    private boolean isTurned(Ref means) {
        return changes.stream().anyMatch(change -> {
            Fit fit = step(means, change, false);
            return fit != null && fit.shows() && fit.scales()[1] < 0;
        });
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
                Update decayed = scheduled || !unit.isRight() ? null : decayed(unit, means, spread, offset);
                if (decayed != null) {
                    return decayed;
                }
            }
        }
        return null;
    }

    private @Nullable Double factor(Adaptive unit, @Nullable Ref means, Ref spread, int offset, boolean scheduled) {
        Double factor = null;
        Double last = null;
        for (Change change : changes) {
            Matrix ratio = ratio(unit, means, spread, change, offset);
            if (ratio == null) {
                return null;
            }
            program.book()
                    .effort()
                    .simulated(Math.min(AdaptiveWays.MANY, change.by().size()));
            Fit fit = Fit.scaled(some(change.by(), spread(change.by())), ratio);
            if (!fit.matches() || (last != null && fit.shows() && !follows(fit.scale() / last, scheduled))) {
                return null;
            }
            last = fit.shows() ? Double.valueOf(fit.scale()) : last;
            factor = factor == null ? last : factor;
        }
        return factor;
    }

    /** AdamW's: a share of the parameter beside the ratio, of numbers that do not all follow from two others by chance. */
    private @Nullable Update decayed(Adaptive unit, @Nullable Ref means, Ref spread, int offset) {
        SteadyDecay steady = new SteadyDecay(SAME_FACTOR);
        for (Change change : changes) {
            Matrix ratio = change.by().size() < FEWEST_WITH_DECAY ? null : ratio(unit, means, spread, change, offset);
            int[] elements = spread(change.by());
            if (ratio == null || !steady.agrees(some(change.by(), elements), ratio, some(change.before(), elements))) {
                return null;
            }
        }
        return steady.of(unit);
    }

    /** What a rule makes of the moments of an iteration, some elements of it; null where the dump leaves one out. */
    private static @Nullable Matrix ratio(Adaptive unit, @Nullable Ref means, Ref spread, Change change, int offset) {
        Matrix m = means == null ? change.gradient() : means.at(change.iteration());
        Matrix v = spread.at(change.iteration());
        return m == null || v == null
                ? null
                : finite(
                        Update.Memory.ratio(unit, some(m, spread(m)), some(v, spread(v)), change.iteration() + offset));
    }

    private static boolean follows(double ratio, boolean scheduled) {
        return Math.abs(ratio - 1) <= SAME_FACTOR || (scheduled && ratio < 1 && ratio > 1 - LARGEST_FALL);
    }

    /** Whether an array is a running mean of the gradient or of its square. */
    boolean isMoment(Ref array) {
        return running(array, true) != null || running(array, false) != null;
    }
}

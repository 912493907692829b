package dev.descent.audit.recover;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.recover.Motion.Change;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Recognises rules in which a change is a sum of multiples of gradients, of the parameter and of the changes before. */
final class RuleSearch {
    /** Factors found again in another step agree to so much. */
    private static final double STEADY = 1e-3;

    /** A rate that differs by more from step to step is meant to. */
    private static final double DRIFT = 1e-6;

    /** Numbers that three others may explain. */
    private static final int FEWEST_OF_THREE = 12;

    private RuleSearch() {}

    /** The simplest rule that reproduces every change; null for none. */
    static @Nullable Update find(Motion motion) {
        Update update = plain(motion.changes());
        update = update == null ? decayed(motion.changes()) : update;
        update = update == null ? momentum(motion) : update;
        update = update == null ? nesterov(motion) : update;
        return update == null ? penalised(motion) : update;
    }

    /** change = factor · gradient. */
    static Update.@Nullable Plain plain(List<Change> changes) {
        double factor = Double.NaN;
        boolean steady = true;
        for (Change change : changes) {
            Fit fit = Fit.scaled(change.by(), change.gradient());
            if (!fit.matches()) {
                return null;
            }
            if (fit.informative() > 0) {
                steady &= Double.isNaN(factor) || near(fit.scale(), factor);
                factor = Double.isNaN(factor) ? fit.scale() : factor;
            }
        }
        boolean trusted = (changes.size() > 1 && steady)
                || changes.stream().anyMatch(change -> change.by().size() > 1);
        return Double.isNaN(factor) || !trusted ? null : new Update.Plain(factor, 0, steady);
    }

    /** change = factor · gradient + decay · parameter. */
    private static Update.@Nullable Plain decayed(List<Change> changes) {
        Update.Plain found = null;
        for (Change change : changes) {
            Fit fit = Fit.combination(change.by(), List.of(change.gradient(), change.before()));
            if (fit.matches() && fit.shows()) {
                if (!turns(fit)) {
                    return null;
                }
                Update.Plain here = new Update.Plain(fit.scales()[0], fit.scales()[1], true);
                // A rate that changes from step to step changes both alike, or the gradient's part alone.
                if (found != null
                        && !near(found.decay() / found.factor(), here.decay() / here.factor())
                        && !near(found.decay(), here.decay())) {
                    return null;
                }
                found = found == null
                        ? here
                        : new Update.Plain(
                                found.factor(), found.decay(), found.steady() && near(found.factor(), here.factor()));
            } else if (!fit.matches()) {
                return null;
            }
        }
        return found;
    }

    /** change = factor · gradient + beta · last change. */
    static Update.@Nullable Momentum momentum(Motion motion) {
        Fit found = null;
        for (List<Change> run : motion.runs(2)) {
            Change change = run.getLast();
            if (change.gradient().isZero()
                    && Fit.scaled(change.by(), run.getFirst().by()).matches()) {
                // Only the velocity moves it: the other steps show by what share.
                continue;
            }
            Fit fit = Fit.combination(
                    change.by(), List.of(change.gradient(), run.getFirst().by()));
            if (!fit.matches()) {
                if (areInProportion(change, run.getFirst())) {
                    // Nothing moved in the step before: both are made of one gradient, which shows no share.
                    continue;
                }
                return null;
            }
            if (fit.shows()) {
                if (!turns(fit)) {
                    return null;
                }
                if (found != null && !sameShare(found, fit)) {
                    return null;
                }
                found = found == null || fit.uncertain()[1] < 0.1 * found.uncertain()[1] ? fit : found;
            }
        }
        return found == null ? null : new Update.Momentum(found.scales()[0], found.scales()[1]);
    }

    /** Momentum of a gradient with a penalty; few numbers follow three others by chance: change = factor · (gradient + penalty · parameter) + beta · last change. */
    private static Update.@Nullable Penalised penalised(Motion motion) {
        Fit found = null;
        for (List<Change> run : motion.runs(2)) {
            Change change = run.getLast();
            Fit fit = Fit.combination(
                    change.by(), List.of(change.gradient(), run.getFirst().by(), change.before()));
            if (!fit.matches() || change.by().size() < FEWEST_OF_THREE) {
                return null;
            }
            if (fit.shows()) {
                double[] scales = fit.scales();
                if (!turns(fit) || scales[1] <= 0 || scales[1] >= 1) {
                    return null;
                }
                if (found != null
                        && !(sameShare(found, fit) && near(scales[2] / scales[0], found.scales()[2] / found.scale()))) {
                    return null;
                }
                found = found == null ? fit : found;
            }
        }
        if (found == null) {
            return null;
        }
        double factor = found.scale();
        return new Update.Penalised(new Update.Momentum(factor, found.scales()[1]), found.scales()[2] / factor);
    }

    /** Whether two steps keep the same share of the change before, as far as rounding lets them tell. */
    private static boolean sameShare(Fit one, Fit other) {
        return Math.abs(one.scales()[1] - other.scales()[1]) <= STEADY + one.uncertain()[1] + other.uncertain()[1];
    }

    /** Whether the gradient has a share in what was found: numbers that follow from the others alone are moved by something else. */
    private static boolean turns(Fit fit) {
        return Math.abs(fit.scale()) > fit.uncertain()[0];
    }

    /**
     * By what share the factor of a rule may be wrong in the first step, 0 where that is not known: gradients that hardly turn tell
     * little, and a rate that falls from step to step was larger before.
     */
    static double uncertainty(Motion motion, Update update) {
        if (update instanceof Update.Decayed(Update rule, double decay)) {
            return uncertainty(motion.withoutDecay(decay), rule);
        }
        List<Fit> fits = (switch (update) {
                    case Update.Plain _ ->
                        motion.changes().stream().map(change -> Fit.scaled(change.by(), change.gradient()));
                    case Update.Momentum _ ->
                        motion.runs(2).stream()
                                .map(run -> Fit.combination(
                                        run.getLast().by(),
                                        List.of(
                                                run.getLast().gradient(),
                                                run.getFirst().by())));
                    case Update.Adaptive _ ->
                        motion.changes().stream().flatMap(change -> {
                            Matrix expected = AdaptiveSearch.expected(update, motion, change);
                            return expected == null
                                    ? Stream.empty()
                                    : Stream.of(Fit.scaled(change.by(), expected.scaled(1 / update.factor())));
                        });
                    default -> Stream.<Fit>empty();
                })
                .filter(Fit::shows)
                .toList();
        if (fits.isEmpty()) {
            return 0;
        }
        // The factor is that of the first step which shows it.
        Fit first = fits.getFirst();
        double rounding = Math.abs(first.uncertain()[0] / first.scale());
        double drift = fits.stream()
                .mapToDouble(fit -> Math.abs(fit.scale() / first.scale() - 1))
                .max()
                .orElse(0);
        return rounding + (drift > DRIFT ? 3 * drift : 0);
    }

    private static boolean areInProportion(Change change, Change last) {
        return Fit.scaled(change.by(), change.gradient()).matches()
                && Fit.scaled(last.by(), change.gradient()).matches();
    }

    /** Momentum of the sum of all gradients, whatever it was at the first change: change = (1 + β) · last − β · the one before + factor · gradient. */
    static Update.@Nullable Accumulated accumulatedMomentum(Motion motion) {
        Update.Accumulated found = null;
        for (List<Change> run : motion.runs(3)) {
            Change change = run.getLast();
            Matrix last = run.get(1).by();
            Matrix growth = change.by().minus(last);
            Matrix growthBefore = last.minus(run.getFirst().by());
            Fit fit = Fit.combination(growth, List.of(change.gradient(), growthBefore));
            boolean keeps =
                    fit.matches() && (!fit.shows() || (turns(fit) && fit.scales()[1] > 0 && fit.scales()[1] < 1));
            if (!keeps) {
                return null;
            }
            if (fit.shows() && found == null) {
                found = new Update.Accumulated(new Update.Momentum(fit.scales()[0], fit.scales()[1]));
            }
        }
        return found;
    }

    /**
     * change = β · last change + (1 + κ) · factor · gradient − κ · factor · last gradient with κ = β (Sutskever and others 2013, as
     * programs write it), or −β, where the gradient is taken as far behind.
     */
    private static Update.@Nullable Nesterov nesterov(Motion motion) {
        Update.Nesterov found = null;
        for (List<Change> run : motion.runs(2)) {
            Change change = run.getLast();
            Change last = run.getFirst();
            if (Fit.scaled(last.by(), last.gradient()).matches()) {
                // The first step of all is made of its gradient alone: one of the two is enough, and no share shows.
                continue;
            }
            Fit fit = Fit.combination(change.by(), List.of(change.gradient(), last.gradient(), last.by()));
            if (!fit.matches() || (fit.shows() && !turns(fit))) {
                return null;
            }
            if (fit.shows()) {
                double beta = fit.scales()[2];
                double factor = fit.scales()[0] + fit.scales()[1];
                double ahead = -fit.scales()[1] / factor;
                boolean known = near(ahead, beta) || near(ahead, -beta);
                if (!known || (found != null && !near(found.factor(), factor))) {
                    return null;
                }
                found = new Update.Nesterov(factor, beta, near(ahead, beta) ? beta : -beta);
            }
        }
        return found;
    }

    private static boolean near(double one, double other) {
        return Math.abs(one - other) <= STEADY * Math.abs(other);
    }
}

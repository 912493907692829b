package dev.descent.doctor;

import dev.descent.data.TrainTest;

/**
 * What a training is judged by.
 *
 * @param reachable quality that can be reached on the data, see {@link Reachable}
 * @param close a training this close to it is not ill for want of quality
 * @param hitsNumbers whether the task is to hit numbers, not to name classes
 * @param plannedOverTried how many times as long the experiment is as its trials: above 1 where the budget cut them short
 */
record Yardstick(double reachable, double close, boolean hitsNumbers, double plannedOverTried) {
    /** Above this many times as long as its trials an experiment is cut short. */
    static final double CUT = 1.2;

    private static final double CLOSE = 0.08;

    /** The same where numbers are to be hit: there a share of the variance left is a large error. */
    private static final double CLOSE_NUMBERS = 0.03;

    private static final double NOTHING = 0.05;

    /** Neighbours that reach less do not know what can be reached. */
    private static final double BLIND = 0.3;

    private static final double LEAST_WORTH = 0.002;

    /** A training that the budget cut short is well on its way with this share of what can be reached. */
    private static final double WELL_ON = 0.6;

    static Yardstick of(TrainTest data, DataFacts facts, double plannedOverTried) {
        boolean classes = data.train().isClassification() || facts.targetsAreOneHot() || facts.targetsAreBinary();
        double reachable = Reachable.quality(data);
        if (!classes) {
            return new Yardstick(reachable, CLOSE_NUMBERS, true, plannedOverTried);
        }
        // Of a handful of test samples a single one is further away than that.
        double chance = data.train() == data.test()
                ? 0
                : Quality.noise(reachable - CLOSE, data.test().size(), data.train());
        return new Yardstick(reachable, Math.max(CLOSE, chance), false, plannedOverTried);
    }

    /** Whether it lies close to what can be reached. */
    boolean isReachedBy(double quality) {
        return quality >= reachable - close;
    }

    /** Whether classes are answered no better than by a constant where neighbours know little more: no reason to call it well. */
    boolean isNothing(double quality) {
        return !hitsNumbers && quality < NOTHING && reachable < BLIND;
    }

    /** What a change must bring: a point, or where numbers are hit almost and less is missing, a quarter of that. */
    double worth(double quality) {
        return hitsNumbers ? Math.clamp((1 - quality) / 4, LEAST_WORTH, Course.WORTH) : Course.WORTH;
    }

    /** Whether trials are clearly shorter than the experiment. */
    boolean isCut() {
        return plannedOverTried > CUT;
    }

    boolean isIll(Trial trial) {
        boolean onItsWay = isCut() && trial.isImproving() && trial.test() > WELL_ON * reachable;
        return trial.isBroken() || (!onItsWay && !isReachedBy(trial.expected(plannedOverTried)));
    }

    /** So ill that it must be said even where no cause is proved. */
    boolean isVeryIll(Trial trial) {
        return isIll(trial) && trial.test() < reachable - 2 * close;
    }

    /** Whether a mended training has come most of the way from where it was, and time alone may bring it there. */
    boolean isOnItsWay(Trial trial, Trial from) {
        return trial.isImproving()
                && trial.test() > from.test() + 0.5 * (reachable - from.test())
                && trial.expected(Math.max(2, plannedOverTried)) > reachable - 2 * close;
    }
}

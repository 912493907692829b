package dev.descent.doctor;

import dev.descent.doctor.cause.StepSize;
import dev.descent.train.Experiment;
import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/** What a mended training may still lack: time, or a rate between those that were tried. */
final class Refinement {
    /** A training is refined as long as this much is missing and more of the same brings it. */
    private static final double POLISHED = 0.01;

    /** How much longer than usual, in units of one trial's usual work, a training may go on. */
    private static final double MOST_LONGER = 6;

    /** About half a power of ten, up and down: the rates that causes try lie a whole one apart. */
    private static final double[] FINER = {3, 1.0 / 3};

    /** A rate so many times larger or smaller is not reached by finer steps. */
    private static final double FAR = 5;

    private static final double[] USUAL_DIGITS = {1, 3, 10};

    private static final double ABOUT = 0.12;

    private final Doctor doctor;
    private final Trials trials;
    private final Yardstick yardstick;

    Refinement(Doctor doctor, Trials trials, Yardstick yardstick) {
        this.doctor = doctor;
        this.trials = trials;
        this.yardstick = yardstick;
    }

    /**
     * The training over more epochs, where it needs them and that helps; null where not.
     *
     * @param wasTooShort whether it ended too early: then what neighbours reach is no reason to end it there
     */
    @Nullable
    Trial longer(Trial current, boolean wasTooShort) {
        Trial best = current;
        boolean unfinished = wasTooShort || current.test() < yardstick.reachable() - POLISHED;
        for (int factor = 3; unfinished && best.isImproving() && factor <= 10; factor += 7) {
            Experiment longer = current.experiment()
                    .withEpochs(factor * current.experiment().epochs());
            if (trials.shareOf(longer) > MOST_LONGER) {
                break;
            }
            doctor.progress.accept("training longer");
            Trial trial = trials.run(longer);
            best = trial.test() > best.test() + POLISHED ? trial : best;
        }
        return best.steps() == current.steps() ? null : best;
    }

    /**
     * Goes up or down with the learning rate while that helps.
     *
     * @param share of what any change must bring
     * @param isFree whether the rate was wrong, so that the usual one, which may lie further away, is as good a beginning
     */
    Trial betterRate(Trial current, double share, boolean isFree) {
        if (current.test() + share * yardstick.worth(current.test()) >= 1) {
            // Nothing is left to gain.
            return current;
        }
        double usual =
                StepSize.usualRate(current.experiment()) / current.experiment().learningRate();
        boolean isFarOff = usual > FAR || usual < 1 / FAR;
        Trial atUsual = isFree && isFarOff ? atRate(current, usual) : null;
        return finer(atUsual != null && isBetter(atUsual, current, share) ? atUsual : current, share);
    }

    private boolean isBetter(Trial next, Trial best, double share) {
        return !next.isBroken() && next.test() > best.test() + share * yardstick.worth(best.test());
    }

    private Trial finer(Trial current, double share) {
        for (double factor : FINER) {
            Trial best = current;
            Trial next = atRate(best, factor);
            while (next != null && isBetter(next, best, share)) {
                best = next;
                next = atRate(best, factor);
            }
            if (best.test() > current.test()) {
                return best;
            }
        }
        return current;
    }

    private @Nullable Trial atRate(Trial trial, double factor) {
        Experiment experiment = trial.experiment();
        Experiment other = experiment.withLearningRate(rounded(experiment.learningRate() * factor));
        if (!trials.affords(other)) {
            return null;
        }
        doctor.progress.accept("trying learning-rate: " + other.learningRate());
        return trials.run(other);
    }

    /** As people write rates: 1 or 3 and a power of ten where that is about as large, else four digits. */
    static double rounded(double rate) {
        double power = Math.pow(10, Math.floor(Math.log10(rate)));
        for (double usual : USUAL_DIGITS) {
            if (Math.abs(rate / (usual * power) - 1) < ABOUT) {
                return new BigDecimal(usual * power).round(new MathContext(1)).doubleValue();
            }
        }
        return new BigDecimal(rate).round(new MathContext(4)).doubleValue();
    }
}

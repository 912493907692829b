package dev.descent.train;

import dev.descent.spec.Spec;
import java.util.List;

/** How the learning rate changes during a training: each step's rate is the experiment's rate times a factor. */
public sealed interface Schedule
        permits Schedules.Constant,
                Schedules.EveryEpochs,
                Schedules.Exponential,
                Schedules.Cosine,
                Schedules.Linear,
                Schedules.OneCycle,
                Schedules.WarmUp,
                Schedules.InverseTime,
                Schedules.ReduceOnPlateau {

    /**
     * The length of a training.
     *
     * @param steps all its steps, at least 1
     * @param stepsPerEpoch steps of one epoch, at least 1
     */
    record Plan(long steps, long stepsPerEpoch) {
        double epoch(long step) {
            return (double) step / stepsPerEpoch;
        }

        /** Share of the training done before the given step, from 0 to 1 (the last step included). */
        double progress(long step) {
            return steps <= 1 ? 0 : Math.min(1, (double) step / (steps - 1));
        }
    }

    Spec spec();

    /**
     * The factor of one step.
     *
     * @param step the step, from 0
     * @param losses the loss of every epoch done so far (on held-out data when there is some), for schedules that react
     */
    double factor(long step, Plan plan, List<Double> losses);

    /** Whether the factor can change between the steps of one epoch. */
    default boolean changesWithinEpoch() {
        return true;
    }
}

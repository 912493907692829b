package dev.descent.train;

/**
 * Hears how a training goes. Listeners get values and cannot change the training; whether one listens makes no
 * difference to the result.
 */
public interface Listener {
    /** Once, before the first step. */
    default void started(Beginning beginning) {}

    /** Whether {@link #step} is to be called: results of steps are only made for those who want them. */
    default boolean wantsSteps() {
        return false;
    }

    /** After every step, for those who want it. */
    default void step(StepResult result) {}

    /** After every epoch. */
    default void epoch(EpochResult result) {}

    /** Something that is allowed but probably not meant, in one sentence. */
    default void warned(String sentence) {}

    /** Once, after the last step. */
    default void finished(Run run) {}

    /**
     * What is known before the first step.
     *
     * @param experiment what is run
     * @param samples training samples, without the held-out ones
     * @param heldOut samples held out for validation
     * @param stepsPerEpoch steps of one epoch
     * @param steps all steps planned
     * @param parameters numbers that are learned
     */
    record Beginning(Experiment experiment, int samples, int heldOut, long stepsPerEpoch, long steps, int parameters) {}

    /**
     * One step, as measured before its update.
     *
     * @param step from 1
     * @param epoch from 1
     * @param samples in its batch
     * @param loss the experiment's loss, mean over the batch
     * @param meanSquaredError mean of (output − target)² over batch and outputs
     * @param accuracy share of right answers in the batch; NaN where the task is to hit numbers
     * @param learningRate schedule included
     */
    record StepResult(
            long step,
            int epoch,
            int samples,
            double loss,
            double meanSquaredError,
            double accuracy,
            double learningRate) {}

    /**
     * One epoch.
     *
     * @param epoch from 1
     * @param steps steps done so far
     * @param training means over the epoch's batches, each measured before its update
     * @param validation on the held-out samples after the epoch; {@link Scores#NONE} when there are none
     * @param learningRate of its last step
     * @param seconds it took, without validation
     * @param samples it trained on
     * @param best whether it is the best so far
     */
    record EpochResult(
            int epoch,
            long steps,
            Scores training,
            Scores validation,
            double learningRate,
            double seconds,
            long samples,
            boolean best) {
        /** The scores that count: on held-out samples when there are some. */
        public Scores judged() {
            return validation.isKnown() ? validation : training;
        }
    }

    /**
     * Figures of a set of samples.
     *
     * @param loss the experiment's loss
     * @param meanSquaredError mean of (output − target)²
     * @param accuracy share of right answers; NaN where the task is to hit numbers
     */
    record Scores(double loss, double meanSquaredError, double accuracy) {
        /** Not measured. */
        public static final Scores NONE = new Scores(Double.NaN, Double.NaN, Double.NaN);

        /** Those of a whole data set. */
        public static Scores of(Evaluation evaluation) {
            return new Scores(evaluation.loss(), evaluation.meanSquaredError(), evaluation.accuracy());
        }

        public boolean isKnown() {
            return !equals(NONE);
        }

        /** More accurate, or as accurate with a smaller loss; a loss that is no number is never better. */
        public boolean isBetterThan(Scores other) {
            if (Double.isNaN(loss)) {
                return false;
            }
            if (!Double.isNaN(accuracy) && accuracy != other.accuracy) {
                return !(accuracy < other.accuracy);
            }
            return !(loss >= other.loss);
        }
    }
}

package dev.descent.train;

import dev.descent.spec.Spec;

/**
 * How parameters follow their gradient. An optimizer is a description; what it remembers from step to step lies in
 * arrays as long as the parameters, owned by the training, so that a checkpoint is a copy of them.
 *
 * <p>Every update is element by element: any split of the range into parts gives the same bits. Each formula exists
 * twice: in float for the engine, in double as the reference it is tested against.
 */
public sealed interface Optimizer permits Sgd, Momentum, Nesterov, RmsProp, Adagrad, Adadelta, Adam, AdamW, Adamax {

    /** Its text in an experiment. */
    Spec spec();

    /** How many arrays, each as long as the parameters, it remembers between steps. */
    int stateArrays();

    /** What the given state array holds before the first step. */
    default double initialState(int array) {
        return 0;
    }

    /**
     * Changes the parameters {@code from} (inclusive) to {@code to} (exclusive) by one step.
     *
     * @param values the parameters
     * @param gradients ∂loss/∂parameter, same length; not changed
     * @param state {@link #stateArrays()} arrays of the same length, kept between steps
     * @param learningRate step size of this step, schedule included; negative climbs
     * @param weightDecay coefficient for these parameters, 0 for none; added to the gradient as {@code weightDecay · value}
     *     (L2), or, where the optimizer says so, taken from the value directly
     * @param step number of this step, from 1
     */
    void update(
            float[] values,
            float[] gradients,
            float[][] state,
            int from,
            int to,
            double learningRate,
            double weightDecay,
            long step);

    /** The same in double, for the reference. */
    void update(
            double[] values,
            double[] gradients,
            double[][] state,
            int from,
            int to,
            double learningRate,
            double weightDecay,
            long step);

    /** This optimizer with a learning rate, for {@code trainer.optimizer(sgd(0.5))}. */
    default Rated at(double learningRate) {
        return new Rated(this, learningRate);
    }

    /** An optimizer together with its learning rate. */
    record Rated(Optimizer optimizer, double learningRate) {}
}

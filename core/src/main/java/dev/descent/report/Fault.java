package dev.descent.report;

import java.util.Arrays;
import java.util.Locale;

/** The public vocabulary of faults: causes, not symptoms. Reports, JSON, truth files and docs use {@link #code()}. */
public enum Fault {
    /** Inputs far from the scale the start assumes (0–255 pixels, raw units). */
    INPUTS_UNSCALED(Area.DATA, "inputs far from the scale the start assumes (0–255 pixels, raw units)"),
    /** NaN, infinite, wrong dtype that truncates or overflows. */
    INPUTS_INVALID(Area.DATA, "NaN, infinite, wrong dtype that truncates or overflows"),
    /** Labels do not belong to their inputs (shuffled apart, off by one row, one-hot shifted). */
    TARGETS_MISALIGNED(
            Area.DATA, "labels do not belong to their inputs (shuffled apart, off by one row, one-hot shifted)"),
    /** Targets the output activation can never reach (digits 0–9 or scores 0–100 against a sigmoid). */
    TARGETS_OUT_OF_RANGE(
            Area.DATA, "targets the output activation can never reach (digits 0–9 or scores 0–100 against a sigmoid)"),
    /** Class numbers where one-hot is needed or the reverse, wrong number of classes. */
    TARGETS_WRONG_ENCODING(Area.DATA, "class numbers where one-hot is needed or the reverse, wrong number of classes"),
    /** Batches sorted by class. */
    DATA_UNSHUFFLED(Area.DATA, "batches sorted by class"),
    /** The rare classes are ignored. */
    CLASSES_IMBALANCED(Area.DATA, "the rare classes are ignored"),
    /** Test samples in the training set. */
    DATA_LEAK(Area.DATA, "test samples in the training set"),
    /** Train and test scaled or distributed differently. */
    SPLIT_MISMATCH(Area.DATA, "train and test scaled or distributed differently"),
    /** Units start equal and stay equal (zeros, constants). */
    INIT_SYMMETRIC(Area.START, "units start equal and stay equal (zeros, constants)"),
    /** The start saturates or explodes the activations. */
    INIT_TOO_LARGE(Area.START, "the start saturates or explodes the activations"),
    /** The signal dies on the way. */
    INIT_TOO_SMALL(Area.START, "the signal dies on the way"),
    /** No non-linearity between layers. */
    ACTIVATION_MISSING(Area.NETWORK, "no non-linearity between layers"),
    /** Hidden activation that cannot train here (deep sigmoid stack, step function, softmax inside). */
    ACTIVATION_WRONG(
            Area.NETWORK,
            "hidden activation that cannot train here (deep sigmoid stack, step function, softmax inside)"),
    /** Output activation does not fit the task or the loss (ReLU or linear for classes, softmax on one unit, sigmoid with one-of-n, double softmax). */
    OUTPUT_ACTIVATION_WRONG(
            Area.NETWORK,
            "output activation does not fit the task or the loss (ReLU or linear for classes, softmax on one unit, sigmoid with one-of-n, double softmax)"),
    /** Normalised over samples instead of classes. */
    SOFTMAX_WRONG_AXIS(Area.NETWORK, "normalised over samples instead of classes"),
    /** Loss does not fit output or targets. */
    LOSS_MISMATCH(Area.NETWORK, "loss does not fit output or targets"),
    /** ReLU units that can never fire again (from bias, start or a past step). */
    UNITS_DEAD(Area.NETWORK, "ReLU units that can never fire again (from bias, start or a past step)"),
    /** The network cannot fit even one batch. */
    NETWORK_TOO_SMALL(Area.NETWORK, "the network cannot fit even one batch"),
    /** The gradient vanishes on its way down the layers. */
    NETWORK_TOO_DEEP(Area.NETWORK, "the gradient vanishes on its way down the layers"),
    /** A delta lacks the activation's derivative. */
    DERIVATIVE_MISSING(Area.BACKWARD, "a delta lacks the activation's derivative"),
    /** Derivative formula of the activation applied to the logits, or the reverse. */
    DERIVATIVE_WRONG_INPUT(Area.BACKWARD, "derivative formula of the activation applied to the logits, or the reverse"),
    /** Applied twice (often: cross-entropy's delta times the derivative again). */
    DERIVATIVE_DOUBLED(Area.BACKWARD, "applied twice (often: cross-entropy's delta times the derivative again)"),
    /** Derivative of another activation. */
    DERIVATIVE_WRONG(Area.BACKWARD, "derivative of another activation"),
    /** Error sent back through already updated, wrong or untransposed weights. */
    BACKPROP_WRONG_WEIGHTS(Area.BACKWARD, "error sent back through already updated, wrong or untransposed weights"),
    /** Weight or bias gradient built from the wrong arrays. */
    GRADIENT_WRONG(Area.BACKWARD, "weight or bias gradient built from the wrong arrays"),
    /** Summed or averaged over the wrong axis. */
    GRADIENT_WRONG_AXIS(Area.BACKWARD, "summed or averaged over the wrong axis"),
    /** Never reset between steps. */
    GRADIENT_ACCUMULATES(Area.UPDATE, "never reset between steps"),
    /** The update climbs the loss. */
    STEP_ASCENDS(Area.UPDATE, "the update climbs the loss"),
    /** Beyond the stable step (no learning rate, summed gradient with a rate meant for the mean, rate too high). */
    STEP_TOO_LARGE(
            Area.UPDATE,
            "beyond the stable step (no learning rate, summed gradient with a rate meant for the mean, rate too high)"),
    /** Training would need ages. */
    STEP_TOO_SMALL(Area.UPDATE, "training would need ages"),
    /** A parameter never changes (result assigned elsewhere, frozen, copy updated). */
    UPDATE_DISCARDED(Area.UPDATE, "a parameter never changes (result assigned elsewhere, frozen, copy updated)"),
    /** The velocity of the momentum is computed wrongly. */
    MOMENTUM_WRONG(Area.UPDATE, "the velocity of the momentum is computed wrongly"),
    /** The optimizer's moments or their bias correction are computed wrongly. */
    OPTIMIZER_WRONG(Area.UPDATE, "the optimizer's moments or their bias correction are computed wrongly"),
    /** The batch is too large for the data and the learning rate. */
    BATCH_TOO_LARGE(Area.UPDATE, "the batch is too large for the data and the learning rate"),
    /** The batch is too small for the learning rate. */
    BATCH_TOO_SMALL(Area.UPDATE, "the batch is too small for the learning rate"),
    /** Weight decay, dropout or penalty stops learning. */
    REGULARISATION_TOO_STRONG(Area.UPDATE, "weight decay, dropout or penalty stops learning"),
    /** Training stopped while it was still improving. */
    EPOCHS_TOO_FEW(Area.UPDATE, "training stopped while it was still improving"),
    /** Training went on until it memorised. */
    EPOCHS_TOO_MANY(Area.UPDATE, "training went on until it memorised"),
    /** Overflow, log of zero, division by zero, unstable softmax. */
    NUMERICALLY_UNSTABLE(Area.ANY, "overflow, log of zero, division by zero, unstable softmax"),
    /** The network learns but is judged wrongly (accuracy of a regression, wrong axis of argmax). */
    METRIC_WRONG(
            Area.EVALUATION,
            "the network learns but is judged wrongly (accuracy of a regression, wrong axis of argmax)");

    /** Where a fault lives. */
    public enum Area {
        DATA,
        START,
        NETWORK,
        BACKWARD,
        UPDATE,
        ANY,
        EVALUATION
    }

    private final Area area;
    private final String meaning;

    Fault(Area area, String meaning) {
        this.area = area;
        this.meaning = meaning;
    }

    /** As written everywhere: {@code step-too-large}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public Area area() {
        return area;
    }

    /** What is wrong, in a few words. */
    public String meaning() {
        return meaning;
    }

    /** @throws IllegalArgumentException for a code that the vocabulary does not have */
    public static Fault of(String code) {
        return Arrays.stream(values())
                .filter(fault -> fault.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no fault '" + code + "'"));
    }

    @Override
    public String toString() {
        return code();
    }
}

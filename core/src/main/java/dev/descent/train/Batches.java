package dev.descent.train;

import dev.descent.data.CounterRandom;
import dev.descent.data.CounterRandom.Purpose;
import dev.descent.data.Dataset;
import dev.descent.data.augment.Augmentation;
import dev.descent.data.augment.Augmentations;
import dev.descent.data.augment.Augmenter;
import dev.descent.kernel.Workers;
import dev.descent.network.CompiledNetwork;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The batches of a training: which samples a step sees depends on the seed and the step's number alone, so any step can
 * be made again.
 */
final class Batches {
    private final Dataset data;
    private final Task task;
    private final Experiment experiment;
    private final int batch;
    private final boolean always;
    private int[] order;
    private long orderOfEpoch = -1;
    private boolean filled;
    private @Nullable SparseInput sparse;
    private boolean sparseIsDecided;

    /** One per thread, as each holds scratch space. */
    private final ThreadLocal<Augmenter> augmenter;

    Batches(Experiment experiment, Dataset data, Task task) {
        this.data = data;
        this.task = task;
        this.experiment = experiment;
        this.batch = experiment.samplesOfStep(data.size());
        this.order = IntStream.range(0, data.size()).toArray();
        List<Augmentation> augmentations = Augmentations.parseAll(experiment.augment());
        this.augmenter = ThreadLocal.withInitial(() -> new Augmenter(augmentations, data.shape(), data.scaling()));
        if (!augmentations.isEmpty()) {
            // Refuses data that are no images before the first step.
            augmenter.get();
        }
        // The full batch is the same at every step, so it is filled once.
        this.always = batch == data.size() && experiment.augment().isEmpty() && experiment.mixup() == 0;
    }

    /** Samples of a step, the last of an epoch aside. */
    int largest() {
        return batch;
    }

    int stepsPerEpoch() {
        return (data.size() + batch - 1) / batch;
    }

    /** Samples in the batch of a step. */
    int size(long step) {
        return Math.min(batch, data.size() - first(step));
    }

    private int first(long step) {
        return (int) (step % stepsPerEpoch()) * batch;
    }

    /**
     * Fills the network's buffers for a step.
     *
     * @param step from 0
     * @param input {@code [batch, features]}
     * @param target {@code [batch, outputs]}
     */
    void fill(long step, float[] input, float[] target) {
        if (always && filled) {
            return;
        }
        arrange(step / stepsPerEpoch());
        int samples = size(step);
        if (isClean(step)) {
            fillInput(first(step), 0, samples, input);
        } else {
            augmentInput(step, samples, input);
        }
        fillTarget(step, target);
        if (experiment.mixup() > 0) {
            int outputs = Targets.width(data, task);
            double share = Mixup.share(experiment.mixup(), experiment.seed(), step);
            Mixup.mix(input, samples, data.shape().size(), (float) share);
            Mixup.mix(target, samples, outputs, (float) share);
        }
        filled = true;
    }

    /**
     * The same for a network: its input comes as sparse rows where that is faster and samples go in as they are.
     *
     * @param step from 0
     */
    void fill(long step, CompiledNetwork network) {
        if (!sparseIsDecided) {
            sparse = experiment.augment().isEmpty() && experiment.mixup() == 0 ? SparseInput.of(data, network) : null;
            sparseIsDecided = true;
        }
        if (sparse == null) {
            fill(step, network.input(), network.target());
        } else if (!(always && filled)) {
            arrange(step / stepsPerEpoch());
            sparse.pick(network, order, first(step), size(step));
            fillTarget(step, network.target());
            filled = true;
        }
    }

    /** Whether the images of a step are as they are in the data. */
    private boolean isClean(long step) {
        return experiment.augment().isEmpty()
                || step / stepsPerEpoch() >= experiment.epochs() - experiment.cleanEpochs();
    }

    private void fillTarget(long step, float[] target) {
        int first = first(step);
        int samples = size(step);
        int outputs = Targets.width(data, task);
        for (int row = 0; row < samples; row++) {
            Targets.copy(data, task, order[first + row], target, row * outputs);
        }
        if (experiment.labelSmoothing() > 0) {
            Targets.smooth(target, samples * outputs, outputs, (float) experiment.labelSmoothing());
        }
    }

    private void fillInput(int first, int from, int to, float[] input) {
        int features = data.shape().size();
        for (int row = from; row < to; row++) {
            data.copyInput(order[first + row], input, row * features);
        }
    }

    /** Images change by seed, epoch and sample, so threads may share them out as they like. */
    private void augmentInput(long step, int samples, float[] input) {
        int first = first(step);
        int features = data.shape().size();
        long epoch = step / stepsPerEpoch();
        Workers.shared().share(samples, 4, (from, to) -> {
            fillInput(first, from, to, input);
            Augmenter own = augmenter.get();
            for (int row = from; row < to; row++) {
                own.apply(experiment.seed(), epoch, order[first + row], input, row * features);
            }
        });
    }

    /** The same in double, without rounding the inputs to float where nothing is mixed. */
    void fill(long step, double[] input, double[] target) {
        int samples = size(step);
        int features = data.shape().size();
        float[] floatInput = new float[samples * features];
        float[] floatTarget = new float[target.length];
        filled = false;
        fill(step, floatInput, floatTarget);
        for (int i = 0; i < target.length; i++) {
            target[i] = floatTarget[i];
        }
        boolean isPlain = experiment.mixup() == 0 && isClean(step);
        for (int row = 0; row < samples && isPlain; row++) {
            data.copyInput(order[first(step) + row], input, row * features);
        }
        for (int i = 0; i < input.length && !isPlain; i++) {
            input[i] = floatInput[i];
        }
    }

    private void arrange(long epoch) {
        if (epoch != orderOfEpoch && experiment.shuffle() && !always) {
            order = CounterRandom.of(experiment.seed(), Purpose.SHUFFLE, epoch).permutation(data.size());
        }
        orderOfEpoch = epoch;
    }
}

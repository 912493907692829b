package dev.descent.train;

import dev.descent.data.Shape;
import dev.descent.data.TrainTest;
import dev.descent.network.Layer;
import dev.descent.network.Loss;
import dev.descent.network.Network;
import dev.descent.network.Reduction;
import dev.descent.spec.Spec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides the result of a training: the same experiment gives the same bits on the same data, with any
 * number of threads. As text it is one small file; {@link Fields} lists its fields by name. Each field can be changed
 * alone by its {@code with…} method.
 *
 * @param name what to call it
 * @param about one sentence on what it shows, may be empty
 * @param data which data, and what is done to it first
 * @param input shape of one input sample; null takes the data's
 * @param layers the network after the input
 * @param loss what training makes small
 * @param optimizer how parameters follow their gradient
 * @param learningRate step size; negative climbs the loss, which is allowed and warned of
 * @param schedule how the learning rate changes during training
 * @param reduction whether the gradient is the sum or the mean over the batch
 * @param weightDecay coefficient of the decay of weights (never of biases), 0 for none
 * @param clip limit on the gradient
 * @param batch samples per step; 0 takes all at once
 * @param epochs passes over the data
 * @param steps limit on the steps, 0 for none
 * @param shuffle whether the order of samples changes every epoch
 * @param validation share of the training data held out, in [0, 1)
 * @param earlyStopping when to end before the last epoch
 * @param keepBest whether the best epoch's parameters are kept in place of the last one's
 * @param seed decides the start, the order of samples, dropout and augmentation
 * @param start file (.npz) with the starting parameters; null draws them by the layers' initializers
 * @param augment changes made to each training image on the fly
 * @param cleanEpochs how many of the last epochs see the images without these changes: changed ones are smoother than those to be
 *     answered (He et al. 2019, "Data Augmentation Revisited: Rethinking the Distribution Gap between Clean and Augmented Data")
 * @param labelSmoothing share of the target spread over all classes, in [0, 1)
 * @param mixup parameter of the Beta distribution by which two samples are mixed, 0 for none
 * @param averaging share of the running mean of the parameters kept per step, in [0, 1); 0 for none
 * @param folder what relative paths start from: the folder of the experiment's file; no field of the file
 */
public record Experiment(
        String name,
        String about,
        DataPlan data,
        @Nullable Shape input,
        List<Layer> layers,
        Loss loss,
        Optimizer optimizer,
        double learningRate,
        Schedule schedule,
        Reduction reduction,
        double weightDecay,
        Clip clip,
        int batch,
        int epochs,
        long steps,
        boolean shuffle,
        double validation,
        EarlyStopping earlyStopping,
        boolean keepBest,
        long seed,
        @Nullable String start,
        List<Spec> augment,
        int cleanEpochs,
        double labelSmoothing,
        double mixup,
        double averaging,
        Path folder) {

    public Experiment {
        layers = List.copyOf(layers);
        augment = List.copyOf(augment);
        if (!Double.isFinite(learningRate)) {
            throw new IllegalArgumentException("learning-rate is a finite number, got " + learningRate);
        }
        Require.notNegative(weightDecay, "weight-decay");
        Require.notNegative(batch, "batch");
        Require.notNegative(epochs, "epochs");
        Require.notNegative((double) steps, "steps");
        Require.fraction(validation, "validation");
        Require.notNegative(cleanEpochs, "clean-epochs");
        Require.fraction(labelSmoothing, "label-smoothing");
        Require.notNegative(mixup, "mixup");
        Require.fraction(averaging, "averaging");
    }

    /** The experiment that files and flags start from: a network of 128 hidden units on MNIST. */
    public static Experiment standard() {
        return Draft.standard().build();
    }

    /** Reads the data. */
    public TrainTest load() throws IOException {
        return data.load(folder);
    }

    /**
     * Samples of one step.
     *
     * @param size of the training data
     */
    public int samplesOfStep(int size) {
        return batch == 0 ? size : Math.min(batch, size);
    }

    /** The network for samples of the given shape. */
    public Network network(Shape sample) {
        return new Network(Objects.requireNonNullElse(input, sample), layers);
    }

    /** The length of the training. */
    Schedule.Plan plan(long stepsPerEpoch) {
        long all = epochs * stepsPerEpoch;
        return new Schedule.Plan(steps == 0 ? all : Math.min(all, steps), stepsPerEpoch);
    }

    private Experiment change(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.build();
    }

    public Experiment withName(String name) {
        return change(draft -> draft.name = name);
    }

    public Experiment withAbout(String about) {
        return change(draft -> draft.about = about);
    }

    public Experiment withData(DataPlan data) {
        return change(draft -> draft.data = data);
    }

    public Experiment withInput(@Nullable Shape input) {
        return change(draft -> draft.input = input);
    }

    public Experiment withLayers(List<Layer> layers) {
        return change(draft -> draft.layers = layers);
    }

    /** Takes input and layers of a network. */
    public Experiment withNetwork(Network network) {
        return withInput(network.input()).withLayers(network.layers());
    }

    public Experiment withLoss(Loss loss) {
        return change(draft -> draft.loss = loss);
    }

    public Experiment withOptimizer(Optimizer optimizer) {
        return change(draft -> draft.optimizer = optimizer);
    }

    public Experiment withLearningRate(double learningRate) {
        return change(draft -> draft.learningRate = learningRate);
    }

    public Experiment withSchedule(Schedule schedule) {
        return change(draft -> draft.schedule = schedule);
    }

    public Experiment withReduction(Reduction reduction) {
        return change(draft -> draft.reduction = reduction);
    }

    public Experiment withWeightDecay(double weightDecay) {
        return change(draft -> draft.weightDecay = weightDecay);
    }

    public Experiment withClip(Clip clip) {
        return change(draft -> draft.clip = clip);
    }

    public Experiment withBatch(int batch) {
        return change(draft -> draft.batch = batch);
    }

    public Experiment withEpochs(int epochs) {
        return change(draft -> draft.epochs = epochs);
    }

    public Experiment withSteps(long steps) {
        return change(draft -> draft.steps = steps);
    }

    public Experiment withShuffle(boolean shuffle) {
        return change(draft -> draft.shuffle = shuffle);
    }

    public Experiment withValidation(double validation) {
        return change(draft -> draft.validation = validation);
    }

    public Experiment withEarlyStopping(EarlyStopping earlyStopping) {
        return change(draft -> draft.earlyStopping = earlyStopping);
    }

    public Experiment withKeepBest(boolean keepBest) {
        return change(draft -> draft.keepBest = keepBest);
    }

    public Experiment withSeed(long seed) {
        return change(draft -> draft.seed = seed);
    }

    public Experiment withStart(@Nullable String start) {
        return change(draft -> draft.start = start);
    }

    public Experiment withAugment(List<Spec> augment) {
        return change(draft -> draft.augment = augment);
    }

    public Experiment withCleanEpochs(int cleanEpochs) {
        return change(draft -> draft.cleanEpochs = cleanEpochs);
    }

    public Experiment withLabelSmoothing(double labelSmoothing) {
        return change(draft -> draft.labelSmoothing = labelSmoothing);
    }

    public Experiment withMixup(double mixup) {
        return change(draft -> draft.mixup = mixup);
    }

    public Experiment withAveraging(double averaging) {
        return change(draft -> draft.averaging = averaging);
    }

    public Experiment withFolder(Path folder) {
        return change(draft -> draft.folder = folder);
    }
}

package dev.descent.train;

import dev.descent.data.Dataset;
import dev.descent.kernel.ElementKernels;
import dev.descent.kernel.OutputLayer.Score;
import dev.descent.network.Activation;
import dev.descent.network.Activations;
import dev.descent.network.CompileOptions;
import dev.descent.network.CompiledNetwork;
import dev.descent.network.Network;
import dev.descent.network.Weights;
import dev.descent.train.Listener.EpochResult;
import dev.descent.train.Listener.Scores;
import dev.descent.train.Listener.StepResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A training in progress: one call of {@link #advance} is one step (batch, forward, loss, backward, update). It can be
 * put back to any {@link Checkpoint} of the same experiment and data and makes the same bits again. A step allocates
 * nothing.
 */
public final class Session implements Observer.Moment {
    private final Experiment experiment;
    private final Task task;
    private final CompiledNetwork network;
    private final Batches batches;
    private final ParameterRanges ranges;
    private final Schedule.Plan plan;
    private final float[][] state;
    private final float[] average;

    /** Whether a step is {@code values -= learningRate · gradient} and nothing else, which the network does best itself. */
    private final boolean isPlainDescent;

    /** The parameters after an observed step of plain descent, while the observer sees those before. */
    private final float[] aside;

    private final int width;
    private final Activation outputActivation;
    private final boolean answersAreCopied;

    /** Outputs as probabilities: the network's own buffer, or a copy where the loss works on logits. */
    private final float[] answers;

    private final List<Double> losses = new ArrayList<>();
    private final List<EpochResult> epochs = new ArrayList<>();
    private @Nullable Weights best;
    private long step;
    private int samples;
    private double loss;
    private double squaredError;
    private int right;
    private double learningRate;
    private double epochFactor;
    private double sumOfLoss;
    private double sumOfSquaredError;
    private long sumOfRight;
    private long sumOfSamples;

    private Session(Experiment experiment, Dataset data, CompileOptions options) {
        Network description = experiment.network(data.shape());
        if (description.input().size() != data.shape().size()) {
            throw new IllegalArgumentException(
                    "the network takes %d inputs (%s), but a sample has %d values (%s): set network.input to the data's shape"
                            .formatted(
                                    description.input().size(),
                                    description.input(),
                                    data.shape().size(),
                                    data.shape()));
        }
        this.experiment = experiment;
        this.task = Targets.task(data, description.output().size());
        this.batches = new Batches(experiment, data, task);
        this.network = CompiledNetwork.compile(description, experiment.loss(), batches.largest(), options);
        this.width = description.output().size();
        this.outputActivation = experiment.loss().outputActivation();
        this.answersAreCopied = !outputActivation.equals(Activations.IDENTITY);
        this.answers = answersAreCopied ? new float[batches.largest() * width] : network.output();
        this.ranges = ParameterRanges.of(network.layout().parameters(), experiment.weightDecay());
        this.plan = experiment.plan(batches.stepsPerEpoch());
        float[] values = network.values();
        this.state = new float[experiment.optimizer().stateArrays()][values.length];
        this.average = new float[experiment.averaging() == 0 ? 0 : values.length];
        // Running statistics change with every pass, so an observed step could not be made twice.
        this.isPlainDescent = experiment.optimizer() instanceof Sgd
                && experiment.clip() instanceof Clip.None
                && experiment.weightDecay() == 0
                && network.statistics().length == 0;
        this.aside = new float[isPlainDescent ? values.length : 0];
    }

    /** A training before its first step, with its parameters drawn or read. */
    public static Session start(Experiment experiment, Dataset data) {
        return start(experiment, data, CompileOptions.TRAINING);
    }

    /** @param options what the engine keeps for observers; makes no difference to the bits */
    public static Session start(Experiment experiment, Dataset data, CompileOptions options) {
        Session session = new Session(experiment, data, options);
        session.network.initialize(experiment.seed());
        String start = experiment.start();
        if (start != null) {
            StartFile.read(
                    experiment.folder().resolve(start),
                    session.network.layout().parameters(),
                    session.network.values());
        }
        for (int array = 0; array < session.state.length; array++) {
            Arrays.fill(session.state[array], (float) experiment.optimizer().initialState(array));
        }
        System.arraycopy(session.network.values(), 0, session.average, 0, session.average.length);
        return session;
    }

    /** Makes the next step. */
    public void advance(Observer observer) {
        boolean observed = observer.observes(step + 1);
        samples = batches.size(step);
        batches.fill(step, network);
        learningRate = experiment.learningRate() * factor();
        if (isPlainDescent && !observed) {
            loss = network.descend(samples, experiment.reduction(), step + 1, (float) learningRate);
            measure();
        } else {
            advanceInView(observer, observed);
        }
        updateAverage();
        step++;
        if (observed) {
            observer.afterUpdate(this);
        }
    }

    /** Gradient and update apart, so that an observer can look in between. */
    private void advanceInView(Observer observer, boolean observed) {
        float[] values = network.values();
        if (isPlainDescent) {
            // The update must have the bits it has unobserved, so it is made that way and put aside.
            System.arraycopy(values, 0, aside, 0, values.length);
            network.descend(samples, experiment.reduction(), step + 1, (float) learningRate);
            swap(values, aside);
        }
        loss = network.gradient(samples, experiment.reduction(), step + 1);
        measure();
        if (observed) {
            step++;
            observer.beforeUpdate(this);
            step--;
        }
        if (isPlainDescent) {
            System.arraycopy(aside, 0, values, 0, values.length);
        } else {
            experiment.clip().apply(network.gradients());
            ranges.update(experiment.optimizer(), values, network.gradients(), state, learningRate, step + 1);
        }
    }

    private static void swap(float[] one, float[] other) {
        for (int i = 0; i < one.length; i++) {
            float kept = one[i];
            one[i] = other[i];
            other[i] = kept;
        }
    }

    private double factor() {
        Schedule schedule = experiment.schedule();
        if (schedule.changesWithinEpoch() || step % plan.stepsPerEpoch() == 0 || epochFactor == 0) {
            epochFactor = schedule.factor(step, plan, losses);
        }
        return epochFactor;
    }

    private void measure() {
        Score score = network.score();
        if (score == null) {
            measureAnswers();
        } else {
            squaredError = score.squaredDistance / (samples * width);
            right = task == Task.NUMBERS ? 0 : score.right;
        }
        sumOfLoss += loss * samples;
        sumOfSquaredError += squaredError * samples;
        sumOfRight += right;
        sumOfSamples += samples;
    }

    private void measureAnswers() {
        float[] outputs = answers;
        float[] targets = network.target();
        if (answersAreCopied) {
            outputActivation.forward(network.output(), outputs, samples, width);
        }
        ElementKernels elements = network.kernels().elements();
        squaredError = elements.squaredDistance(samples * width, outputs, targets) / (samples * width);
        right = task == Task.NUMBERS ? 0 : Predictions.right(elements, outputs, targets, samples, width);
    }

    private void updateAverage() {
        // The share kept grows with the steps, so that the start does not linger (TensorFlow's num_updates).
        float kept = (float) Math.min(experiment.averaging(), (1.0 + step) / (10.0 + step));
        float[] values = network.values();
        for (int i = 0; i < average.length; i++) {
            average[i] = kept * average[i] + (1 - kept) * values[i];
        }
    }

    /**
     * Closes the epoch, complete or not.
     *
     * @param validation of the samples held out, {@link Scores#NONE} where none are
     * @param seconds it took
     */
    public EpochResult endEpoch(Scores validation, double seconds) {
        double all = sumOfSamples;
        Scores training = new Scores(
                sumOfLoss / all, sumOfSquaredError / all, task == Task.NUMBERS ? Double.NaN : sumOfRight / all);
        Scores judged = validation.isKnown() ? validation : training;
        boolean isBest = judged.isBetterThan(bestScores());
        EpochResult result = new EpochResult(
                epochs.size() + 1, step, training, validation, learningRate, seconds, sumOfSamples, isBest);
        if (isBest && experiment.keepBest()) {
            best = current();
        }
        epochs.add(result);
        losses.add(judged.loss());
        sumOfLoss = 0;
        sumOfSquaredError = 0;
        sumOfRight = 0;
        sumOfSamples = 0;
        return result;
    }

    private Scores bestScores() {
        for (int i = epochs.size() - 1; i >= 0; i--) {
            if (epochs.get(i).best()) {
                return epochs.get(i).judged();
            }
        }
        return Scores.NONE;
    }

    /** Whether so many epochs were no better than the best one that the experiment's early stopping ends it. */
    public boolean hasRunOutOfPatience() {
        int patience = experiment.earlyStopping().patience();
        int waited = 0;
        while (waited < epochs.size() && !epochs.get(epochs.size() - 1 - waited).best()) {
            waited++;
        }
        return patience > 0 && waited >= patience;
    }

    /** A copy of the whole state. */
    public Checkpoint checkpoint() {
        List<float[]> states = Arrays.stream(state).map(float[]::clone).toList();
        double[] sums = {sumOfLoss, sumOfSquaredError, sumOfRight, sumOfSamples, learningRate, epochFactor};
        return new Checkpoint(step, Weights.of(network), states, average.clone(), sums, epochs, best);
    }

    /** Goes to a checkpoint of the same experiment and data. */
    public void restore(Checkpoint checkpoint) {
        boolean fits = checkpoint.weights().values().length == network.values().length
                && checkpoint.state().size() == state.length
                && checkpoint.average().length == average.length;
        if (!fits) {
            throw new IllegalArgumentException(
                    "the checkpoint is of another experiment: it has %d parameters and %d optimizer arrays, this one %d and %d"
                            .formatted(
                                    checkpoint.weights().values().length,
                                    checkpoint.state().size(),
                                    network.values().length,
                                    state.length));
        }
        step = checkpoint.step();
        checkpoint.weights().into(network);
        for (int array = 0; array < state.length; array++) {
            System.arraycopy(checkpoint.state().get(array), 0, state[array], 0, state[array].length);
        }
        System.arraycopy(checkpoint.average(), 0, average, 0, average.length);
        best = checkpoint.best();
        sumOfLoss = checkpoint.sums()[0];
        sumOfSquaredError = checkpoint.sums()[1];
        sumOfRight = (long) checkpoint.sums()[2];
        sumOfSamples = (long) checkpoint.sums()[3];
        learningRate = checkpoint.sums()[4];
        epochFactor = checkpoint.sums()[5];
        epochs.clear();
        epochs.addAll(checkpoint.epochs());
        losses.clear();
        checkpoint.epochs().forEach(epoch -> losses.add(epoch.judged().loss()));
    }

    /** A copy of the weights as they would be kept now: the running mean of the parameters when there is one. */
    public Weights current() {
        Weights weights = Weights.of(network);
        return average.length == 0 ? weights : new Weights(average.clone(), weights.statistics());
    }

    /** The weights to keep at the end. */
    public Weights kept() {
        return best == null ? current() : best;
    }

    StepResult result() {
        double accuracy = task == Task.NUMBERS ? Double.NaN : (double) right / samples;
        return new StepResult(step, epoch(), samples, loss, squaredError, accuracy, learningRate);
    }

    public boolean isAtEndOfEpoch() {
        return step % plan.stepsPerEpoch() == 0;
    }

    boolean hasBegunEpoch() {
        return sumOfSamples > 0;
    }

    public boolean isFinished() {
        return step >= plan.steps();
    }

    public Schedule.Plan plan() {
        return plan;
    }

    public Task task() {
        return task;
    }

    public Experiment experiment() {
        return experiment;
    }

    List<EpochResult> epochs() {
        return epochs;
    }

    /** The last step made, from 1; 0 before the first. */
    @Override
    public long step() {
        return step;
    }

    @Override
    public int epoch() {
        return (int) (Math.max(0, step - 1) / plan.stepsPerEpoch()) + 1;
    }

    @Override
    public int samples() {
        return samples;
    }

    @Override
    public double loss() {
        return loss;
    }

    /** Mean of (output − target)² of the last step, before its update. */
    public double meanSquaredError() {
        return squaredError;
    }

    @Override
    public double learningRate() {
        return learningRate;
    }

    @Override
    public CompiledNetwork network() {
        return network;
    }
}

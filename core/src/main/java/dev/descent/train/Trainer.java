package dev.descent.train;

import dev.descent.data.Dataset;
import dev.descent.data.TrainTest;
import dev.descent.network.CompileOptions;
import dev.descent.network.Loss;
import dev.descent.network.Network;
import dev.descent.network.Reduction;
import dev.descent.train.Listener.EpochResult;
import dev.descent.train.Listener.Scores;
import dev.descent.train.Run.Ending;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs an experiment: {@code Trainer.of(network).loss(SQUARED_ERROR).optimizer(sgd(0.5)).batch(32).epochs(10).seed(7)
 * .fit(data)}. The same experiment on the same data gives the same bits, whoever listens.
 */
public final class Trainer {
    /** Fewer samples may well leave a class out by chance. */
    private static final int ENOUGH_PER_CLASS = 10;

    private final List<Listener> listeners = new ArrayList<>();
    private Experiment experiment;
    private Observer observer = Observer.NONE;
    private CompileOptions options = CompileOptions.TRAINING;
    private @Nullable Checkpoint checkpoint;
    private Consumer<Checkpoint> checkpointKeeper = state -> {};
    private long checkpointEvery = Long.MAX_VALUE;
    private volatile boolean stopped;

    private Trainer(Experiment experiment) {
        this.experiment = experiment;
    }

    /** A trainer for a network, all else as in {@link Experiment#standard()}. */
    public static Trainer of(Network network) {
        return new Trainer(Experiment.standard().withNetwork(network));
    }

    public static Trainer of(Experiment experiment) {
        return new Trainer(experiment);
    }

    public Trainer loss(Loss loss) {
        return configure(experiment -> experiment.withLoss(loss));
    }

    public Trainer optimizer(Optimizer.Rated rated) {
        return configure(
                experiment -> experiment.withOptimizer(rated.optimizer()).withLearningRate(rated.learningRate()));
    }

    public Trainer optimizer(Optimizer optimizer) {
        return configure(experiment -> experiment.withOptimizer(optimizer));
    }

    public Trainer learningRate(double learningRate) {
        return configure(experiment -> experiment.withLearningRate(learningRate));
    }

    public Trainer schedule(Schedule schedule) {
        return configure(experiment -> experiment.withSchedule(schedule));
    }

    public Trainer reduction(Reduction reduction) {
        return configure(experiment -> experiment.withReduction(reduction));
    }

    /** Samples per step. */
    public Trainer batch(int samples) {
        return configure(experiment -> experiment.withBatch(samples));
    }

    /** All samples in every step. */
    public Trainer fullBatch() {
        return batch(0);
    }

    public Trainer epochs(int epochs) {
        return configure(experiment -> experiment.withEpochs(epochs));
    }

    public Trainer seed(long seed) {
        return configure(experiment -> experiment.withSeed(seed));
    }

    /** Changes any field of the experiment. */
    public Trainer configure(UnaryOperator<Experiment> change) {
        experiment = change.apply(experiment);
        return this;
    }

    public Trainer listen(Listener listener) {
        listeners.add(listener);
        return this;
    }

    /** Lets a recorder look into steps, besides those that do already. */
    public Trainer observe(Observer newObserver) {
        observer = observer.and(newObserver);
        return this;
    }

    /** What the engine keeps for the observer; makes no difference to the result. */
    public Trainer compile(CompileOptions newOptions) {
        options = newOptions;
        return this;
    }

    /** Goes on from a checkpoint of the same experiment and data. */
    public Trainer resume(Checkpoint from) {
        checkpoint = from;
        return this;
    }

    /**
     * Hands over the whole state after every so many steps, to be saved or gone back to.
     *
     * @param every steps between two checkpoints, at least 1
     */
    public Trainer checkpoints(Consumer<Checkpoint> keeper, long every) {
        Require.positive((double) every, "every");
        checkpointKeeper = keeper;
        checkpointEvery = every;
        return this;
    }

    /** Asks a running training to end after the current step; may be called from any thread. */
    public void stop() {
        stopped = true;
    }

    public Experiment experiment() {
        return experiment;
    }

    /** Trains on the data that the experiment names. */
    public Run fit() throws IOException {
        return fit(experiment.load().train());
    }

    /** Trains; the share that the experiment asks for is held out. */
    public Run fit(Dataset data) {
        if (experiment.validation() == 0) {
            return fit(data, null);
        }
        TrainTest split = data.split(experiment.validation(), experiment.seed());
        return fit(split.train(), split.test());
    }

    /** Trains; every epoch is judged by the samples held out, when there are some. */
    public Run fit(Dataset data, @Nullable Dataset heldOut) {
        return new Loop(data, heldOut).run();
    }

    /** One training from start to end. */
    private final class Loop {
        private final long began = System.nanoTime();
        private final Session session;
        private final Dataset data;
        private final @Nullable Dataset heldOut;
        private final @Nullable Evaluator evaluator;
        private final List<Listener> stepListeners =
                listeners.stream().filter(Listener::wantsSteps).toList();
        private final Curve losses;
        private final Curve errors;
        private long epochBegan = began;

        Loop(Dataset data, @Nullable Dataset heldOut) {
            if (data.size() == 0) {
                throw new IllegalArgumentException("there is no sample to train on: the data is empty");
            }
            this.data = data;
            this.heldOut = heldOut;
            session = Session.start(experiment, data, options);
            evaluator = heldOut == null ? null : new Evaluator(session.network().network(), experiment.loss());
            if (checkpoint != null) {
                session.restore(checkpoint);
            }
            losses = new Curve(session.step());
            errors = new Curve(session.step());
        }

        Run run() {
            announce();
            Ending ending = steps();
            if (session.hasBegunEpoch()) {
                endEpoch();
            }
            Run run = new Run(
                    experiment,
                    session.network().network(),
                    data.scaling(),
                    session.task(),
                    session.kept(),
                    session.epochs(),
                    losses,
                    errors,
                    session.step(),
                    ending,
                    (System.nanoTime() - began) * 1e-9);
            listeners.forEach(listener -> listener.finished(run));
            return run;
        }

        private Ending steps() {
            while (!session.isFinished()) {
                if (stopped) {
                    return Ending.INTERRUPTED;
                }
                session.advance(observer);
                losses.add(session.loss());
                errors.add(session.meanSquaredError());
                for (Listener listener : stepListeners) {
                    listener.step(session.result());
                }
                if (session.isAtEndOfEpoch()) {
                    endEpoch();
                }
                if (session.step() % checkpointEvery == 0) {
                    checkpointKeeper.accept(session.checkpoint());
                }
                if (session.isAtEndOfEpoch() && session.hasRunOutOfPatience()) {
                    return Ending.STOPPED_EARLY;
                }
            }
            long all = (long) experiment.epochs() * session.plan().stepsPerEpoch();
            return session.step() < all ? Ending.STEP_LIMIT : Ending.FINISHED;
        }

        private void endEpoch() {
            double seconds = (System.nanoTime() - epochBegan) * 1e-9;
            EpochResult result = session.endEpoch(validate(), seconds);
            listeners.forEach(listener -> listener.epoch(result));
            epochBegan = System.nanoTime();
        }

        private Scores validate() {
            return evaluator == null || heldOut == null
                    ? Scores.NONE
                    : Scores.of(evaluator.evaluate(session.current(), heldOut));
        }

        private void announce() {
            Listener.Beginning beginning = new Listener.Beginning(
                    experiment,
                    data.size(),
                    heldOut == null ? 0 : heldOut.size(),
                    session.plan().stepsPerEpoch(),
                    session.plan().steps(),
                    session.network().values().length);
            listeners.forEach(listener -> listener.started(beginning));
            if (experiment.learningRate() <= 0) {
                warn("learning-rate is %s: every step %s"
                        .formatted(
                                experiment.learningRate(),
                                experiment.learningRate() < 0 ? "climbs the loss instead of descending" : "is zero"));
            }
            if (experiment.earlyStopping().patience() > 0 && heldOut == null) {
                warn("early-stopping judges by the training data, as nothing is held out: set validation to 0.1");
            }
            if (data.isClassification() && data.size() >= ENOUGH_PER_CLASS * data.classes()) {
                warnOfMissingClasses(data.classCounts());
            }
        }

        private void warnOfMissingClasses(int[] counts) {
            String missing = IntStream.range(0, counts.length)
                    .filter(label -> counts[label] == 0)
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(", "));
            if (!missing.isEmpty()) {
                warn("of the %d classes no sample to train on has class %s: the network cannot learn it"
                        .formatted(counts.length, missing));
            }
        }

        private void warn(String sentence) {
            listeners.forEach(listener -> listener.warned(sentence));
        }
    }
}

package dev.descent.trace;

import dev.descent.data.Dataset;
import dev.descent.data.DescentException;
import dev.descent.data.NdArray;
import dev.descent.network.CompileOptions;
import dev.descent.network.Layout;
import dev.descent.network.Parameter;
import dev.descent.network.ReferenceNetwork;
import dev.descent.train.Checkpoint;
import dev.descent.train.Experiment;
import dev.descent.train.Observer;
import dev.descent.train.ReferenceSession;
import dev.descent.train.Run;
import dev.descent.train.Trainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Runs an experiment and hands over every array of its first steps, or of any one step. */
public final class Tracer {
    private Tracer() {}

    /**
     * Traces the float engine: the very numbers that training makes.
     *
     * @param steps how many, at most as many as the experiment has
     */
    public static void inFloat(Experiment experiment, Dataset data, long steps, Consumer<Step> consumer) {
        run(experiment, data, null, 1, steps, consumer);
    }

    /**
     * Any step of a training, made again bit for bit from its start or from a checkpoint before it.
     *
     * @param number from 1
     * @param checkpoint of the same experiment and data, at a step before the one wanted; null begins at the start
     * @throws DescentException when the training ended before that step
     */
    public static Step stepOf(Experiment experiment, Dataset data, long number, @Nullable Checkpoint checkpoint) {
        if (number < 1) {
            throw new DescentException("steps are counted from 1, got " + number);
        }
        Checkpoint from = checkpoint != null && checkpoint.step() < number ? checkpoint : null;
        List<Step> found = new ArrayList<>();
        Run run = run(experiment, data, from, number, number, found::add);
        if (found.isEmpty()) {
            throw new DescentException("there is no step %,d: this training has %,d".formatted(number, run.steps()));
        }
        return found.getFirst();
    }

    /** The training as it was, with validation and all, up to the last step wanted. */
    private static Run run(
            Experiment experiment,
            Dataset data,
            @Nullable Checkpoint checkpoint,
            long from,
            long to,
            Consumer<Step> consumer) {
        Trainer trainer = Trainer.of(experiment).compile(CompileOptions.RECORDING);
        if (checkpoint != null) {
            trainer.resume(checkpoint);
        }
        trainer.observe(new FloatRecorder(from, to, step -> {
            consumer.accept(step);
            if (step.number() == to) {
                trainer.stop();
            }
        }));
        return trainer.fit(data);
    }

    /** Traces the double reference, which follows the same batches from the same start. */
    public static void inDouble(Experiment experiment, Dataset data, long steps, Consumer<Step> consumer) {
        Dataset train = experiment.validation() == 0
                ? data
                : data.split(experiment.validation(), experiment.seed()).train();
        ReferenceSession session = ReferenceSession.start(experiment, train);
        Layout layout = session.network().layout();
        while (!session.isFinished() && session.step() < steps) {
            double[] before = session.values().clone();
            ReferenceNetwork.Step made = session.advance();
            Map<String, NdArray> arrays = new LinkedHashMap<>(made.arrays());
            arrays.put("loss", scalar(made.loss()));
            for (Parameter parameter : layout.parameters()) {
                int[] shape = parameter.shape().dimensions();
                double[] after = Arrays.copyOfRange(session.values(), parameter.offset(), parameter.end());
                double[] update = IntStream.range(0, parameter.size())
                        .mapToDouble(i -> after[i] - before[parameter.offset() + i])
                        .toArray();
                arrays.put(parameter.name() + ".update", NdArray.of(update, shape));
                arrays.put(parameter.name(), NdArray.of(after, shape));
            }
            consumer.accept(step(session.step(), session.samples(), arrays, layout));
        }
    }

    /** Keeps what a step has before its update and adds what the update did. */
    private static final class FloatRecorder implements Observer {
        private final long from;
        private final long to;
        private final Consumer<Step> consumer;
        private Map<String, NdArray> arrays = Map.of();

        FloatRecorder(long from, long to, Consumer<Step> consumer) {
            this.from = from;
            this.to = to;
            this.consumer = consumer;
        }

        @Override
        public boolean observes(long step) {
            return step >= from && step <= to;
        }

        @Override
        public void beforeUpdate(Moment moment) {
            arrays = new LinkedHashMap<>(moment.network().arrays(moment.samples()));
            arrays.put("loss", scalar(moment.loss()));
        }

        @Override
        public void afterUpdate(Moment moment) {
            Layout layout = moment.network().layout();
            for (Parameter parameter : layout.parameters()) {
                int[] shape = parameter.shape().dimensions();
                NdArray before = arrays.get(parameter.name());
                float[] after = Arrays.copyOfRange(moment.network().values(), parameter.offset(), parameter.end());
                float[] update = new float[after.length];
                for (int i = 0; i < update.length && before != null; i++) {
                    update[i] = after[i] - (float) before.get(i);
                }
                arrays.put(parameter.name() + ".update", NdArray.of(update, shape));
                arrays.put(parameter.name(), NdArray.of(after, shape));
            }
            consumer.accept(step(moment.step(), moment.samples(), arrays, layout));
        }
    }

    private static NdArray scalar(double value) {
        return NdArray.of(new double[] {value});
    }

    /** Sorts the arrays into those with a row per sample and those of the whole batch. */
    private static Step step(long number, int samples, Map<String, NdArray> arrays, Layout layout) {
        Map<String, NdArray> perSample = new LinkedHashMap<>(arrays);
        Map<String, NdArray> whole = new LinkedHashMap<>();
        move("loss", perSample, whole);
        for (Parameter parameter : layout.parameters()) {
            move(parameter.name() + ".gradient", perSample, whole);
            move(parameter.name() + ".update", perSample, whole);
            move(parameter.name(), perSample, whole);
        }
        for (Parameter statistic : layout.statistics()) {
            move(statistic.name(), perSample, whole);
        }
        return new Step(number, samples, perSample, whole);
    }

    private static void move(String name, Map<String, NdArray> from, Map<String, NdArray> to) {
        NdArray array = from.remove(name);
        if (array != null) {
            to.put(name, array);
        }
    }
}

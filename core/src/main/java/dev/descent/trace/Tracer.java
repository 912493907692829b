package dev.descent.trace;

import dev.descent.data.Dataset;
import dev.descent.data.NdArray;
import dev.descent.network.CompileOptions;
import dev.descent.network.Layout;
import dev.descent.network.Parameter;
import dev.descent.network.ReferenceNetwork;
import dev.descent.train.Experiment;
import dev.descent.train.Observer;
import dev.descent.train.ReferenceSession;
import dev.descent.train.Session;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Runs an experiment and hands over every array of its first steps. */
public final class Tracer {
    private Tracer() {}

    /**
     * Traces the float engine: the very numbers that training makes.
     *
     * @param steps how many, at most as many as the experiment has
     */
    public static void inFloat(Experiment experiment, Dataset data, long steps, Consumer<Step> consumer) {
        Session session = Session.start(experiment, data, CompileOptions.RECORDING);
        FloatRecorder recorder = new FloatRecorder(consumer);
        while (!session.isFinished() && session.step() < steps) {
            session.advance(recorder);
        }
    }

    /** Traces the double reference, which follows the same batches from the same start. */
    public static void inDouble(Experiment experiment, Dataset data, long steps, Consumer<Step> consumer) {
        ReferenceSession session = ReferenceSession.start(experiment, data);
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
        private final Consumer<Step> consumer;
        private Map<String, NdArray> arrays = Map.of();

        FloatRecorder(Consumer<Step> consumer) {
            this.consumer = consumer;
        }

        @Override
        public boolean observes(long step) {
            return true;
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

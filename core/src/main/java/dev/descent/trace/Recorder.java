package dev.descent.trace;

import dev.descent.network.CompiledNetwork;
import dev.descent.network.Parameter;
import dev.descent.network.Place;
import dev.descent.train.Experiment;
import dev.descent.train.Listener;
import dev.descent.train.Observer;
import dev.descent.train.Trainer;
import java.util.ArrayList;
import java.util.List;

/**
 * Records a training: {@code Recorder.of(trainer)} before {@code fit}. It looks at the first steps and then at as many as take
 * at most 1.5 % of the training's time; the loss it keeps of every step. The training's result is the same, bit for bit.
 */
public final class Recorder implements Observer, Listener {
    /** Units are judged by at most so many samples of a batch. */
    private static final int MOST_SAMPLES = 256;

    private static final Spread NOTHING = Spread.of(new float[0], 0, 0);

    private final Experiment experiment;
    private final Recording recording;
    private final Pace pace;
    private float[] before = new float[0];
    private List<Snapshot.OfLayer> layers = List.of();
    private List<Spread> values = List.of();
    private List<Spread> gradients = List.of();
    private double noiseScale;
    private Spread input = NOTHING;
    private Spread target = NOTHING;
    private float[] targetMeans = new float[0];

    private Recorder(Experiment experiment, Pace pace) {
        this.experiment = experiment;
        this.recording = new Recording(experiment);
        this.pace = pace;
    }

    /** A recorder that watches what the trainer does next. */
    public static Recorder of(Trainer trainer) {
        return attach(trainer, new Pace(0));
    }

    /** One that records each so many-th step, whatever it costs. */
    public static Recorder of(Trainer trainer, long every) {
        return attach(trainer, new Pace(every));
    }

    private static Recorder attach(Trainer trainer, Pace pace) {
        Recorder recorder = new Recorder(trainer.experiment(), pace);
        trainer.observe(recorder).listen(recorder);
        return recorder;
    }

    public Recording recording() {
        return recording;
    }

    /** Share of the training's time that went into recording, as far as it can be told from within. */
    public double share() {
        return pace.share();
    }

    @Override
    public void started(Beginning beginning) {
        recording.plan(beginning.steps());
        pace.plan(beginning.steps());
    }

    @Override
    public boolean wantsSteps() {
        return true;
    }

    @Override
    public void step(StepResult result) {
        recording.add(result.step(), result.loss());
    }

    @Override
    public void epoch(EpochResult result) {
        recording.add(result);
    }

    @Override
    public boolean observes(long step) {
        return pace.isDue(step);
    }

    @Override
    public void beforeUpdate(Moment moment) {
        CompiledNetwork network = moment.network();
        if (before.length != network.values().length) {
            before = new float[network.values().length];
            recording.know(network.layout().places());
        }
        System.arraycopy(network.values(), 0, before, 0, before.length);
        List<Spread> newValues = new ArrayList<>();
        List<Spread> newGradients = new ArrayList<>();
        for (Parameter parameter : network.layout().parameters()) {
            newValues.add(Spread.of(before, parameter.offset(), parameter.end()));
            newGradients.add(Spread.of(network.gradients(), parameter.offset(), parameter.end()));
        }
        values = newValues;
        gradients = newGradients;
        List<Snapshot.OfLayer> measured = new ArrayList<>();
        int batch = moment.samples();
        double reduced = experiment.reduction().factor(batch) * batch;
        NoiseScale noise = new NoiseScale(batch, experiment.reduction());
        network.show(batch, (place, input, activation, delta) -> {
            measured.add(Units.measure(place, activation, delta, Math.min(batch, MOST_SAMPLES)));
            noise.add(place, input, delta, network.gradients(), reduced);
        });
        layers = measured;
        noiseScale = noise.value();
        // Shown after the layers, as that unpacks a sparse batch.
        input = Spread.of(network.input(), 0, batch * network.network().input().size());
        int outputs = network.layout().output().size();
        target = Spread.of(network.target(), 0, batch * outputs);
        targetMeans = means(network.target(), batch, outputs);
    }

    @Override
    public void afterUpdate(Moment moment) {
        float[] after = moment.network().values();
        List<Snapshot.OfParameter> parameters = new ArrayList<>();
        List<Parameter> all = moment.network().layout().parameters();
        for (int i = 0; i < all.size(); i++) {
            Parameter parameter = all.get(i);
            parameters.add(new Snapshot.OfParameter(
                    parameter.name(),
                    values.get(i),
                    gradients.get(i),
                    Spread.ofChange(before, after, parameter.offset(), parameter.end())));
        }
        recording.add(new Snapshot(
                moment.step(),
                moment.loss(),
                moment.learningRate(),
                noiseScale,
                input,
                target,
                targetMeans,
                layers,
                parameters));
    }

    private static float[] means(float[] targets, int batch, int outputs) {
        float[] means = new float[outputs];
        for (int i = 0; i < batch * outputs; i++) {
            means[i % outputs] += targets[i] / batch;
        }
        return means;
    }

    /** Whether a place is measured unit by unit or channel by channel: images are {@code [channels, height, width]}. */
    static int unitsOf(Place place) {
        return place.output().rank() == 3
                ? place.output().dimension(0)
                : place.output().size();
    }
}

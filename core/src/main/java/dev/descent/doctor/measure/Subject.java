package dev.descent.doctor.measure;

import dev.descent.data.TrainTest;
import dev.descent.network.Layout;
import dev.descent.network.ReferenceNetwork;
import dev.descent.train.Experiment;
import dev.descent.train.Samples;
import dev.descent.train.Session;

/**
 * What is measured.
 *
 * @param experiment as it is
 * @param data as the experiment loads it
 * @param values the parameters at the moment of the measurement, as in {@link Layout#parameters()}
 */
public record Subject(Experiment experiment, TrainTest data, double[] values) {

    /** Before the first step. */
    public static Subject atStart(Experiment experiment, TrainTest data) {
        // One sample, so that no buffers for a large batch are made.
        Session session = Session.start(experiment.withBatch(1), data.train());
        return at(experiment, data, session.network().values());
    }

    public static Subject at(Experiment experiment, TrainTest data, float[] values) {
        double[] precise = new double[values.length];
        for (int i = 0; i < precise.length; i++) {
            precise[i] = values[i];
        }
        return new Subject(experiment, data, precise);
    }

    public ReferenceNetwork network() {
        return new ReferenceNetwork(experiment.network(data.train().shape()), experiment.loss());
    }

    public Layout layout() {
        return experiment.network(data.train().shape()).layout();
    }

    /** Training samples for the double reference, spread evenly. */
    public Samples samples(int most) {
        return Samples.spread(data.train(), layout().output().size(), most);
    }

    /** Samples of one step. */
    public int batch() {
        return experiment.samplesOfStep(data.train().size());
    }
}

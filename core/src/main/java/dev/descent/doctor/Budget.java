package dev.descent.doctor;

import dev.descent.data.TrainTest;
import dev.descent.network.Layout;
import dev.descent.network.Place;
import dev.descent.train.Experiment;

/**
 * How much data and how many steps a trial gets, counted in multiply-adds and not in seconds, so that an examination gives the
 * same on every machine.
 *
 * @param work multiply-adds of one trial, forward and backward
 * @param fewestSamples never fewer training samples than these, unless the data has fewer
 */
public record Budget(double work, int fewestSamples) {
    /** About two seconds of one core. */
    public static final Budget USUAL = new Budget(4e10, 1000);

    public Budget times(double factor) {
        return new Budget(factor * work, fewestSamples);
    }

    /** Multiply-adds of one sample forward and backward: three per weight and use. */
    static double perSample(Experiment experiment, TrainTest data) {
        Layout layout = experiment.network(data.train().shape()).layout();
        double sum = 1000;
        for (Place place : layout.places()) {
            int positions = place.layer().spec().name().equals("conv2d")
                    ? place.output().size() / Math.max(1, place.output().dimension(0))
                    : 1;
            sum += 3.0 * place.parameterCount() * positions;
            sum += 10.0 * place.output().size();
        }
        return sum;
    }

    /** The experiment with fewer samples, then fewer epochs, so that it keeps within the work. */
    public Experiment fit(Experiment experiment, TrainTest data) {
        double perSample = perSample(experiment, data);
        int size = data.train().size();
        int epochs = Math.max(1, experiment.epochs());
        double affordable = work / perSample;
        int samples = (int) Math.clamp(affordable / Math.min(epochs, 10), Math.min(size, fewestSamples), size);
        int fitting = (int) Math.clamp(affordable / samples, 1, epochs);
        Experiment smaller =
                samples < size ? experiment.withData(experiment.data().withTake(samples)) : experiment;
        return fitting < epochs ? smaller.withEpochs(fitting) : smaller;
    }
}

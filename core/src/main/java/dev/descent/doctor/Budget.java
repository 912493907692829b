package dev.descent.doctor;

import dev.descent.data.TrainTest;
import dev.descent.network.Activation;
import dev.descent.network.ElementwiseActivation;
import dev.descent.network.Identity;
import dev.descent.network.Layout;
import dev.descent.network.Place;
import dev.descent.network.Reduction;
import dev.descent.train.Experiment;

/**
 * How much data and how many steps a trial gets, counted in multiply-adds and not in seconds, so that an examination gives the
 * same on every machine.
 *
 * @param work multiply-adds of one trial, forward and backward
 * @param fewestSamples never fewer training samples than these, unless the data has fewer
 */
public record Budget(double work, int fewestSamples) {
    /** About one second of one core. */
    public static final Budget USUAL = new Budget(1.5e10, 1000);

    public Budget times(double factor) {
        return new Budget(factor * work, fewestSamples);
    }

    /** More weights than these do not fit the processor's caches. */
    private static final int UNCACHED = 1_000_000;

    /** What an update of a weight from memory costs, in multiply-adds. */
    private static final double UPDATE = 60;

    /** What an activation without a kernel costs a value, forward and backward, in multiply-adds: GELU's 41 ns. */
    private static final double BY_FORMULA = 200;

    private static boolean isByFormula(Activation activation) {
        return activation instanceof ElementwiseActivation elementwise
                && !(elementwise instanceof Identity)
                && !elementwise.hasKernel();
    }

    /** Multiply-adds of one sample forward and backward: three per weight and use, and its share of a large update. */
    static double perSample(Experiment experiment, TrainTest data) {
        Layout layout = experiment.network(data.train().shape()).layout();
        double sum = 1000;
        if (layout.valueCount() > UNCACHED) {
            sum += UPDATE
                    * layout.valueCount()
                    / experiment.samplesOfStep(data.train().size());
        }
        for (Place place : layout.places()) {
            int positions = place.layer().spec().name().equals("conv2d")
                    ? place.output().size() / Math.max(1, place.output().dimension(0))
                    : 1;
            sum += 3.0 * place.parameterCount() * positions;
            sum += (isByFormula(place.activation()) ? BY_FORMULA : 10.0)
                    * place.output().size();
        }
        return sum;
    }

    private static final int FEWEST = 120;

    /** Steps below which nothing can be told: a shorter training is made this long. */
    private static final int FEWEST_STEPS = 100;

    /** Steps below which little can be told: rather smaller batches than those, though they are another training. */
    private static final int TOO_FEW_STEPS = 50;

    /** Smaller batches than these make another training of it. */
    private static final int FEWEST_BATCH = 8;

    /** A training that is made longer gets at most so many times its epochs. */
    private static final int MOST_LONGER = 10;

    /** How many times the work may be spent on reaching those steps. */
    private static final double MOST_TIMES = 3;

    /** Samples that a trial sees at least, each counted as often as it is seen: fewer show little of dear ones. */
    private static final int FEWEST_SEEN = 2000;

    /** How many times the work may be spent on seeing those. */
    private static final double DEAR = 3;

    /**
     * The experiment with fewer samples, then fewer epochs, so that it keeps within the work; with more epochs where it has too
     * few steps to show anything, and with smaller batches where those are too dear. A summed gradient over the full batch
     * keeps its samples, as they are part of its step.
     */
    public Experiment fit(Experiment experiment, TrainTest data) {
        double perSample = perSample(experiment, data);
        int size = data.train().size();
        int epochs = Math.max(1, experiment.epochs());
        double affordable = workAt(perSample) / perSample;
        boolean keepsSamples = experiment.batch() == 0 && experiment.reduction() == Reduction.SUM;
        // A sample too dear for this many gets fewer, but never so few that nothing can be learned from them.
        int fewest = (int) Math.clamp(affordable / 2, Math.min(FEWEST, fewestSamples), fewestSamples);
        int samples =
                keepsSamples ? size : (int) Math.clamp(affordable / Math.min(epochs, 10), Math.min(size, fewest), size);
        int batch = experiment.samplesOfStep(samples);
        int stepsPerEpoch = Math.ceilDiv(samples, batch);
        int enough = Math.ceilDiv(FEWEST_STEPS, stepsPerEpoch);
        int fitting = (int) Math.clamp(affordable / samples, 1, epochs);
        int dear = (int) Math.clamp(MOST_TIMES * affordable / samples, 1, MOST_LONGER * epochs);
        if (fitting < epochs) {
            fitting = Math.max(fitting, Math.min(enough, Math.min(dear, epochs)));
        } else if (experiment.steps() == 0) {
            // However few steps of huge batches there are: a trial that takes all the work leaves none for others.
            fitting = Math.max(fitting, Math.min(enough, dear));
        }
        Experiment smaller =
                samples < size ? experiment.withData(experiment.data().withTake(samples)) : experiment;
        smaller = fitting == experiment.epochs() ? smaller : smaller.withEpochs(fitting);
        return withEnoughSteps(smaller, perSample, samples);
    }

    /** What a remedy left of a summed gradient: its batches were part of the step and are no longer. */
    Experiment fitMean(Experiment mended, TrainTest data) {
        return withEnoughSteps(mended, perSample(mended, data), data.train().size());
    }

    /** Samples too dear for enough steps: the same samples in smaller batches. */
    private Experiment withEnoughSteps(Experiment experiment, double perSample, int samples) {
        int batch = experiment.samplesOfStep(samples);
        boolean isDear = workAt(perSample) > work && experiment.epochs() * Math.ceilDiv(samples, batch) < TOO_FEW_STEPS;
        if (!isDear || experiment.batch() <= FEWEST_BATCH || experiment.reduction() != Reduction.MEAN) {
            return experiment;
        }
        int smallerBatch = Math.max(FEWEST_BATCH, experiment.epochs() * samples / FEWEST_STEPS);
        return smallerBatch < batch ? experiment.withBatch(smallerBatch) : experiment;
    }

    /** How many times the usual work of one trial the experiment is. */
    double shareOf(Experiment experiment, TrainTest data) {
        double passes = (double) experiment.epochs() * data.train().size();
        double perSample = perSample(experiment, data);
        return passes * perSample / workAt(perSample);
    }

    /** A trial's work where one sample takes so many multiply-adds. */
    private double workAt(double perSample) {
        return Math.clamp(FEWEST_SEEN * perSample, work, DEAR * work);
    }
}

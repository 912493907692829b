package dev.descent.doctor.measure;

import dev.descent.data.CounterRandom;
import dev.descent.data.CounterRandom.Purpose;
import dev.descent.data.Dataset;
import dev.descent.network.CompileOptions;
import dev.descent.network.Reduction;
import dev.descent.report.Evidence;
import dev.descent.train.Evaluator;
import dev.descent.train.Experiment;
import dev.descent.train.Observer;
import dev.descent.train.Optimizers;
import dev.descent.train.Session;
import java.util.Arrays;
import java.util.List;

/**
 * How much of what the network learns comes from labels that belong to their inputs: accuracy gained on the labels shuffled
 * over accuracy gained on the labels as they are, same start, same order, same few steps of Adam. True labels fit faster than random
 * ones (Zhang et al. 2017; Arpit et al. 2017, section 3); a share near 1 says that the labels are as good as random.
 */
public final class ShuffledLabels implements Measurement {
    private static final int SAMPLES = 512;
    private static final int STEPS = 100;

    @Override
    public String name() {
        return "shuffled-labels";
    }

    @Override
    public String tells() {
        return "how well the network learns shuffled labels, against how well it learns the labels as they are";
    }

    @Override
    public List<Evidence> measure(Subject subject) {
        Dataset all = subject.data().train();
        if (!all.isClassification()) {
            return List.of();
        }
        Dataset train = all.size() <= SAMPLES ? all : all.shuffled(1).take(SAMPLES);
        int[] order = CounterRandom.of(3, Purpose.MEASUREMENT).permutation(train.size());
        int[] shuffled = new int[train.size()];
        for (int sample = 0; sample < shuffled.length; sample++) {
            shuffled[sample] = train.label(order[sample]);
        }
        double own = gain(subject.experiment(), train);
        double random = gain(subject.experiment(), train.withLabels(shuffled, train.classes()));
        return own > 0.05
                ? List.of(Evidence.against(
                        "learned of shuffled labels over learned of these",
                        random / own,
                        0.8,
                        "Zhang et al. 2017: true labels fit faster"))
                : List.of(Evidence.fact("learned of these labels, accuracy above the largest class", own));
    }

    /** Accuracy on the samples trained on, above always naming the largest class. */
    private static double gain(Experiment experiment, Dataset data) {
        Experiment brief = experiment
                .withOptimizer(Optimizers.parse("adam"))
                .withLearningRate(0.003)
                .withReduction(Reduction.MEAN)
                .withBatch(64)
                .withEpochs(STEPS)
                .withSteps(STEPS)
                .withValidation(0);
        Session session = Session.start(brief, data, CompileOptions.TRAINING);
        while (!session.isFinished()) {
            session.advance(Observer.NONE);
        }
        double accuracy = new Evaluator(session.network().network(), experiment.loss())
                .evaluate(session.current(), data)
                .accuracy();
        int largest = Arrays.stream(data.classCounts()).max().orElse(0);
        return accuracy - (double) largest / data.size();
    }
}

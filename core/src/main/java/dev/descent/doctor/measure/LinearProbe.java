package dev.descent.doctor.measure;

import dev.descent.data.Dataset;
import dev.descent.network.Activations;
import dev.descent.network.Losses;
import dev.descent.network.Network;
import dev.descent.report.Evidence;
import dev.descent.train.Evaluation;
import dev.descent.train.Optimizers;
import dev.descent.train.Run;
import dev.descent.train.Trainer;
import java.util.List;

/**
 * What a single layer reaches on the same data in a few epochs of Adam: multinomial logistic regression for classes, linear
 * regression for numbers (the baseline of Alain and Bengio 2016). A network that stays below it is ill; data on which it
 * stays at chance may hold nothing to learn.
 */
public final class LinearProbe implements Measurement {
    private static final int SAMPLES = 3000;
    private static final int EPOCHS = 8;

    @Override
    public String name() {
        return "linear-probe";
    }

    @Override
    public String tells() {
        return "what a network of a single layer reaches on the same data";
    }

    @Override
    public List<Evidence> measure(Subject subject) {
        Dataset all = subject.data().train();
        Dataset train = all.size() <= SAMPLES ? all : all.shuffled(1).take(SAMPLES);
        boolean classes = train.isClassification();
        Network network = Network.input(train.shape())
                .flatten()
                .dense(train.targetSize(), classes ? Activations.SOFTMAX : Activations.IDENTITY);
        Run run = Trainer.of(network)
                .loss(classes ? Losses.CROSS_ENTROPY : Losses.SQUARED_ERROR)
                .optimizer(Optimizers.adam(0.01))
                .batch(32)
                .epochs(EPOCHS)
                .fit(train);
        Dataset test = subject.data()
                .test()
                .take(Math.min(SAMPLES, subject.data().test().size()));
        Evaluation evaluation = run.evaluate(test);
        return List.of(
                classes
                        ? Evidence.fact("accuracy of a single layer on the test data", evaluation.accuracy())
                        : Evidence.fact(
                                "mean squared error of a single layer on the test data",
                                evaluation.meanSquaredError()));
    }
}

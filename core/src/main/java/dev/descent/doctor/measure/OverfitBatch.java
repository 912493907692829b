package dev.descent.doctor.measure;

import dev.descent.data.Dataset;
import dev.descent.network.CompileOptions;
import dev.descent.network.Reduction;
import dev.descent.report.Evidence;
import dev.descent.train.Evaluation;
import dev.descent.train.Evaluator;
import dev.descent.train.Experiment;
import dev.descent.train.Observer;
import dev.descent.train.Optimizers;
import dev.descent.train.Session;
import dev.descent.train.Task;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whether the network can learn a few samples by heart: trained on them alone, without weight decay, once by the experiment's
 * own step and once by Adam at 0.003 (Karpathy, "A Recipe for Training Neural Networks", 2019). If Adam can and the own step
 * cannot, the step is at fault; if neither can, the network, its start or its loss is.
 *
 * @param samples how many
 */
public record OverfitBatch(int samples) implements Measurement {
    private static final int STEPS = 300;

    @Override
    public String name() {
        return samples == 1 ? "overfit-one-sample" : "overfit-one-batch";
    }

    @Override
    public String tells() {
        return "whether the network learns %s by heart"
                .formatted(samples == 1 ? "a single sample" : samples + " samples");
    }

    @Override
    public List<Evidence> measure(Subject subject) {
        Dataset train = subject.data().train();
        int size = Math.min(samples, train.size());
        int[] chosen = IntStream.range(0, size)
                .map(i -> (int) ((long) i * train.size() / size))
                .toArray();
        Dataset few = train.select(chosen);
        Experiment own = subject.experiment()
                .withBatch(0)
                .withEpochs(STEPS)
                .withSteps(0)
                .withValidation(0)
                .withWeightDecay(0)
                .withLabelSmoothing(0)
                .withMixup(0)
                .withAugment(List.of());
        Experiment adam = own.withOptimizer(Optimizers.parse("adam"))
                .withLearningRate(0.003)
                .withReduction(Reduction.MEAN);
        String what = size == 1 ? "1 sample" : size + " samples";
        return List.of(wrong(own, few, "by the own step, " + what), wrong(adam, few, "by Adam at 0.003, " + what));
    }

    private static Evidence wrong(Experiment experiment, Dataset few, String how) {
        Session session = Session.start(experiment, few, CompileOptions.TRAINING);
        while (!session.isFinished() && (session.step() == 0 || Double.isFinite(session.loss()))) {
            session.advance(Observer.NONE);
        }
        Evaluation evaluation =
                new Evaluator(session.network().network(), experiment.loss()).evaluate(session.current(), few);
        if (evaluation.task() == Task.NUMBERS) {
            double share = evaluation.meanSquaredError() / Math.max(1e-12, meanSquare(few));
            return Evidence.against("error left of the targets' size " + how, share, 0.05, "TheDeepChecker: 5 %");
        }
        return Evidence.against(
                "wrong after learning by heart " + how, 1 - evaluation.accuracy(), 0.05, "TheDeepChecker: 5 %");
    }

    /** Mean of target², the error of answering 0. */
    private static double meanSquare(Dataset data) {
        double squares = 0;
        int count = data.size() * data.targetSize();
        for (int sample = 0; sample < data.size(); sample++) {
            for (int output = 0; output < data.targetSize(); output++) {
                squares += data.target(sample, output) * data.target(sample, output) / count;
            }
        }
        return squares;
    }
}

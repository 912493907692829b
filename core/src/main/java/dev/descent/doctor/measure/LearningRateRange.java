package dev.descent.doctor.measure;

import dev.descent.data.Dataset;
import dev.descent.network.CompileOptions;
import dev.descent.report.Evidence;
import dev.descent.train.Experiment;
import dev.descent.train.Observer;
import dev.descent.train.Schedules;
import dev.descent.train.Session;
import java.util.ArrayList;
import java.util.List;

/**
 * The learning-rate range test (Smith 2017, section 3.3): from the start, the rate grows by a constant factor with every step,
 * from far too small until the loss explodes. The useful rate lies where the loss falls fastest, the limit where it turns up.
 * All steps use the same batch, so that the loss shows the rate and nothing else.
 */
public final class LearningRateRange implements Measurement {
    private static final int STEPS = 100;
    private static final int SAMPLES = 256;
    private static final double FIRST = 1e-6;
    private static final double LAST = 10;

    @Override
    public String name() {
        return "learning-rate-range";
    }

    @Override
    public String tells() {
        return "at which learning rate the loss falls fastest and from which on it explodes";
    }

    /**
     * @param fastest rate at which the loss falls fastest
     * @param limit rate from which on the loss rises, infinite where none was reached
     * @param rates tried, ascending
     * @param losses before each rate's step
     */
    public record Range(double fastest, double limit, List<Double> rates, List<Double> losses) {}

    @Override
    public List<Evidence> measure(Subject subject) {
        Range range = of(subject);
        double rate = Math.abs(subject.experiment().learningRate());
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(Evidence.fact("learning rate at which the loss falls fastest", range.fastest()));
        evidence.add(Evidence.fact("learning rate from which on the loss rises", range.limit()));
        evidence.add(Evidence.against("learning rate over the fastest", rate / range.fastest(), 10, "Smith 2017"));
        return evidence;
    }

    /** Runs the test. */
    public static Range of(Subject subject) {
        Dataset all = subject.data().train();
        int size = Math.min(Math.min(subject.batch(), SAMPLES), all.size());
        Dataset few = all.shuffled(2).take(size);
        double factor = Math.pow(LAST / FIRST, 1.0 / (STEPS - 1));
        // A summed gradient over fewer samples is a smaller one: the rate makes up for it.
        double correction = subject.experiment().reduction().factor(2) == 1 ? (double) subject.batch() / size : 1;
        Experiment growing = subject.experiment()
                .withBatch(0)
                .withEpochs(STEPS)
                .withSteps(0)
                .withValidation(0)
                .withAugment(List.of())
                .withLearningRate(FIRST * correction)
                .withSchedule(new Schedules.Exponential(factor));
        Session session = Session.start(growing, few, CompileOptions.TRAINING);
        List<Double> rates = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        double least = Double.POSITIVE_INFINITY;
        while (!session.isFinished()) {
            session.advance(Observer.NONE);
            rates.add(session.learningRate() / correction);
            losses.add(session.loss());
            least = Math.min(least, session.loss());
            if (!Double.isFinite(session.loss()) || session.loss() > 4 * losses.getFirst() + 1e-9) {
                break;
            }
        }
        return judged(rates, losses, least);
    }

    /** The fall is taken over three steps, so that a single lucky step does not decide. */
    private static Range judged(List<Double> rates, List<Double> losses, double least) {
        int fastest = 0;
        double steepest = 0;
        for (int i = 0; i + 3 < losses.size(); i++) {
            double fall = losses.get(i) - losses.get(i + 3);
            if (fall > steepest) {
                steepest = fall;
                fastest = i + 1;
            }
        }
        int lowest = losses.indexOf(least);
        double limit = Double.POSITIVE_INFINITY;
        for (int i = Math.max(0, lowest); i < losses.size(); i++) {
            if (!(losses.get(i) <= 1.1 * least + 0.1 * (losses.getFirst() - least))) {
                limit = rates.get(Math.max(0, i - 1));
                break;
            }
        }
        return new Range(rates.get(fastest), limit, List.copyOf(rates), List.copyOf(losses));
    }
}

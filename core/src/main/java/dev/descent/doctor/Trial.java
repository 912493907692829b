package dev.descent.doctor;

import dev.descent.data.Dataset;
import dev.descent.data.TrainTest;
import dev.descent.network.CompileOptions;
import dev.descent.report.Proof;
import dev.descent.train.Evaluation;
import dev.descent.train.Evaluator;
import dev.descent.train.Experiment;
import dev.descent.train.Session;
import java.util.ArrayList;
import java.util.List;

/**
 * One training under observation.
 *
 * @param experiment what was run
 * @param vitals at the observed steps
 * @param losses the loss over the steps, thinned
 * @param train quality on the training data, see {@link Quality}
 * @param test quality on the test data
 * @param finalLoss on the training data
 * @param steps done; fewer than planned when the training was beyond hope
 * @param firstBroken first step with a number that is not finite, 0 for none
 */
public record Trial(
        Experiment experiment,
        List<Vitals> vitals,
        Proof.Curve losses,
        double train,
        double test,
        double finalLoss,
        long steps,
        long firstBroken) {
    private static final int POINTS = 120;
    private static final int JUDGED = 2000;

    /** Trains from start to end and measures. The experiment's validation and early stopping play no part. */
    public static Trial run(Experiment experiment, TrainTest data) {
        Experiment plain = experiment.withValidation(0).withKeepBest(false);
        Session session = Session.start(plain, data.train(), CompileOptions.TRAINING);
        long planned = session.plan().steps();
        VitalsRecorder recorder = new VitalsRecorder(planned);
        List<Long> steps = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        long stride = Math.max(1, planned / POINTS);
        long firstBroken = 0;
        while (!session.isFinished()) {
            session.advance(recorder);
            if (session.step() % stride == 0 || session.step() <= 3) {
                steps.add(session.step());
                losses.add(session.loss());
            }
            if (!Double.isFinite(session.loss())) {
                firstBroken = session.step();
                break;
            }
        }
        Evaluator evaluator = new Evaluator(session.network().network(), plain.loss());
        Evaluation onTrain = evaluator.evaluate(session.current(), sample(data.train()));
        Evaluation onTest = evaluator.evaluate(session.current(), sample(data.test()));
        return new Trial(
                plain,
                recorder.vitals(),
                new Proof.Curve(plain.name(), steps, losses),
                Quality.of(onTrain, data.train()),
                Quality.of(onTest, data.train()),
                onTrain.loss(),
                session.step(),
                firstBroken);
    }

    /** Evenly spread samples, enough to judge by. */
    private static Dataset sample(Dataset data) {
        if (data.size() <= JUDGED) {
            return data;
        }
        int[] chosen = new int[JUDGED];
        for (int i = 0; i < JUDGED; i++) {
            chosen[i] = (int) ((long) i * data.size() / JUDGED);
        }
        return data.select(chosen);
    }

    public boolean isBroken() {
        return firstBroken > 0;
    }

    /** The vitals of the first step. */
    public Vitals first() {
        return vitals.getFirst();
    }

    /** The last vitals measured. */
    public Vitals last() {
        return vitals.getLast();
    }

    /** Share of the loss's fall that happened in the last tenth of the training; about 0.1 for one that ends too early. */
    public double recentFall() {
        List<Double> values = losses.values();
        int size = values.size();
        if (size < 20) {
            return 0;
        }
        double start = mean(values, 0, size / 10);
        double late = mean(values, size - size / 5, size - size / 10);
        double end = mean(values, size - size / 10, size);
        return start - end <= 0 ? 0 : (late - end) / (start - end);
    }

    private static double mean(List<Double> values, int from, int to) {
        return values.subList(from, Math.max(from + 1, to)).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(Double.NaN);
    }
}

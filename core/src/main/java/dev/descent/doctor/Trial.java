package dev.descent.doctor;

import dev.descent.data.Dataset;
import dev.descent.data.TrainTest;
import dev.descent.network.CompileOptions;
import dev.descent.report.Proof;
import dev.descent.train.Confusion;
import dev.descent.train.Evaluation;
import dev.descent.train.Evaluator;
import dev.descent.train.Experiment;
import dev.descent.train.Listener.Scores;
import dev.descent.train.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One training under observation.
 *
 * @param experiment what was run
 * @param vitals at the observed steps
 * @param losses the loss over the steps, thinned
 * @param train quality on the training data, see {@link Quality}
 * @param test quality on the test data
 * @param halfway quality on the test data after half of the steps
 * @param testLossGrowth loss on the test data at the end over the lowest on the way: 1 for one that never rose
 * @param rareRecall mean recall of the rare classes over that of the others, see {@link DataFacts#RARE}; NaN where none is rare
 * @param straightness how far the weights came over how far they went: 1 when every step goes the same way
 * @param finalLoss on the training data
 * @param steps done
 * @param shareDone of the steps planned; below 1 when the training was beyond hope
 * @param judged how many test samples it was judged by
 * @param firstBroken first step with a number that is not finite, 0 for none
 */
public record Trial(
        Experiment experiment,
        List<Vitals> vitals,
        Proof.Curve losses,
        double train,
        double test,
        double halfway,
        double testLossGrowth,
        double rareRecall,
        double straightness,
        double finalLoss,
        long steps,
        double shareDone,
        int judged,
        long firstBroken) {
    private static final int POINTS = 120;
    private static final int MOST_JUDGED = 2000;
    private static final int FEWEST_JUDGED = 500;
    private static final int MOST_GLIMPSED = 400;
    private static final int FEWEST_GLIMPSED = 60;
    private static final int GLIMPSES = 10;
    private static final double RISE = 1.05;

    /** Trains as the experiment says, with what it holds out and where it stops early, and measures. */
    public static Trial run(Experiment experiment, TrainTest data) {
        boolean holdsOut = experiment.validation() > 0;
        TrainTest split = holdsOut ? data.train().split(experiment.validation(), experiment.seed()) : data;
        Session session = Session.start(experiment, split.train(), CompileOptions.TRAINING);
        long planned = session.plan().steps();
        VitalsRecorder recorder = new VitalsRecorder(planned);
        List<Long> steps = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        long stride = Math.max(1, planned / POINTS);
        float[] start = session.network().values().clone();
        long firstBroken = 0;
        @Nullable Evaluation halfway = null;
        // Judging must not cost more than training: no more samples are judged than were trained on, within bounds.
        long passes = planned * experiment.samplesOfStep(split.train().size());
        int judged = Math.clamp(passes, FEWEST_JUDGED, MOST_JUDGED);
        Dataset judgedTest = sample(data.test(), judged);
        Dataset glimpsed = sample(data.test(), Math.clamp(passes / 20, FEWEST_GLIMPSED, MOST_GLIMPSED));
        double lowest = Double.POSITIVE_INFINITY;
        long between = Math.max(1, planned / GLIMPSES);
        Evaluator evaluator = new Evaluator(session.network().network(), experiment.loss());
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
            if (session.step() == planned / 2) {
                halfway = evaluator.evaluate(session.current(), judgedTest);
            }
            if (session.step() % between == 0) {
                lowest = Math.min(
                        lowest, evaluator.evaluate(session.current(), glimpsed).loss());
            }
            if (session.isAtEndOfEpoch()) {
                session.endEpoch(
                        holdsOut ? Scores.of(evaluator.evaluate(session.current(), split.test())) : Scores.NONE, 0);
                if (session.hasRunOutOfPatience()) {
                    break;
                }
            }
            if (recorder.isFrozen()) {
                // What does not move any more would go on like this to the end.
                steps.add(planned);
                losses.add(session.loss());
                break;
            }
        }
        Evaluation onTrain = evaluator.evaluate(session.kept(), sample(split.train(), judged));
        Evaluation onTest = evaluator.evaluate(session.kept(), judgedTest);
        double test = Quality.of(onTest, data.train());
        return new Trial(
                experiment,
                recorder.vitals(),
                new Proof.Curve(experiment.name(), steps, losses),
                Quality.of(onTrain, data.train()),
                test,
                halfway == null ? test : Quality.of(halfway, data.train()),
                evaluator.evaluate(session.current(), glimpsed).loss() / lowest,
                rareRecall(onTest, data.train()),
                straightness(start, session.network().values(), recorder.vitals(), session.step()),
                onTrain.loss(),
                session.step(),
                (double) session.step() / Math.max(1, planned),
                judgedTest.size(),
                firstBroken);
    }

    /** The way is measured at the observed steps, as if those between were like them. */
    private static double straightness(float[] start, float[] end, List<Vitals> vitals, long steps) {
        double way = 0;
        for (Vitals one : vitals) {
            double squares = 0;
            for (Vitals.OfParameter parameter : one.parameters()) {
                squares += parameter.update() * parameter.update() * parameter.size();
            }
            way += Math.sqrt(squares) / vitals.size();
        }
        double squares = 0;
        for (int i = 0; i < start.length; i++) {
            double moved = (double) end[i] - start[i];
            squares += moved * moved;
        }
        double total = way * steps;
        return total > 0 && Double.isFinite(total) ? Math.min(1, Math.sqrt(squares) / total) : 0;
    }

    private static double rareRecall(Evaluation evaluation, Dataset train) {
        if (!train.isClassification()) {
            return Double.NaN;
        }
        double few = DataFacts.RARE * train.size() / train.classes();
        int[] counts = train.classCounts();
        List<Confusion.ClassFigures> asked = evaluation.confusion().figures().stream()
                .filter(one -> one.support() > 0)
                .toList();
        return meanRecall(asked, one -> counts[one.label()] < few)
                / meanRecall(asked, one -> counts[one.label()] >= few);
    }

    private static double meanRecall(List<Confusion.ClassFigures> figures, Predicate<Confusion.ClassFigures> chosen) {
        return figures.stream()
                .filter(chosen)
                .mapToDouble(Confusion.ClassFigures::recall)
                .average()
                .orElse(Double.NaN);
    }

    /** Evenly spread samples, enough to judge by. */
    private static Dataset sample(Dataset data, int most) {
        if (data.size() <= most) {
            return data;
        }
        int[] chosen = new int[most];
        for (int i = 0; i < most; i++) {
            chosen[i] = (int) ((long) i * data.size() / most);
        }
        return data.select(chosen);
    }

    /** Whether it ran out of patience before its last epoch. */
    public boolean hasStoppedEarly() {
        return !isBroken() && shareDone < 1 && experiment.earlyStopping().patience() > 0;
    }

    public boolean isBroken() {
        return firstBroken > 0;
    }

    /**
     * The quality to expect of a longer training, if every doubling brings half of what the last one brought.
     *
     * @param times as many steps
     */
    public double expected(double times) {
        double gained = Math.max(0, test - halfway);
        double doublings = Math.log(Math.max(1, times)) / Math.log(2);
        return Math.min(1, test + gained * (1 - Math.pow(0.5, doublings)));
    }

    /** Whether the training was still getting better when it ended. */
    public boolean isImproving() {
        return !isBroken() && (test - halfway > 0.02 || recentFall() > 0.03);
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

    /** Whether the loss ended clearly above where it began: on the training data and over the batches, so not by chance. */
    public boolean hasRisen() {
        List<Double> values = losses.values();
        int part = Math.max(1, values.size() / 10);
        double start = mean(values, 0, part);
        double end = mean(values, values.size() - part, values.size());
        return finalLoss > RISE * first().loss() && end > RISE * start;
    }

    private static double mean(List<Double> values, int from, int to) {
        return values.subList(from, Math.max(from + 1, to)).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(Double.NaN);
    }
}

package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import java.util.List;

/**
 * Test inputs that were not scaled as the training inputs were: every feature is several times larger or smaller, or the training inputs
 * are standardised and the test inputs lie elsewhere, or were scaled by numbers of their own.
 */
final class SplitMismatch implements Check {
    private static final double TIMES = 3;

    /** What single features of one distribution, of a few samples, do not differ by. */
    private static final double TIMES_EACH = 2;

    /** Of features that were standardised: their own mean, and their own deviation by n or n − 1. */
    private static final double EXACT = 1e-3;

    private static final double LOOSE = 0.01;

    /** How far the mean of a small set of one distribution does not lie off, in deviations. */
    private static final double TIMES_DEVIATION = 0.7;

    private static final double NEARLY_ALL = 0.9;
    private static final int FEWEST_FEATURES = 3;
    private static final double RELATED = 0.05;

    @Override
    public List<Suspicion> examine(Examination examination) {
        List<HeldOut> sets = HeldOut.of(examination);
        List<Suspicion> found = sets.stream()
                .filter(set -> set.values().rows() < set.training().rows())
                .filter(set -> set.shareInTraining(true) < RELATED)
                .filter(set -> isElsewhere(set) && (set.isAlone() || isSpread(set.values())))
                .map(set -> elsewhere(examination, set))
                .limit(1)
                .toList();
        if (!found.isEmpty()) {
            return found;
        }
        return sets.stream()
                // The training set before it was scaled is no test set: it is as long, or its rows point where the
                // others do.
                .filter(set ->
                        set.isAlone() && set.values().rows() < set.training().rows() && isScaled(set))
                .filter(set -> set.shareInTraining(true) < RELATED)
                .map(set -> suspicion(examination, set))
                .limit(1)
                .toList();
    }

    /** Whether every training feature has mean 0 and deviation 1, and nearly no test feature comes near. */
    private static boolean isElsewhere(HeldOut set) {
        int features = 0;
        int apart = 0;
        for (int column = 0; column < set.values().columns(); column++) {
            double[] train = moments(set.training(), column);
            double[] test = moments(set.values(), column);
            if (train[1] == 0) {
                continue;
            }
            if (Math.abs(train[0]) > EXACT || Math.abs(train[1] - 1) > LOOSE) {
                return false;
            }
            features++;
            apart += Math.abs(test[0]) > TIMES_DEVIATION || test[1] > TIMES_EACH || test[1] < 1 / TIMES_EACH ? 1 : 0;
        }
        return features >= FEWEST_FEATURES && apart >= NEARLY_ALL * features;
    }

    /** Whether every feature goes from 0 to 1 exactly: it was scaled by its own least and largest numbers. */
    private static boolean isSpread(Matrix values) {
        for (int column = 0; column < values.columns(); column++) {
            Matrix one = values.columns(column, column + 1);
            if (Math.abs(one.minimum()) > EXACT || Math.abs(one.maximum() - 1) > EXACT) {
                return false;
            }
        }
        return true;
    }

    /** Mean and deviation. */
    private static double[] moments(Matrix matrix, int column) {
        Matrix one = matrix.columns(column, column + 1);
        double mean = one.sum() / one.rows();
        return new double[] {mean, one.map(value -> value - mean).norm() / Math.sqrt(one.rows())};
    }

    private static Suspicion elsewhere(Examination examination, HeldOut set) {
        String test = set.inputs().name();
        String train = examination.program().forward().input().name();
        double[] first = moments(set.values(), 0);
        return new Suspicion(
                Fault.SPLIT_MISMATCH,
                Certainty.POSSIBLE,
                List.of(test, train),
                "the features of %s have mean 0 and deviation 1, those of %s, which looks like its second data set, have not: it was not scaled by the same numbers"
                        .formatted(train, test),
                List.of(
                        Evidence.against("mean of the first feature of " + test, first[0], 0, train),
                        Evidence.against("deviation of the first feature of " + test, first[1], 1, train)),
                "%s = (%s - mean) / deviation, with the mean and deviation of %s before it was scaled"
                        .formatted(test, test, train),
                null,
                setup -> setup);
    }

    private static boolean isScaled(HeldOut set) {
        double times = rootMeanSquare(set.values()) / rootMeanSquare(set.training());
        if (!(times > TIMES || times < 1 / TIMES)) {
            return false;
        }
        int features = 0;
        int scaled = 0;
        for (int column = 0; column < set.values().columns(); column++) {
            double one = rootMeanSquare(set.values().columns(column, column + 1));
            double other = rootMeanSquare(set.training().columns(column, column + 1));
            if (one > 0 && other > 0) {
                features++;
                scaled += (times > 1 ? one > TIMES_EACH * other : other > TIMES_EACH * one) ? 1 : 0;
            }
        }
        return features >= FEWEST_FEATURES && scaled >= NEARLY_ALL * features;
    }

    private static double rootMeanSquare(Matrix matrix) {
        return matrix.norm() / Math.sqrt(matrix.size());
    }

    private static Suspicion suspicion(Examination examination, HeldOut set) {
        String test = set.inputs().name();
        String train = examination.program().forward().input().name();
        double one = rootMeanSquare(set.values());
        double other = rootMeanSquare(set.training());
        double factor = one / other;
        return new Suspicion(
                Fault.SPLIT_MISMATCH,
                Certainty.POSSIBLE,
                List.of(test),
                "%s looks like a second data set for %s, with targets of its own, but its numbers are %s times %s: a network trained on one cannot judge the other"
                        .formatted(
                                test,
                                train,
                                Wording.number(factor > 1 ? factor : 1 / factor),
                                factor > 1 ? "larger" : "smaller"),
                List.of(
                        Evidence.fact("root mean square of " + test, one),
                        Evidence.fact("root mean square of " + train, other)),
                "scale %s with the same numbers as %s: with %s = (raw - mean) / deviation or raw / 255, %s = (%s - mean) / deviation or %s / 255"
                        .formatted(test, train, train, test, test, test),
                null,
                setup -> setup);
    }
}

package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import java.util.List;

/** Test inputs that were not scaled as the training inputs were: every feature is several times larger or smaller. */
final class SplitMismatch implements Check {
    private static final double TIMES = 3;

    /** What single features of one distribution, of a few samples, do not differ by. */
    private static final double TIMES_EACH = 2;

    private static final double NEARLY_ALL = 0.9;
    private static final int FEWEST_FEATURES = 3;
    private static final double RELATED = 0.05;

    @Override
    public List<Suspicion> examine(Examination examination) {
        return HeldOut.of(examination).stream()
                // The training set before it was scaled is no test set: it is as long, or its rows point where the
                // others do.
                .filter(set ->
                        set.isAlone() && set.values().rows() < set.training().rows() && isScaled(set))
                .filter(set -> set.shareInTraining(true) < RELATED)
                .map(set -> suspicion(examination, set))
                .limit(1)
                .toList();
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

package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.recover.TargetValues;
import dev.descent.audit.replay.Losses;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A usual slip in counting how many samples are right.
 *
 * @param says what is wrong, in words
 * @param computes in NumPy notation, of the output and the target
 * @param byName whether the number may stay the same from step to step, so that only the variable's name tells what it is
 * @param applies to which outputs and targets
 * @param value what the slip counts
 */
record AccuracySlip(
        String says, String computes, boolean byName, Predicate<Judged> applies, ToDoubleFunction<Judged> value) {
    /** What a program compares. */
    record Judged(Matrix output, Matrix target) {
        boolean namesClassOfSeveral() {
            return target.columns() > 2 && TargetValues.areOneHot(target);
        }

        boolean namesOneOfTwo() {
            return target.columns() == 1 && TargetValues.areClasses(target);
        }

        boolean namesClass() {
            return namesClassOfSeveral() || namesOneOfTwo();
        }

        private int samples() {
            return output.rows();
        }

        /** Between the least and the largest target. */
        private double middle() {
            return (target.minimum() + target.maximum()) / 2;
        }
    }

    private static final Pattern ACCURACY = Pattern.compile(
            "acc(?!um|ept|ess)|genau|exactitud|precis|pr[äa]e?z|treffer|richtig|correct|\\bhits?\\b|score|точн|tochn|准确|zhunque");
    private static final Pattern OTHER = Pattern.compile("best|max|min|prev|last|old|target|goal|hist|test|val|thresh");

    static final List<AccuracySlip> ALL = List.of(
            new AccuracySlip(
                    "compares the positions of the largest of each class over the samples (axis 0), not of each sample over the classes",
                    "np.mean(np.argmax(%1$s, axis=0) == np.argmax(%2$s, axis=0))",
                    false,
                    Judged::namesClassOfSeveral,
                    one -> agreement(largestOfColumns(one.output()), largestOfColumns(one.target()))),
            new AccuracySlip(
                    "counts every number of the one-hot rows by itself: who never names a class is right in all but one of them",
                    "np.mean((%1$s > 0.5) == %2$s)",
                    false,
                    Judged::namesClassOfSeveral,
                    AccuracySlip::alike),
            new AccuracySlip(
                    "compares the number of each sample's class with every 0 and 1 of its one-hot row, not with the number of the 1",
                    "np.mean(np.argmax(%1$s, axis=1)[:, None] == %2$s)",
                    false,
                    Judged::namesClassOfSeveral,
                    AccuracySlip::withOneHot),
            new AccuracySlip(
                    "compares every sample's answer with every sample's target: one has a column for the samples, the other a row, and"
                            + " NumPy makes a table of both",
                    "np.mean(answers(%1$s).ravel() == answers(%2$s).reshape(-1, 1))",
                    false,
                    one -> one.namesClass() && one.samples() > 1,
                    AccuracySlip::everyWithEvery),
            new AccuracySlip(
                    "compares True and False with targets of -1 and 1: True is 1, but False is 0, and no answer for the others is ever right",
                    "np.mean((%1$s > 0) == %2$s)",
                    false,
                    one -> one.target().columns() == 1
                            && one.target().minimum() == -1
                            && one.target().maximum() == 1,
                    one -> share(
                            one.target().size(),
                            i -> one.output().at(i) > 0 && one.target().at(i) == 1)),
            new AccuracySlip(
                    "divides the number of right answers by that of all numbers of the one-hot rows, not by that of the samples",
                    "np.sum(answers(%1$s) == answers(%2$s)) / %2$s.size",
                    false,
                    Judged::namesClassOfSeveral,
                    one -> Losses.accuracy(one.output(), one.target())
                            / one.target().columns()),
            new AccuracySlip(
                    "divides the number of right answers by that of the classes, not by that of the samples",
                    "np.sum(answers(%1$s) == answers(%2$s)) / number_of_classes",
                    false,
                    one -> one.namesClassOfSeveral()
                            && one.samples() != one.target().columns(),
                    one -> Losses.accuracy(one.output(), one.target())
                            * one.samples()
                            / one.target().columns()),
            new AccuracySlip(
                    "is 0 in every step: outputs are compared with targets as they are, and no output is ever exactly its target",
                    "np.mean(%1$s == %2$s)",
                    true,
                    one -> one.samples() > 1,
                    AccuracySlip::equal),
            new AccuracySlip(
                    "takes the largest of one output, which is always the first: it counts the samples whose target is 0",
                    "np.mean(np.argmax(%1$s, axis=1) == %2$s.ravel())",
                    true,
                    one -> one.namesOneOfTwo() && one.samples() > 1,
                    one -> 1 - ones(one)),
            new AccuracySlip(
                    "takes every output above 0 for a 1, but these outputs are never below 0: it counts the samples whose target is 1",
                    "np.mean((%1$s > 0) == %2$s)",
                    true,
                    one -> one.namesOneOfTwo()
                            && one.samples() > 1
                            && one.output().minimum() > 0,
                    AccuracySlip::ones));

    /** Whether a variable's name says that it counts what is right. */
    static boolean soundsLikeAccuracy(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return ACCURACY.matcher(lower).find() && !OTHER.matcher(lower).find();
    }

    /** The share of right answers in the forms that programs use: of single outputs from 0.5, from 0 and from the middle on. */
    static final List<ToDoubleFunction<Judged>> RIGHT = List.of(
            one -> Losses.accuracy(one.output(), one.target()),
            one -> above(one, 0.5),
            // Outputs that are never below 0 are all above it, right or wrong.
            one -> one.output().minimum() < 0 ? above(one, 0) : -1,
            one -> above(one, one.middle()));

    /** Never right for one of several classes, whose numbers are not judged one by one. */
    private static double above(Judged one, double threshold) {
        if (one.namesClassOfSeveral()) {
            return -1;
        }
        double middle = one.middle();
        return share(
                one.output().size(),
                i -> one.output().at(i) > threshold == one.target().at(i) > middle);
    }

    private static double equal(Judged one) {
        return share(
                one.output().size(), i -> one.output().at(i) == one.target().at(i));
    }

    private static double ones(Judged one) {
        return share(one.target().size(), i -> one.target().at(i) == 1);
    }

    /** Share of all numbers that are alike, the outputs rounded. */
    private static double alike(Judged one) {
        return share(
                one.output().size(),
                i -> (one.output().at(i) > 0.5 ? 1 : 0) == one.target().at(i));
    }

    /** Share of the one-hot numbers that are the number of the class answered, which only those of the first two can be. */
    private static double withOneHot(Judged one) {
        int classes = one.target().columns();
        return share(
                one.target().size(),
                i -> Losses.strongest(one.output(), Math.floorDiv(i, classes))
                        == one.target().at(i));
    }

    private static double share(int all, IntPredicate counted) {
        return (double) IntStream.range(0, all).filter(counted).count() / all;
    }

    private static double everyWithEvery(Judged one) {
        int classes = Math.max(2, one.target().columns());
        double[] answered = new double[classes];
        double[] meant = new double[classes];
        for (int row = 0; row < one.samples(); row++) {
            answered[Losses.strongest(one.output(), row)]++;
            meant[Losses.strongest(one.target(), row)]++;
        }
        double pairs = (double) one.samples() * one.samples();
        return IntStream.range(0, classes)
                        .mapToDouble(k -> answered[k] * meant[k])
                        .sum()
                / pairs;
    }

    static double[] largestOfColumns(Matrix matrix) {
        return IntStream.range(0, matrix.columns())
                .mapToDouble(column -> {
                    int best = 0;
                    for (int row = 1; row < matrix.rows(); row++) {
                        best = matrix.get(row, column) > matrix.get(best, column) ? row : best;
                    }
                    return best;
                })
                .toArray();
    }

    static double agreement(double[] one, double[] other) {
        return share(one.length, i -> one[i] == other[i]);
    }
}

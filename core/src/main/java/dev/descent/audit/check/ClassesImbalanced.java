package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.TargetValues;
import dev.descent.audit.replay.Batch;
import dev.descent.audit.replay.Losses;
import dev.descent.audit.replay.Replay;
import dev.descent.audit.replay.State;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One class for nearly every sample, and a network that still answers it for nearly all of them at the end of a long run: the first
 * iterations alone show that of any program.
 */
final class ClassesImbalanced implements Check {
    private static final double FREQUENT = 0.9;
    private static final double NEARLY_EVERY = 0.97;

    /** Rare samples that are told right by chance or as outliers, where their class is ignored. */
    private static final double FEW_RIGHT = 0.4;

    private static final int FEWEST = 200;
    private static final int FEWEST_RARE = 5;

    /** Who still gets better by this share of the loss in the last half of a run is on the way. */
    private static final double SETTLED = 0.1;

    /** What classes made even have to add to the mean of the classes' accuracies. */
    private static final double GAIN = 0.15;

    @Override
    public List<Suspicion> examine(Examination examination) {
        Setup setup = examination.asItIs();
        if (setup == null
                || !setup.recipe().isWhole()
                || !setup.isClassification()
                || setup.batches().size() > 1
                || setup.targets().rows() < FEWEST
                || (setup.targets().columns() > 1 && !TargetValues.areOneHot(setup.targets()))) {
            return List.of();
        }
        Matrix targets = setup.targets();
        int[] labels = labels(targets);
        int frequent = frequent(labels);
        double share = share(labels, frequent);
        if (share <= FREQUENT || (1 - share) * labels.length < FEWEST_RARE) {
            return List.of();
        }
        Examination.Trial trial = examination.trial(setup);
        Batch few = trial.few().batches().getFirst();
        List<Double> losses = trial.run().losses();
        boolean moves = !(losses.getLast() > (1 - SETTLED) * losses.get(losses.size() / 2));
        if (moves || !TargetValues.areClasses(few.target())) {
            return List.of();
        }
        int[] answers = answers(trial.few(), trial.run().last(), few);
        if (share(answers, frequent) < NEARLY_EVERY
                || rightOfOthers(answers, labels(few.target()), frequent) > FEW_RIGHT) {
            return List.of();
        }
        // What no network could tell from the inputs is not ignored for being rare.
        Setup even = new Setup(setup.recipe(), List.of(evened(few)), setup.start(), setup.loss());
        Replay.Run run = even.train(Budget.steps(even));
        double before = balanced(answers, labels(few.target()));
        double after = balanced(answers(even, run.last(), few), labels(few.target()));
        return after > before + GAIN ? List.of(suspicion(examination, share, before, after)) : List.of();
    }

    /** As many samples of each class, some of them several times. */
    private static Batch evened(Batch batch) {
        int[] labels = labels(batch.target());
        List<int[]> classes = IntStream.of(labels)
                .distinct()
                .mapToObj(label -> IntStream.range(0, labels.length)
                        .filter(row -> labels[row] == label)
                        .toArray())
                .toList();
        int[] rows = IntStream.range(0, labels.length)
                .map(i -> {
                    int[] members = classes.get(i % classes.size());
                    return members[i / classes.size() % members.length];
                })
                .toArray();
        return new Batch(batch.input().rows(rows), batch.target().rows(rows), batch.fraction());
    }

    private static int[] answers(Setup setup, State state, Batch batch) {
        Symbol output = Symbol.activation(setup.recipe().depth());
        return answers(setup.replay().array(setup.recipe(), state, batch, output), batch.target());
    }

    /** Share of right answers, of each class by itself, then the mean over the classes. */
    private static double balanced(int[] answers, int[] labels) {
        return IntStream.of(labels)
                .distinct()
                .mapToDouble(label -> {
                    int[] rows = IntStream.range(0, labels.length)
                            .filter(row -> labels[row] == label)
                            .toArray();
                    return IntStream.of(rows)
                                    .filter(row -> answers[row] == label)
                                    .count()
                            / (double) rows.length;
                })
                .average()
                .orElse(0);
    }

    /** Share of right answers among the samples of all classes but the frequent one. */
    private static double rightOfOthers(int[] answers, int[] labels, int frequent) {
        int[] others = IntStream.range(0, labels.length)
                .filter(row -> labels[row] != frequent)
                .toArray();
        return IntStream.of(others).filter(row -> answers[row] == labels[row]).count()
                / (double) Math.max(1, others.length);
    }

    private static int[] labels(Matrix targets) {
        return answers(targets, targets);
    }

    /** The class that is answered for each sample: the largest of several, or the nearer of two. */
    private static int[] answers(Matrix output, Matrix targets) {
        double middle = (targets.minimum() + targets.maximum()) / 2;
        return IntStream.range(0, output.rows())
                .map(row -> output.columns() > 1 ? Losses.strongest(output, row) : output.get(row, 0) > middle ? 1 : 0)
                .toArray();
    }

    private static int frequent(int[] labels) {
        int[] counts = new int[1 + IntStream.of(labels).max().orElse(0)];
        int best = 0;
        for (int label : labels) {
            counts[label]++;
            best = counts[label] > counts[best] ? label : best;
        }
        return best;
    }

    private static double share(int[] labels, int label) {
        return IntStream.of(labels).filter(other -> other == label).count() / (double) labels.length;
    }

    private static Suspicion suspicion(Examination examination, double share, double before, double after) {
        int depth = examination.program().depth();
        String target = examination.name(examination.program().targetSymbol());
        String output = Wording.place(examination, Symbol.activation(depth));
        String error = Wording.place(examination, Symbol.delta(depth));
        return new Suspicion(
                Fault.CLASSES_IMBALANCED,
                Certainty.LIKELY,
                List.of(target),
                ("%s of the samples of %s are of one class, and %s answers it for nearly every sample, also after a long run; with as many"
                                + " samples of each class it tells %s of each class right")
                        .formatted(Wording.percent(share), target, output, Wording.percent(after)),
                List.of(
                        Evidence.against(
                                "share of the most frequent class",
                                share,
                                FREQUENT,
                                "answering it alone is right as often"),
                        Evidence.fact("mean of the classes' accuracies, as it is", before),
                        Evidence.fact("mean of the classes' accuracies, trained on as many of each", after)),
                "multiply the rows of %s of the rare samples by %s, or repeat these samples as often"
                        .formatted(error, Wording.number(Math.rint(share / (1 - share)))),
                null,
                setup -> setup);
    }
}

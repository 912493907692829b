package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.recover.Ref;
import dev.descent.audit.recover.Target;
import dev.descent.audit.recover.TargetValues;
import dev.descent.audit.recover.Update;
import dev.descent.audit.replay.Batch;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import java.util.Arrays;
import java.util.List;

/**
 * Mini-batches of samples sorted by class: each step unlearns the classes it does not see. Neighbours in a shuffled order have
 * the same label about as often as two samples picked at random; in a sorted one nearly always.
 */
final class UnshuffledData implements Check {
    /** Neighbours alike in a sorted order, whose classes change here and there. */
    private static final int MANY = 8;

    private static final double SORTED = 0.9;

    /** Chances of one in ten million that neighbours are alike so often in a shuffled order. */
    private static final double DEVIATIONS = 5.2;

    @Override
    public List<Suspicion> examine(Examination examination) {
        Setup setup = examination.asItIs();
        boolean lost = examination.program().updates().values().stream().anyMatch(Update.Unknown.class::isInstance);
        if (lost
                || setup == null
                || (setup.batches().size() < 2 && !isOneClass(setup))
                || setup.targets().columns() < 3
                || isAllOfTheData(setup)) {
            return List.of();
        }
        int[] labels = labels(setup);
        if (labels.length == 0) {
            return List.of();
        }
        double chance = chance(labels, setup.targets().columns());
        int pairs = labels.length - 1;
        int alike = 0;
        for (int i = 0; i < pairs; i++) {
            alike += labels[i] == labels[i + 1] ? 1 : 0;
        }
        double share = (double) alike / pairs;
        double spread = Math.sqrt(chance * (1 - chance) / pairs);
        boolean isSorted = share > SORTED && share > chance + DEVIATIONS * spread;
        return isSorted ? List.of(suspicion(examination, share, chance, pairs)) : List.of();
    }

    /** Many samples of one class alone, in every iteration: a last batch that is always the same. */
    private static boolean isOneClass(Setup setup) {
        Matrix target = setup.batches().getFirst().target();
        return target.rows() >= MANY && Arrays.stream(labels(target)).distinct().count() == 1;
    }

    /** Several classes in the same order in every batch: all samples in each step, where no order matters, behind layers that change them. */
    private static boolean isAllOfTheData(Setup setup) {
        Matrix first = setup.batches().getFirst().target();
        return setup.batches().stream().allMatch(batch -> batch.target().sameValues(first))
                && Arrays.stream(labels(first)).distinct().count() > 1;
    }

    /** In the order in which the program took them; none where targets are no classes. */
    private static int[] labels(Setup setup) {
        return setup.batches().stream()
                .map(Batch::target)
                .flatMapToInt(target -> Arrays.stream(labels(target)))
                .toArray();
    }

    private static int[] labels(Matrix target) {
        if (target.rows() > 1 && !TargetValues.areOneHot(target)) {
            return new int[0];
        }
        int[] labels = new int[target.rows()];
        for (int row = 0; row < labels.length; row++) {
            for (int column = 1; column < target.columns(); column++) {
                labels[row] = target.get(row, column) > target.get(row, labels[row]) ? column : labels[row];
            }
        }
        return labels;
    }

    /** How often two samples are alike: by the labels seen, or where only one class was seen, by the number of classes. */
    private static double chance(int[] labels, int classes) {
        double[] counts = new double[classes];
        for (int label : labels) {
            counts[label]++;
        }
        double chance =
                Arrays.stream(counts).map(count -> count * count).sum() / ((double) labels.length * labels.length);
        return chance == 1 ? 1.0 / classes : chance;
    }

    private static Suspicion suspicion(Examination examination, double share, double chance, int pairs) {
        Names names = new Names(examination);
        return new Suspicion(
                Fault.DATA_UNSHUFFLED,
                Certainty.LIKELY,
                names.both(),
                "the batches come sorted by class: %s of the samples have the class of the sample before them, %s would by chance"
                        .formatted(Wording.percent(share), Wording.percent(chance)),
                List.of(
                        Evidence.against(
                                "share of samples with the class of the one before",
                                share,
                                chance,
                                "chance, from the frequencies of the classes (Bengio 2012, section 3.1)"),
                        Evidence.fact("pairs of neighbours seen", pairs)),
                "p = np.random.permutation(len(%s)) before each epoch, and take %s[p] and %s[p]"
                        .formatted(names.input(), names.input(), names.target()),
                null,
                setup -> setup);
    }

    /** The user's names. */
    private record Names(Examination examination) {
        String input() {
            return examination.program().forward().input().name();
        }

        /** Of the arrays themselves. */
        List<String> both() {
            Target target = examination.program().forward().target();
            Ref source = target == null ? null : target.source();
            return source == null ? List.of(input()) : List.of(input(), source.name());
        }

        String target() {
            return examination.name(examination.program().targetSymbol());
        }
    }
}

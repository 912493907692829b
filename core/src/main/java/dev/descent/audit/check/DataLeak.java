package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import java.util.List;
import java.util.regex.Pattern;

/** Test samples that the program also trains on. */
final class DataLeak implements Check {
    private static final double MOST_SHARED = 0.2;

    /** A set that lies wholly in the training set is a part of it, to look at or to draw. */
    private static final double PART = 0.95;

    /** Samples of few values are alike by chance, and then within the training set too. */
    private static final double DISTINCT = 0.99;

    private static final Pattern TEST =
            Pattern.compile("test|valid|hold_?out|(^|[^a-z])(te|val|dev|eval)([^a-z]|$)", Pattern.CASE_INSENSITIVE);

    @Override
    public List<Suspicion> examine(Examination examination) {
        return HeldOut.of(examination).stream()
                .filter(set -> isDistinct(set.values()) && isDistinct(set.training()))
                .filter(set -> {
                    double shared = set.shareInTraining(false);
                    double ofTraining =
                            shared * set.values().rows() / set.training().rows();
                    // What holds most of the training set is what it was taken from, and what lies in it wholly may be
                    // a part.
                    boolean isPart =
                            shared >= PART && !isNamedAsTest(set.inputs().name());
                    return shared > MOST_SHARED && !isPart && ofTraining < 0.5;
                })
                .map(set -> suspicion(examination, set))
                .limit(1)
                .toList();
    }

    /** Whether its name says that nothing is to be learnt from it. */
    private static boolean isNamedAsTest(String name) {
        return TEST.matcher(name).find();
    }

    private static boolean isDistinct(Matrix matrix) {
        return HeldOut.rows(matrix).size() >= DISTINCT * matrix.rows();
    }

    private static Suspicion suspicion(Examination examination, HeldOut set) {
        String test = set.inputs().name();
        String train = examination.program().forward().input().name();
        double shared = set.shareInTraining(false);
        return new Suspicion(
                Fault.DATA_LEAK,
                Certainty.LIKELY,
                List.of(test),
                "%s of the samples of %s also stand, number for number, in what is trained on (%s): tested with these, the network looks better than it is"
                        .formatted(Wording.percent(shared), test, train),
                List.of(Evidence.against(
                        "share of the samples that are trained on too", shared, MOST_SHARED, "none should be")),
                "p = np.random.permutation(len(all)); %s = all[p[:n]]; %s = all[p[n:]]: split once, and never draw both from the whole"
                        .formatted(train, test),
                null,
                setup -> setup);
    }
}

package dev.descent.audit.elementwise;

import dev.descent.audit.Trace;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Finding;
import dev.descent.report.Line;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A hinge loss, max(0, 1 − y · score) (Cortes and Vapnik 1995), whose y is 0 and 1: it needs −1 and 1, as with 0 the score of half of the
 * samples does not matter.
 */
final class HingeTargets implements Relation {
    private static final int FEWEST = 8;

    @Override
    public Optional<Finding> find(Trace trace) {
        List<Shown> all = Shown.of(trace);
        // What truth values were made to for the training goes before them.
        for (Shown targets : Stream.concat(
                        all.stream().filter(one -> !one.isOfTruths()),
                        all.stream().filter(Shown::isOfTruths))
                .toList()) {
            if (targets.size() < FEWEST || !targets.isOfZerosAndOnes()) {
                continue;
            }
            for (Shown margins : all) {
                if (margins.size() == targets.size() && isOneWhereZero(margins, targets)) {
                    return Optional.of(finding(margins.name() + " is a hinge loss of " + targets.name(), targets));
                }
            }
            for (Shown scores : all) {
                if (scores.size() != targets.size() || scores.isConstant()) {
                    continue;
                }
                for (Shown margins : all) {
                    if (margins.size() == scores.size() && isMargin(margins, targets, scores)) {
                        return Optional.of(finding(
                                "%s is a hinge loss of %s and %s"
                                        .formatted(margins.name(), targets.name(), scores.name()),
                                targets));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isMargin(Shown margins, Shown targets, Shown scores) {
        return margins.follows((t, i) -> margin(targets, scores, t, i))
                || margins.follows((t, i) -> Math.max(0, margin(targets, scores, t, i)));
    }

    /** Whether it is 1 for every target of 0 and not for the others, as what a hinge loss clips, or has clipped, is. */
    private static boolean isOneWhereZero(Shown margins, Shown targets) {
        boolean more = false;
        boolean less = false;
        for (int t = 0; t < margins.values().size(); t++) {
            for (int i = 0; i < margins.size(); i++) {
                double loss = margins.at(t, i);
                if (targets.at(t, i) == 0 && loss != 1) {
                    return false;
                }
                more |= loss > 1;
                less |= loss < 1;
            }
        }
        return more && less && !margins.isConstant();
    }

    private static double margin(Shown targets, Shown scores, int iteration, int element) {
        return 1 - targets.at(iteration, element) * scores.at(iteration, element);
    }

    private static Finding finding(String what, Shown targets) {
        String name = targets.name();
        return new Finding(
                Fault.TARGETS_WRONG_ENCODING,
                Certainty.LIKELY,
                name,
                "%s, but %s is 0 and 1: the samples of class 0 have no say, as 1 - 0 * score is always 1"
                        .formatted(what, name),
                List.of(Evidence.against("least target", 0, -1, "Cortes and Vapnik 1995")),
                "%s = 2 * %s - 1".formatted(name, name),
                null,
                List.of(),
                List.of(),
                new Line(name, name + ", of 0 and 1", "2 * " + name + " - 1"));
    }
}

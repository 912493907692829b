package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Ref;
import dev.descent.audit.recover.Target;
import dev.descent.audit.recover.Variable;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Samples that were taken out of the whole data by one index for the inputs and by another, or none, for the targets: the dump has both
 * wholes, so the target that belongs to each sample is known.
 */
final class RowsApart implements Check {
    /** Fewer samples say too little. */
    private static final int FEWEST = 12;

    /** Share of the samples with another's target; equal targets, as of classes, hide some. */
    private static final double APART = 0.2;

    @Override
    public List<Suspicion> examine(Examination examination) {
        Program program = examination.program();
        Ref input = program.forward().input();
        Target target = program.forward().target();
        Ref source = target == null ? null : target.source();
        Matrix inputs = examination.first(Symbol.activation(0));
        Matrix goals = source == null ? null : source.atOrBefore(0);
        if (source == null
                || inputs == null
                || goals == null
                || goals.rows() != inputs.rows()
                || inputs.rows() < FEWEST) {
            return List.of();
        }
        for (Variable pool : program.book().variables()) {
            Matrix all = whole(pool, input, inputs.columns(), inputs.rows());
            int[] places = all == null ? null : places(inputs, all);
            if (all == null || places == null) {
                continue;
            }
            for (Variable labels : program.book().variables()) {
                Matrix meant = whole(labels, source, goals.columns(), inputs.rows());
                if (meant == null || labels == pool || meant.rows() != all.rows()) {
                    continue;
                }
                double apart = apart(goals, meant, places);
                if (apart > APART && comesFrom(goals, meant)) {
                    Matrix own = meant.rows(places);
                    return List.of(suspicion(
                            input.name(),
                            source.name(),
                            pool.name(),
                            labels.name(),
                            apart,
                            setup -> setup.withTargets(values -> values.sameValues(goals) ? own : values)));
                }
                if (apart == 0) {
                    return List.of();
                }
            }
        }
        return List.of();
    }

    /** A constant array of more samples, in the layout of one that was taken from it; a vector has none. What is missing may be NaN. */
    private static @Nullable Matrix whole(Variable variable, Ref part, int columns, int samples) {
        Matrix value = variable.isConstant() && variable != part.variable() ? variable.atOrBefore(0) : null;
        boolean turns = value != null && (variable.rank() == 1 ? value.rows() == 1 : part.transposed());
        Matrix turned = value != null && turns ? value.transpose() : value;
        return turned != null && turned.columns() == columns && turned.rows() > samples ? turned : null;
    }

    /** Where each sample stands in the whole; null where one does not, or two stand in the same place. */
    private static int @Nullable [] places(Matrix inputs, Matrix all) {
        Map<Long, Integer> rows = new HashMap<>();
        for (int row = 0; row < all.rows(); row++) {
            if (rows.put(HeldOut.row(all, row), row) != null) {
                return null;
            }
        }
        int[] places = new int[inputs.rows()];
        for (int row = 0; row < places.length; row++) {
            Integer place = rows.get(HeldOut.row(inputs, row));
            if (place == null) {
                return null;
            }
            places[row] = place;
        }
        return places;
    }

    /** Share of the samples whose target is not that of their place. */
    private static double apart(Matrix goals, Matrix meant, int[] places) {
        int apart = 0;
        for (int row = 0; row < places.length; row++) {
            apart += HeldOut.row(goals, row) == HeldOut.row(meant, places[row]) ? 0 : 1;
        }
        return (double) apart / places.length;
    }

    /** Whether the targets stand in the whole as they are: else they were made of something else. */
    private static boolean comesFrom(Matrix goals, Matrix meant) {
        return HeldOut.rows(meant).containsAll(HeldOut.rows(goals));
    }

    private static Suspicion suspicion(
            String input, String target, String pool, String labels, double apart, UnaryOperator<Setup> mend) {
        return new Suspicion(
                Fault.TARGETS_MISALIGNED,
                Certainty.LIKELY,
                List.of(target, input),
                "%s of the samples of %s have the target of another sample: %s was taken out of %s by other rows than %s out of %s"
                        .formatted(Wording.percent(apart), input, target, labels, input, pool),
                List.of(Evidence.against(
                        "share of samples with another's target", apart, 0, "each sample has its own")),
                "take %s out of %s by the same index as %s out of %s".formatted(target, labels, input, pool),
                null,
                mend);
    }
}

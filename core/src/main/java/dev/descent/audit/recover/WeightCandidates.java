package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arrays of an iteration that may be the weights of a layer. */
final class WeightCandidates {
    /** In a dump of no more samples and single numbers, those may be weights. */
    private static final int FEW = 8;

    private final Book book;
    private final int iteration;
    private final int samples;

    WeightCandidates(Batch batch) {
        this.book = batch.book();
        this.iteration = batch.iteration();
        this.samples = batch.samples();
    }

    /** An array that may be a weight, inputs x units; with what moved it where its value before is to be worked back. */
    record Weight(Ref ref, Matrix value, @Nullable Moved moved) {}

    /** A gradient, or what else of its shape may have moved a weight. */
    record Moved(Ref by, Matrix value) {}

    /** As dumped, in this iteration or the one before. */
    List<Weight> dumped() {
        List<Weight> all = new ArrayList<>();
        for (Ref ref : book.shaped(
                iteration,
                -1,
                -1,
                variable -> !variable.isInteger() && (!variable.isScalar() || mayBeWeight(variable)))) {
            Matrix now = ref.at(iteration);
            Matrix before = ref.lag(1).at(iteration);
            if (now != null) {
                all.add(new Weight(ref, now, null));
            }
            if (before != null && (now == null || !before.sameValues(now))) {
                all.add(new Weight(ref.lag(1), before, null));
            }
        }
        // Behind units that never fire any matrix fits; zeros, as their gradients are, fit last.
        all.sort(Comparator.comparing(weight -> weight.value().isZero()));
        return all;
    }

    /** One number is a weight in the smallest of networks only, and where it is a matrix of one row and column that moves. */
    private boolean mayBeWeight(Variable scalar) {
        return (scalar.rank() > 1 && !scalar.isConstant())
                || (samples <= FEW && !scalar.isConstant() && book.scalars().size() <= FEW && !book.hasWideMatrix());
    }

    /** As dumped after the update, each with every array that may have moved it. */
    List<Weight> moved() {
        List<Weight> all = new ArrayList<>();
        for (Ref ref : book.shaped(iteration, -1, -1, variable -> !variable.isScalar() && !variable.isInteger())) {
            Matrix now = ref.at(iteration);
            if (now == null || now.rows() == 1) {
                continue;
            }
            for (Ref mover :
                    book.shaped(iteration, now.rows(), now.columns(), variable -> variable != ref.variable())) {
                Matrix moved = mover.at(iteration);
                if (moved != null && !moved.isZero()) {
                    all.add(new Weight(ref.lag(1), now, new Moved(mover, moved)));
                }
            }
        }
        return all;
    }
}

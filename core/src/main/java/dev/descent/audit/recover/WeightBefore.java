package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import dev.descent.audit.recover.LinkSearch.Held;
import dev.descent.audit.recover.WeightCandidates.Moved;
import dev.descent.audit.recover.WeightCandidates.Weight;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A weight before its update, found as weight − factor · mover, with the factor by which a link from its sums holds. */
final class WeightBefore {
    private final Batch batch;
    private final LinkSearch links;

    WeightBefore(Batch batch, LinkSearch links) {
        this.batch = batch;
        this.links = links;
    }

    /** The sums of the weight as it was; null where no factor makes a link hold. */
    @Nullable
    WeightedSums find(Chain chain, Weight weight, Moved moved) {
        Book book = batch.book();
        Matrix mover = moved.value();
        Matrix after = chain.output().times(weight.value());
        Matrix change = chain.output().times(mover);
        book.effort().add(2L * chain.output().size() * after.columns());
        for (Seen candidate : batch.seen()) {
            if (candidate.rows().columns() != after.columns()
                    || chain.uses(candidate.ref())
                    || candidate.ref().sameVariable(weight.ref())
                    || candidate.ref().sameVariable(moved.by())) {
                continue;
            }
            book.effort().simulated((long) Nonlinearity.ELEMENTWISE.size() * after.size());
            for (WorkedBack.Solution solution :
                    WorkedBack.solve(candidate.rows(), after, change, batch.samples() > 1)) {
                Matrix before = weight.value().minus(mover.scaled(solution.factor()));
                Matrix logits = chain.output().times(before);
                BiasBefore bias = solution.shift() == null
                        ? BiasBefore.NONE
                        : BiasBefore.find(book, batch.iteration(), solution.shift(), weight.ref());
                if (bias == null) {
                    continue;
                }
                Matrix shifted = bias.value() == null ? logits : logits.plus(bias.value());
                List<Held> held = links.held(chain, weight.ref(), bias.ref(), shifted);
                if (!held.isEmpty()) {
                    return new WeightedSums(weight.ref(), bias.ref(), shifted, held, start(weight.ref(), before, bias));
                }
            }
        }
        return null;
    }

    /** In the program's own layout. */
    private static Map<Variable, Matrix> start(Ref weight, Matrix before, BiasBefore bias) {
        Map<Variable, Matrix> start = new HashMap<>();
        start.put(weight.variable(), weight.transposed() ? before.transpose() : before);
        if (bias.ref() != null && bias.value() != null) {
            start.put(
                    bias.ref().variable(),
                    bias.ref().transposed() ? bias.value().transpose() : bias.value());
        }
        return start;
    }
}

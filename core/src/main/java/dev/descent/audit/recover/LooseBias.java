package dev.descent.audit.recover;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An array that is moved as the bias of a layer is, by the sum of its deltas, though the layer's sums leave it out.
 *
 * @param variable the array
 * @param update how it is moved
 */
public record LooseBias(Variable variable, Update update) {
    private static final int FEWEST_STEPS = 2;

    private static final double SAME_RATE = 1e-3;

    /** Fewer numbers follow a rule by chance. */
    private static final int FEWEST = 3;

    /** Of a layer without a bias; the first in the order of the dump. */
    public static Optional<LooseBias> of(Program program, int layer, List<Step> steps) {
        List<Matrix> sums = new ArrayList<>();
        for (Step step : steps) {
            Matrix delta = step.find(Symbol.delta(layer));
            if (delta == null) {
                return Optional.empty();
            }
            sums.add(delta.sumOfRows());
        }
        return program.book().all().stream()
                .filter(variable -> !program.forward().variables().contains(variable))
                .map(variable -> of(program, layer, variable, sums))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<LooseBias> of(Program program, int layer, Variable variable, List<Matrix> sums) {
        if (isGradient(variable, sums)) {
            return Optional.empty();
        }
        // Dumped after the update, or before.
        for (int ahead = 0; ahead < 2; ahead++) {
            List<Motion.Change> changes = new ArrayList<>();
            for (int t = 0; t < sums.size(); t++) {
                Matrix before = row(variable, t + ahead - 1);
                Matrix after = row(variable, t + ahead);
                Matrix gradient = sums.get(t);
                if (before != null && after != null && after.sameShape(gradient) && before.sameShape(gradient)) {
                    changes.add(new Motion.Change(t, before, after.minus(before), gradient));
                }
            }
            boolean moves = changes.size() >= FEWEST_STEPS
                    && changes.stream().noneMatch(change -> change.by().isZero());
            Update update = moves
                    ? UpdateSearch.usual(new Motion(List.copyOf(sums), changes, program.samples(0)), false)
                    : null;
            // Running means of a gradient move by it too, but lose a share of themselves.
            if (update != null && update.decay() == 0 && isTold(program, layer, update, changes)) {
                return Optional.of(new LooseBias(variable, update));
            }
        }
        return Optional.empty();
    }

    /** Whether it is no chance: of a few units only where they move at the rate of the weight. */
    private static boolean isTold(Program program, int layer, Update update, List<Motion.Change> changes) {
        if (changes.getFirst().by().size() >= FEWEST) {
            return true;
        }
        double scale = program.shownScale(Symbol.gradient(layer));
        return changes.size() >= FEWEST
                && update instanceof Update.Plain own
                && own.steady()
                && program.updates().get(Symbol.weight(layer)) instanceof Update.Plain weight
                && Math.abs(own.factor() / (weight.factor() * scale) - 1) < SAME_RATE;
    }

    /** Whether it always is the same multiple of the sum itself. */
    private static boolean isGradient(Variable variable, List<Matrix> sums) {
        SteadyScale scale = new SteadyScale();
        return IntStream.range(0, sums.size()).allMatch(t -> {
            Matrix value = row(variable, t);
            if (value == null) {
                return true;
            }
            Fit fit = value.sameShape(sums.get(t)) ? Fit.scaled(value, sums.get(t)) : null;
            return fit != null && fit.matches() && scale.agrees(fit, value.size());
        });
    }

    /** As a row of one number for each unit; null where it is none, or not there. */
    private static @Nullable Matrix row(Variable variable, int iteration) {
        Matrix value = iteration < 0 ? null : variable.at(iteration);
        return value == null || value.rows() == 1 ? value : value.columns() == 1 ? value.transpose() : null;
    }
}

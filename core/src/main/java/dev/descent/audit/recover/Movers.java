package dev.descent.audit.recover;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Arrays by which others move from one iteration to the next, as weights move by their gradients: told by numbers alone. */
final class Movers {
    private final Book book;
    private final int iteration;
    private final Set<Variable> gradients = new HashSet<>();
    private final Set<Variable> moved = new HashSet<>();

    Movers(Book book) {
        this.book = book;
        this.iteration = book.iterations() > 1 ? 1 : 0;
        book.variables().forEach(variable -> find(variable, false));
        // A gradient too moves by its parameter where that began at 0: those found already are settled.
        book.variables().stream()
                .filter(variable -> !moved.contains(variable) && !gradients.contains(variable))
                .forEach(variable -> find(variable, true));
    }

    /** Whether another array moves by it. */
    boolean isGradient(Variable variable) {
        return gradients.contains(variable);
    }

    /** Whether it moves by another array. */
    boolean isMoved(Variable variable) {
        return moved.contains(variable);
    }

    /** Whether none moves: the dump has no gradients. */
    boolean isEmpty() {
        return moved.isEmpty();
    }

    /** Finds the array that a variable moves by: alone, or with a share of itself that decays or of its last change. */
    private void find(Variable variable, boolean withMore) {
        Matrix now = variable.at(iteration);
        Matrix before = variable.at(iteration - 1);
        if (now == null || before == null || !now.sameShape(before) || now.sameValues(before) || variable.isScalar()) {
            return;
        }
        Matrix change = now.minus(before);
        for (Ref mover : book.shaped(iteration, now.rows(), now.columns(), other -> other != variable)) {
            Matrix by = mover.at(iteration);
            if (by != null
                    && by.sameShape(change)
                    && (withMore
                            ? Fit.combination(change, List.of(by, before)).shows() || keepsOn(variable, mover)
                            : Fit.combination(change, List.of(by)).shows())) {
                gradients.add(mover.variable());
                moved.add(variable);
            }
        }
    }

    /** As momentum does: the next change is made of the array and of the change before, and not of that alone. */
    private boolean keepsOn(Variable variable, Ref mover) {
        Matrix last = change(variable, iteration);
        Matrix next = change(variable, iteration + 1);
        Matrix by = mover.at(iteration + 1);
        return last != null
                && next != null
                && by != null
                && !Fit.scaled(next, last).matches()
                && Fit.combination(next, List.of(by, last)).shows();
    }

    private static @Nullable Matrix change(Variable variable, int iteration) {
        Matrix now = variable.at(iteration);
        Matrix before = variable.at(iteration - 1);
        return now == null || before == null || !now.sameShape(before) ? null : now.minus(before);
    }
}

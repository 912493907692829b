package dev.descent.audit.recover;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import org.jspecify.annotations.Nullable;

/** A bias before its update: which variable it is, and its value, found as bias − factor · gradient. */
record BiasBefore(@Nullable Ref ref, @Nullable Matrix value) {
    static final BiasBefore NONE = new BiasBefore(null, null);

    /** @param shift the bias as it was, roughly; null when no variable of the program explains it */
    static @Nullable BiasBefore find(Book book, int iteration, Matrix shift, Ref weight) {
        for (Ref ref : book.shaped(iteration, 1, shift.columns(), variable -> variable != weight.variable())) {
            Matrix now = ref.at(iteration);
            if (now == null) {
                continue;
            }
            if (Fit.same(now, shift).matches()) {
                return new BiasBefore(ref, now);
            }
            for (Ref mover : book.shaped(iteration, 1, shift.columns(), variable -> variable != ref.variable())) {
                Matrix moved = mover.at(iteration);
                Fit fit = moved == null || moved.isZero() ? null : Fit.scaled(now.minus(shift), moved);
                if (moved != null && fit != null && fit.matches() && shift.columns() > 1) {
                    return new BiasBefore(ref.lag(1), now.minus(moved.scaled(fit.scale())));
                }
            }
        }
        return null;
    }
}

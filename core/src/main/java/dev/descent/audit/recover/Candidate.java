package dev.descent.audit.recover;

import dev.descent.audit.algebra.Formula;
import dev.descent.report.Fault;
import org.jspecify.annotations.Nullable;

/** A formula that a line may compute, and what is wrong with it if it does. */
record Candidate(Formula formula, @Nullable Fault fault, String says) {
    static Candidate exact(Formula formula) {
        return new Candidate(formula, null, "");
    }

    boolean isExact() {
        return fault == null;
    }
}

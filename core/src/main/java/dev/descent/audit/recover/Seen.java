package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;

/** An array with one row per sample, and its sampled rows. */
record Seen(Ref ref, Matrix rows) {
    /** Rows that are looked at: a relation that holds to rounding on these holds. */
    static final int SAMPLED = 12;
}

package dev.descent.audit;

import dev.descent.data.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * What may help where a dump is incomplete.
 *
 * @param inputs the variable that holds the inputs; empty when the numbers shall tell
 * @param targets the variable that holds the targets; empty when the numbers shall tell
 * @param data samples that the program trained on, in their order, where the dump has no inputs; null for none
 */
public record AuditOptions(
        String inputs, String targets, @Nullable Dataset data) {
    public static final AuditOptions NONE = new AuditOptions("", "", null);

    /** The trace with what the options add. */
    Trace complete(Trace trace) {
        return trace;
    }
}

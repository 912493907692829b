package dev.descent.report;

import java.util.List;

/**
 * What mends a subject, and what it reaches then.
 *
 * @param measure of the two qualities, in words
 * @param before quality of the subject as it is
 * @param after quality with all changes; as before where there are none
 * @param changes fields in which the mended subject differs, none where nothing was mended
 */
public record Repair(String measure, double before, double after, List<Change> changes) {
    public Repair {
        changes = List.copyOf(changes);
    }

    /** One field, as an experiment file writes it. */
    public record Change(String field, String before, String after) {}
}

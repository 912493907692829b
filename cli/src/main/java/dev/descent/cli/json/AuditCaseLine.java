package dev.descent.cli.json;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How the audit fared with a program whose faults are known.
 *
 * @param name of the program
 * @param faults its true faults; {@code any} where no code is better than another
 * @param where its wrong variables
 * @param found faults that were found, the first first
 * @param places the variable that each was found in
 * @param isUnderstood whether the program was recovered
 * @param trouble what went wrong, when the audit failed
 * @param seconds it took
 */
@Json
public record AuditCaseLine(
        String name,
        List<String> faults,
        List<String> where,
        List<String> found,
        List<String> places,
        boolean isUnderstood,
        String trouble,
        double seconds) {
    /** Of a line changed by chance: whatever is named in the right place is right. */
    private static final String ANY = "any";

    public boolean isHealthy() {
        return faults.isEmpty();
    }

    public boolean isFalseAlarm() {
        return isHealthy() && !found.isEmpty();
    }

    /** Whether a true fault is named first. */
    public boolean isFirst() {
        return !isHealthy() && !found.isEmpty() && (faults.contains(ANY) || faults.contains(found.getFirst()));
    }

    /** Whether all true faults are named. */
    public boolean isComplete() {
        return faults.contains(ANY) ? !found.isEmpty() : found.containsAll(faults);
    }

    /** Whether the first finding is at a variable that is wrong. */
    public boolean isPlaceRight() {
        return isFirst() && where.stream().anyMatch(wrong -> isSame(places.getFirst(), wrong));
    }

    /** Members of a list have a star for their number where all are meant: {@code layer[*][w]} is {@code layer[3][w]} too. */
    private static boolean isSame(String place, String wrong) {
        return names(place, wrong) || names(wrong, place);
    }

    private static boolean names(String pattern, String variable) {
        return variable.matches(Pattern.quote(pattern).replace("[*]", "\\E\\[[^\\]]+\\]\\Q"));
    }
}

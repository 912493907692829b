package dev.descent.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an examination found.
 *
 * @param subject what was examined: the experiment's name, the folder of a trace
 * @param findings causes, the most certain and weighty first; empty for a healthy subject
 * @param verified what was checked and is right
 * @param notes what looks alarming and is not a fault, with the reason
 * @param unidentified what could not be understood, with what to add
 * @param repair what mends it and what it reaches; null where nothing was tried
 */
public record Report(
        String subject,
        List<Finding> findings,
        List<Check> verified,
        List<String> notes,
        List<String> unidentified,
        @Nullable Repair repair) {
    public Report {
        findings = List.copyOf(findings);
        verified = List.copyOf(verified);
        notes = List.copyOf(notes);
        unidentified = List.copyOf(unidentified);
    }

    /** Without a repair. */
    public Report(
            String subject,
            List<Finding> findings,
            List<Check> verified,
            List<String> notes,
            List<String> unidentified) {
        this(subject, findings, verified, notes, unidentified, null);
    }

    /** The findings, the most certain first, otherwise in their order. */
    public List<Finding> byCertainty() {
        return findings.stream()
                .sorted(Comparator.comparing(Finding::certainty))
                .toList();
    }

    /** The whole in one sentence: {@code 3 findings: 1 proved, 2 possible}. */
    public String summary() {
        if (isHealthy()) {
            return unidentified.isEmpty()
                    ? "healthy"
                    : verified.isEmpty() ? "not understood" : "no fault found, but not all was understood";
        }
        List<String> counts = new ArrayList<>();
        for (Certainty certainty : Certainty.values()) {
            long count = findings.stream()
                    .filter(finding -> finding.certainty() == certainty)
                    .count();
            if (count > 0) {
                counts.add(count + " " + certainty);
            }
        }
        int all = findings.size();
        return all + (all == 1 ? " finding: " : " findings: ") + String.join(", ", counts);
    }

    public boolean isHealthy() {
        return findings.isEmpty();
    }
}

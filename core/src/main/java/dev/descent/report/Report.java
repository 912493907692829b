package dev.descent.report;

import java.util.List;

/**
 * What an examination found.
 *
 * @param subject what was examined: the experiment's name, the folder of a trace
 * @param findings causes, the most certain and weighty first; empty for a healthy subject
 * @param verified what was checked and is right, one short sentence each
 * @param notes what looks alarming and is not a fault, with the reason
 * @param unidentified what could not be understood, with what to add
 */
public record Report(
        String subject, List<Finding> findings, List<String> verified, List<String> notes, List<String> unidentified) {
    public Report {
        findings = List.copyOf(findings);
        verified = List.copyOf(verified);
        notes = List.copyOf(notes);
        unidentified = List.copyOf(unidentified);
    }

    public boolean isHealthy() {
        return findings.isEmpty();
    }
}

package dev.descent.doctor;

import java.util.ArrayList;
import java.util.List;

/** What an examination has come to so far. */
final class Chart {
    final Findings findings;

    /** What was mended, in its order. */
    final List<Treatment> applied = new ArrayList<>();

    /** Of what was mended, what was found by trying several changes at once. */
    final List<Treatment> together = new ArrayList<>();

    /** Reported beside the one that was applied, as they helped about as much. */
    final List<Treatment> rivals = new ArrayList<>();

    final List<String> notes = new ArrayList<>();

    Chart(Findings findings) {
        this.findings = findings;
    }
}

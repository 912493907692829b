package dev.descent.audit.recover;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Faults of the audit's own, each kept as a sentence of the report: an exception within one check or one search takes away what that
 * one would have said and nothing else. Tests ask that there are none.
 */
public final class Mishaps {
    private static final String OURS = "a fault of the audit itself, please report it: ";

    private final List<String> sentences = new ArrayList<>();

    /** What an attempt gives, or something else where it throws. */
    public <T> T orElse(String what, T otherwise, Supplier<T> attempt) {
        try {
            return attempt.get();
        } catch (RuntimeException failure) {
            add(what, failure);
            return otherwise;
        }
    }

    private void add(String what, RuntimeException failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        String sentence = OURS + what + " ended with " + failure + (trace.length == 0 ? "" : " at " + trace[0]);
        if (!sentences.contains(sentence)) {
            sentences.add(sentence);
        }
    }

    public List<String> sentences() {
        return List.copyOf(sentences);
    }

    /** Whether a sentence of a report tells of one. */
    public static boolean isOne(String sentence) {
        return sentence.startsWith(OURS);
    }
}

package dev.descent.report;

import org.jspecify.annotations.Nullable;

/**
 * One measurement that speaks for a finding.
 *
 * @param name what was measured: {@code share of saturated units in layer1}
 * @param value what was seen
 * @param threshold what it was compared with; null for a plain fact
 * @param source where the threshold comes from: a paper, a tool, a derivation; empty for a plain fact
 */
public record Evidence(String name, double value, @Nullable Double threshold, String source) {
    /** A fact without threshold. */
    public static Evidence fact(String name, double value) {
        return new Evidence(name, value, null, "");
    }

    public static Evidence against(String name, double value, double threshold, String source) {
        return new Evidence(name, value, threshold, source);
    }
}

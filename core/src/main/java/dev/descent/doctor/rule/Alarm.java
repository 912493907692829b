package dev.descent.doctor.rule;

import dev.descent.trace.Snapshot;

/**
 * A symptom seen.
 *
 * @param rule name of the rule
 * @param place layer or parameter; empty for the training as a whole
 * @param step at which it was seen, from 1; 0 for the training as a whole
 * @param says one sentence with the number that matters
 * @param value what was seen
 * @param threshold what it was compared with
 * @param isHopeless whether no further step can help
 */
public record Alarm(
        String rule, String place, long step, String says, double value, double threshold, boolean isHopeless) {

    static Alarm of(Rule rule, String place, Snapshot snapshot, double value, String says) {
        return new Alarm(rule.name(), place, snapshot.step(), says, value, rule.threshold(), false);
    }

    static Alarm ofAll(Rule rule, double value, String says) {
        return new Alarm(rule.name(), "", 0, says, value, rule.threshold(), false);
    }

    Alarm hopeless() {
        return new Alarm(rule, place, step, says, value, threshold, true);
    }
}

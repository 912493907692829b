package dev.descent.doctor;

import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.train.Experiment;
import java.util.ArrayList;
import java.util.List;

/**
 * A possible cause, with the experiment in which it alone is mended.
 *
 * @param fault of the vocabulary
 * @param place field, layer or data it concerns
 * @param weight how much speaks for it before any proof, in [0, 1]; above {@link #CONTRADICTION} no training can be right
 * @param says one sentence with the number that matters
 * @param evidence measurements
 * @param remedy what to change, in words
 * @param mended the experiment with the remedy
 */
public record Suspect(
        Fault fault,
        String place,
        double weight,
        String says,
        List<Evidence> evidence,
        String remedy,
        Experiment mended) {
    /** From here on the experiment contradicts itself, whatever the training shows. */
    public static final double CONTRADICTION = 0.9;

    /** Evidence this strong names a cause alone; below it, rivals that help as much are reported too. */
    public static final double STRONG = 0.7;

    private static final double DOUBT = 0.55;

    public Suspect {
        evidence = List.copyOf(evidence);
    }

    /** The same with one more measurement. */
    public Suspect with(Evidence more) {
        List<Evidence> all = new ArrayList<>(evidence);
        all.add(more);
        return new Suspect(fault, place, weight, says, all, remedy, mended);
    }

    /** The same with another remedy, tried after the first. */
    public Suspect with(String otherRemedy, Experiment otherMended) {
        return new Suspect(fault, place, weight - 0.01, says, evidence, otherRemedy, otherMended);
    }

    /** The same where it counts only if its remedy brings something. */
    public Suspect asDoubt() {
        return new Suspect(fault, place, Math.min(weight, DOUBT), says, evidence, remedy, mended);
    }

    public boolean isStrong() {
        return weight >= STRONG;
    }

    public boolean isContradiction() {
        return weight >= CONTRADICTION;
    }
}

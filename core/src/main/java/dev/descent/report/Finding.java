package dev.descent.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cause of a failing training.
 *
 * @param fault of the vocabulary
 * @param certainty how sure it is
 * @param place layer, parameter, unit, variable name, data sample or step it concerns; a field or variable name first
 * @param says one sentence in plain words with the number that matters
 * @param evidence measurements
 * @param remedy the one thing to change: a field of the experiment or a mended line of code
 * @param proof two curves; null where none was run
 * @param explains symptoms that follow from it, one sentence each
 * @param comparisons arrays as they are beside what they should be
 * @param line the line of the user's own program that is wrong; null where there is no such program
 */
public record Finding(
        Fault fault,
        Certainty certainty,
        String place,
        String says,
        List<Evidence> evidence,
        String remedy,
        @Nullable Proof proof,
        List<String> explains,
        List<Comparison> comparisons,
        @Nullable Line line) {
    public Finding {
        evidence = List.copyOf(evidence);
        explains = List.copyOf(explains);
        comparisons = List.copyOf(comparisons);
    }

    /** A finding about an experiment, whose arrays are as they should be. */
    public Finding(
            Fault fault,
            Certainty certainty,
            String place,
            String says,
            List<Evidence> evidence,
            String remedy,
            @Nullable Proof proof,
            List<String> explains) {
        this(fault, certainty, place, says, evidence, remedy, proof, explains, List.of(), null);
    }
}

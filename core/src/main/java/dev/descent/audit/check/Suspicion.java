package dev.descent.audit.check;

import dev.descent.report.Certainty;
import dev.descent.report.Comparison;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A fault before its proof.
 *
 * @param certainty without the proof by replay
 * @param variables the user's own names it concerns, the first wrong one first
 * @param says one sentence with the number that matters
 * @param remedy the one thing to change
 * @param line what the first variable's line computes and should compute; null for data
 * @param mend the program with only this changed
 * @param comparisons arrays as they are beside what they should be
 */
record Suspicion(
        Fault fault,
        Certainty certainty,
        List<String> variables,
        String says,
        List<Evidence> evidence,
        String remedy,
        @Nullable Line line,
        UnaryOperator<Setup> mend,
        List<Comparison> comparisons) {
    Suspicion {
        variables = List.copyOf(variables);
        evidence = List.copyOf(evidence);
    }

    Suspicion(
            Fault fault,
            Certainty certainty,
            List<String> variables,
            String says,
            List<Evidence> evidence,
            String remedy,
            @Nullable Line line,
            UnaryOperator<Setup> mend) {
        this(fault, certainty, variables, says, evidence, remedy, line, mend, List.of());
    }

    /** Both together, when they are the same slip in several places. */
    Suspicion joined(Suspicion other) {
        List<String> all = new ArrayList<>(variables);
        other.variables.stream().filter(name -> !all.contains(name)).forEach(all::add);
        return new Suspicion(
                fault,
                certainty,
                all,
                says,
                evidence,
                remedy,
                line,
                setup -> other.mend.apply(mend.apply(setup)),
                Stream.concat(comparisons.stream(), other.comparisons.stream()).toList());
    }

    /** All as one, when they are the same slip in several places; none for none. */
    static List<Suspicion> joined(List<Suspicion> found) {
        return found.stream().reduce(Suspicion::joined).map(List::of).orElse(List.of());
    }

    String place() {
        return String.join(", ", variables);
    }
}

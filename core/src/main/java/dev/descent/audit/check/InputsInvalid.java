package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Program;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Inputs that an integer type has truncated: pixels divided by 255 and kept as integers are 0 but for the brightest, so that samples of
 * different classes are the same. (NaN and infinities are found before a program is recovered.)
 */
final class InputsInvalid implements Check {
    /** Samples that cannot be told from one of another class; noisy labels give a few. */
    private static final double MOST_ALIKE = 0.1;

    private static final int FEWEST = 30;

    @Override
    public List<Suspicion> examine(Examination examination) {
        if (!isTruncated(examination)) {
            return List.of();
        }
        Program program = examination.program();
        String name = program.forward().input().name();
        return List.of(new Suspicion(
                Fault.INPUTS_INVALID,
                Certainty.LIKELY,
                List.of(name),
                "%s is of an integer type and holds only 0 and 1, and %s of its samples are equal to one of another class: what was"
                                .formatted(name, Wording.percent(alike(examination)))
                        + " between 0 and 1 is lost",
                List.of(Evidence.against(
                        "share of samples equal to one of another class",
                        alike(examination),
                        MOST_ALIKE,
                        "samples that are equal cannot be told apart")),
                "%s = raw.astype(float) / 255: make it a float before dividing".formatted(name),
                null,
                setup -> setup));
    }

    static boolean isTruncated(Examination examination) {
        var input = examination.program().forward().input().variable();
        Matrix values = examination.first(Symbol.activation(0));
        return input.isInteger()
                && values != null
                && values.rows() >= FEWEST
                && values.minimum() == 0
                && values.maximum() == 1
                && alike(examination) > MOST_ALIKE;
    }

    /** Share of the samples that are equal to a sample with another target. */
    private static double alike(Examination examination) {
        Matrix inputs = examination.first(Symbol.activation(0));
        Matrix targets = examination.first(examination.program().targetSymbol());
        if (inputs == null || targets == null || targets.rows() != inputs.rows()) {
            return 0;
        }
        Map<List<Double>, Set<String>> classes = new HashMap<>();
        Map<List<Double>, Integer> counts = new HashMap<>();
        for (int row = 0; row < inputs.rows(); row++) {
            List<Double> sample = row(inputs, row);
            classes.computeIfAbsent(sample, _ -> new TreeSet<>())
                    .add(row(targets, row).toString());
            counts.merge(sample, 1, Integer::sum);
        }
        int alike = counts.entrySet().stream()
                .filter(entry -> classes.getOrDefault(entry.getKey(), Set.of()).size() > 1)
                .mapToInt(Map.Entry::getValue)
                .sum();
        return (double) alike / inputs.rows();
    }

    private static List<Double> row(Matrix matrix, int row) {
        return IntStream.range(0, matrix.columns())
                .mapToObj(column -> matrix.get(row, column))
                .toList();
    }
}

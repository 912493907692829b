package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Inputs that an integer type has truncated: pixels divided by 255 and kept as integers are 0 but for the brightest, standardised
 * numbers are 0 for all but the far ones, so that samples of different classes are the same. (NaN and infinities are found before a
 * program is recovered.)
 */
final class InputsInvalid implements Check {
    /** Samples that cannot be told from one of another class; noisy labels give a few. */
    private static final double MOST_ALIKE = 0.1;

    private static final int FEWEST = 30;

    /** Whole numbers on both sides of 0, no larger and mostly 0, are what is left of standardised ones. */
    private static final double STANDARDISED = 4;

    private static final double MOSTLY = 0.5;
    private static final double RARELY = 0.1;

    @Override
    public List<Suspicion> examine(Examination examination) {
        WholeData data = truncated(examination);
        if (data == null) {
            return List.of();
        }
        String name = data.variable().name();
        double alike = alike(data);
        boolean scaled = data.inputs().minimum() < 0;
        return List.of(new Suspicion(
                Fault.INPUTS_INVALID,
                Certainty.LIKELY,
                List.of(name),
                "%s is of an integer type and holds only %s, and %s of its samples are equal to one of another class: what was"
                                .formatted(
                                        name,
                                        scaled ? "a few whole numbers around 0" : "0 and 1",
                                        Wording.percent(alike))
                        + " between whole numbers is lost",
                List.of(Evidence.against(
                        "share of samples equal to one of another class",
                        alike,
                        MOST_ALIKE,
                        "samples that are equal cannot be told apart")),
                scaled
                        ? "leave out .astype(int), or make %s a float before it is scaled".formatted(name)
                        : "%s = raw.astype(float) / 255: make it a float before dividing".formatted(name),
                null,
                setup -> setup));
    }

    static boolean isTruncated(Examination examination) {
        return truncated(examination) != null;
    }

    private static @Nullable WholeData truncated(Examination examination) {
        if (!examination.program().forward().input().variable().isInteger()) {
            return null;
        }
        WholeData whole = WholeData.of(examination);
        WholeData data = whole == null ? WholeData.ofBatches(examination) : whole;
        boolean suspect = data != null
                && data.variable().isInteger()
                && data.inputs().rows() >= FEWEST
                && (isOfZerosAndOnes(data.inputs()) || isOfRoundedNumbers(data.inputs()));
        return data != null && suspect && alike(data) > MOST_ALIKE ? data : null;
    }

    /** What is left of numbers up to 1: hardly any is 1. Answers of yes and no are more even, and classes have one 1 in each row. */
    private static boolean isOfZerosAndOnes(Matrix values) {
        Matrix sums = values.sumOfColumns();
        return values.minimum() == 0
                && values.maximum() == 1
                && values.sum() < RARELY * values.size()
                && sums.minimum() < sums.maximum();
    }

    private static boolean isOfRoundedNumbers(Matrix values) {
        long zeros = Arrays.stream(values.values()).filter(value -> value == 0).count();
        return values.minimum() < 0
                && values.maximum() > 0
                && values.largest() <= STANDARDISED
                && zeros > MOSTLY * values.size();
    }

    /** Share of the samples that are equal to a sample with another target. */
    private static double alike(WholeData data) {
        Map<List<Double>, Set<List<Double>>> classes = new HashMap<>();
        List<List<Double>> samples = new ArrayList<>();
        for (int row = 0; row < data.inputs().rows(); row++) {
            List<Double> sample = row(data.inputs(), row);
            samples.add(sample);
            classes.computeIfAbsent(sample, _ -> new HashSet<>()).add(row(data.targets(), row));
        }
        long alike = samples.stream()
                .filter(sample -> classes.getOrDefault(sample, Set.of()).size() > 1)
                .count();
        return (double) alike / samples.size();
    }

    private static List<Double> row(Matrix matrix, int row) {
        return IntStream.range(0, matrix.columns())
                .mapToObj(column -> matrix.get(row, column))
                .toList();
    }
}

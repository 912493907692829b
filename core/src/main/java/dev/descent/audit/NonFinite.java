package dev.descent.audit;

import dev.descent.audit.algebra.Matrix;
import dev.descent.data.NdArray;
import dev.descent.data.NdArray.ElementType;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Finding;
import dev.descent.report.Report;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where NaN and infinities come from. One of them spreads over whole rows and columns in the first product, so that no formula
 * shows any more; what made it shows by itself. An exponent too large, or the root of a negative number, leaves them exactly where
 * another array is too large, or negative. Where they lie scattered, with good numbers in the same row and in the same column, they
 * were in the data.
 */
final class NonFinite {
    /** exp of more overflows in double, and in float. */
    private static final double LARGEST_EXPONENT = Math.log(Double.MAX_VALUE);

    private static final double LARGEST_FLOAT_EXPONENT = Math.log(Float.MAX_VALUE);

    private static final int FEWEST_SAMPLES = 8;

    private NonFinite() {}

    /** What the first iteration that has any tells; empty where there are none, or where they are the end of a run that diverged. */
    static Optional<Report> report(Trace trace) {
        // Raw data that nothing is made of: what it reached would be broken too, and the weights with it.
        boolean unused = trace.iterations().stream()
                .flatMap(iteration -> broken(iteration).keySet().stream())
                .allMatch(name -> stays(name, trace));
        for (Map<String, NdArray> iteration : trace.iterations()) {
            Map<String, double[]> broken = broken(iteration);
            if (!broken.isEmpty() && !(unused && learns(iteration, trace))) {
                return broken.entrySet().stream()
                        .map(entry -> finding(entry.getKey(), entry.getValue(), iteration, trace))
                        .flatMap(Optional::stream)
                        .findFirst()
                        .map(finding -> report(trace, finding));
            }
        }
        return Optional.empty();
    }

    /** Arrays of several numbers of which some are not finite. */
    private static Map<String, double[]> broken(Map<String, NdArray> iteration) {
        Map<String, double[]> broken = new LinkedHashMap<>();
        iteration.forEach((name, array) -> {
            double[] values = array.toDoubles();
            if (array.size() > 1 && !Matrix.areFinite(values)) {
                broken.put(name, values);
            }
        });
        return broken;
    }

    /** The iterations before the first that has any. */
    static Trace before(Trace trace) {
        List<Map<String, NdArray>> finite = trace.iterations().stream()
                .takeWhile(
                        iteration -> iteration.values().stream().allMatch(array -> Matrix.areFinite(array.toDoubles())))
                .toList();
        return Trace.of(trace.name(), finite);
    }

    private static Report report(Trace trace, Finding finding) {
        return new Report(
                trace.name(),
                List.of(finding),
                List.of(),
                trace.notes(),
                List.of("after a NaN no formula can be told from another: mend this first and record again"));
    }

    private static Optional<Finding> finding(
            String name, double[] values, Map<String, NdArray> iteration, Trace trace) {
        NdArray array = iteration.get(name);
        if (array == null) {
            return Optional.empty();
        }
        if (isPartOfData(name, array, iteration, trace)) {
            return Optional.of(data(name, values));
        }
        for (Map.Entry<String, NdArray> entry : iteration.entrySet()) {
            double[] other = entry.getValue().toDoubles();
            if (other.length != values.length || !Matrix.areFinite(other)) {
                continue;
            }
            double limit = entry.getValue().type() == ElementType.FLOAT32 ? LARGEST_FLOAT_EXPONENT : LARGEST_EXPONENT;
            if (agree(values, other, value -> value > limit)) {
                return Optional.of(exponent(name, entry.getKey(), largest(other), limit));
            }
            if (agree(values, other, value -> value < 0)) {
                return Optional.of(root(name, entry.getKey()));
            }
            if (isOverZero(values, other)) {
                return Optional.of(overZero(name, entry.getKey(), counter(iteration)));
            }
            if (agree(values, other, value -> value == 0) && isMeanOfSquares(other)) {
                return Optional.of(division(name, entry.getKey()));
            }
            if (agree(values, other, value -> value == 0 || value == 1) && areShares(other)) {
                return Optional.of(saturated(name, entry.getKey()));
            }
        }
        return isScattered(array, values) || isBlankFeature(name, array, values, trace)
                ? Optional.of(data(name, values))
                : Optional.empty();
    }

    /** Whether it is a feature that stays the same in all iterations, and the table of several features that is made of it is broken in the same places. */
    private static boolean isPartOfData(String name, NdArray array, Map<String, NdArray> iteration, Trace trace) {
        return array.rank() == 1
                && Arrays.stream(array.toDoubles()).anyMatch(Double::isFinite)
                && stays(name, trace)
                && iteration.entrySet().stream()
                        .anyMatch(entry -> entry.getValue().rank() == 2
                                && stays(entry.getKey(), trace)
                                && holds(entry.getValue(), array));
    }

    /** Whether some array of several numbers changes and stays finite, as weights do that no NaN reaches. */
    private static boolean learns(Map<String, NdArray> iteration, Trace trace) {
        return iteration.entrySet().stream()
                .filter(entry ->
                        entry.getValue().rank() == 2 && !entry.getValue().type().isInteger())
                .map(Map.Entry::getKey)
                .anyMatch(name -> !stays(name, trace)
                        && trace.iterations().stream()
                                .allMatch(arrays -> arrays.get(name) != null
                                        && Matrix.areFinite(arrays.get(name).toDoubles())));
    }

    private static boolean stays(String name, Trace trace) {
        NdArray first = trace.iterations().getFirst().get(name);
        return first != null
                && trace.iterations().size() > 1
                && trace.iterations().stream().allMatch(iteration -> {
                    NdArray other = iteration.get(name);
                    return other != null && Arrays.equals(other.toDoubles(), first.toDoubles());
                });
    }

    private static boolean holds(NdArray table, NdArray feature) {
        int rows = table.dimension(0);
        int columns = table.dimension(1);
        boolean ofColumns = rows == feature.size()
                && IntStream.range(0, columns)
                        .anyMatch(column -> IntStream.range(0, rows)
                                .allMatch(row -> areBoth(table.get(row * columns + column), feature.get(row))));
        return ofColumns
                || (columns == feature.size()
                        && IntStream.range(0, rows)
                                .anyMatch(row -> IntStream.range(0, columns)
                                        .allMatch(column ->
                                                areBoth(table.get(row * columns + column), feature.get(column)))));
    }

    private static boolean areBoth(double one, double other) {
        return Double.isFinite(one) == Double.isFinite(other);
    }

    /**
     * Whether whole columns or rows of what stays the same in all iterations are broken, and no others: features divided by their deviation of
     * 0. A weight that a NaN reaches is moved by it.
     */
    private static boolean isBlankFeature(String name, NdArray array, double[] values, Trace trace) {
        if (!stays(name, trace) || array.rank() != 2 || Arrays.stream(values).noneMatch(Double::isFinite)) {
            return false;
        }
        int rows = array.dimension(0);
        int columns = array.dimension(1);
        boolean ofColumns = rows >= FEWEST_SAMPLES
                && IntStream.range(0, values.length)
                        .allMatch(i -> Double.isFinite(values[i]) == Double.isFinite(values[i % columns]));
        boolean ofRows = columns >= FEWEST_SAMPLES
                && IntStream.range(0, values.length)
                        .allMatch(i -> Double.isFinite(values[i])
                                == Double.isFinite(values[Math.floorDiv(i, columns) * columns]));
        return ofColumns || ofRows;
    }

    /** Whether the numbers are broken exactly where the others are so. */
    private static boolean agree(double[] values, double[] others, java.util.function.DoublePredicate so) {
        return IntStream.range(0, values.length).allMatch(i -> Double.isFinite(values[i]) != so.test(others[i]));
    }

    /** Whether a broken number has good ones in its row and in its column; a product leaves none, and a vector does not show it. */
    private static boolean isScattered(NdArray array, double[] values) {
        int rows = array.rank() < 2 ? 1 : array.dimension(0);
        int columns = Math.floorDiv(values.length, rows);
        int[] inRow = new int[rows];
        int[] inColumn = new int[columns];
        for (int i = 0; i < values.length; i++) {
            if (Double.isFinite(values[i])) {
                inRow[Math.floorDiv(i, columns)]++;
                inColumn[i % columns]++;
            }
        }
        return IntStream.range(0, values.length)
                .filter(i -> !Double.isFinite(values[i]))
                .allMatch(i -> inRow[Math.floorDiv(i, columns)] > 0 && inColumn[i % columns] > 0);
    }

    private static double largest(double[] values) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> values[i])
                .max()
                .orElse(0);
    }

    private static Finding exponent(String name, String of, double largest, double limit) {
        return finding(
                Fault.NUMERICALLY_UNSTABLE,
                name,
                "%s overflows where %s is above %.1f: exp of it is infinite, and infinity over infinity is NaN"
                        .formatted(name, of, limit),
                Evidence.against(
                        "largest number of " + of, largest, limit, "the largest number of the type (IEEE 754)"),
                "subtract the largest of each sample first: np.exp(%s - %s.max(axis=…, keepdims=True))"
                        .formatted(of, of));
    }

    /** Nowhere negative, and mostly no whole numbers, as masks and counts are. */
    private static boolean isMeanOfSquares(double[] values) {
        return Arrays.stream(values).allMatch(value -> value >= 0)
                && Arrays.stream(values).anyMatch(value -> value != Math.rint(value));
    }

    /** Between 0 and 1, and mostly neither, as outputs of a sigmoid or softmax are. */
    private static boolean areShares(double[] values) {
        return Arrays.stream(values).allMatch(value -> value >= 0 && value <= 1)
                && 2
                                * Arrays.stream(values)
                                        .filter(value -> value > 0 && value < 1)
                                        .count()
                        > values.length;
    }

    private static Finding saturated(String name, String of) {
        return finding(
                Fault.NUMERICALLY_UNSTABLE,
                name,
                "%s is NaN or infinite exactly where %s has been rounded to 0 or 1: something is divided by %s or 1 - %s there"
                        .formatted(name, of, of, of),
                Evidence.fact("arrays that are broken where " + of + " is 0 or 1", 1),
                "use the derivative of loss and activation together, %s - target, which divides by nothing"
                        .formatted(of));
    }

    private static Finding division(String name, String by) {
        return finding(
                Fault.NUMERICALLY_UNSTABLE,
                name,
                "%s is NaN exactly where %s is 0: 0 is divided by it, or by its root".formatted(name, by),
                Evidence.fact("arrays that are NaN where " + by + " is 0", 1),
                "add a small number: / (np.sqrt(%s) + 1e-8)".formatted(by));
    }

    /** Whether it is infinite throughout, with the signs of the other, and NaN where that is 0: the other over 0. */
    private static boolean isOverZero(double[] values, double[] others) {
        return IntStream.range(0, values.length)
                        .allMatch(i -> others[i] == 0
                                ? Double.isNaN(values[i])
                                : values[i] == Math.signum(others[i]) * Double.POSITIVE_INFINITY)
                && Arrays.stream(others).anyMatch(value -> value > 0)
                && Arrays.stream(others).anyMatch(value -> value < 0);
    }

    /** The count of the steps that begins with 0, null for none. */
    private static @Nullable String counter(Map<String, NdArray> iteration) {
        return iteration.entrySet().stream()
                .filter(entry -> entry.getValue().size() == 1
                        && entry.getValue().type().isInteger()
                        && entry.getValue().get(0) == 0)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    private static Finding overZero(String name, String of, @Nullable String counter) {
        return finding(
                counter == null ? Fault.NUMERICALLY_UNSTABLE : Fault.OPTIMIZER_WRONG,
                name,
                "%s is infinite with the signs of %s: it is divided by 0%s"
                        .formatted(
                                name,
                                of,
                                counter == null
                                        ? ""
                                        : ", as a bias correction of 1 - beta**" + counter + " is where " + counter
                                                + " is 0"),
                Evidence.fact("arrays that are infinite with the signs of " + of, 1),
                counter == null
                        ? "add a small number to what %s is divided by".formatted(of)
                        : "count the steps from 1: 1 - beta**(%s + 1)".formatted(counter));
    }

    private static Finding root(String name, String of) {
        return finding(
                Fault.OPTIMIZER_WRONG,
                of + ", " + name,
                "%s is NaN exactly where %s is negative: a root is taken of it, and a mean of squares is never negative"
                        .formatted(name, of),
                Evidence.fact("arrays that are NaN where " + of + " is negative", 1),
                "%s = beta2 * %s + (1 - beta2) * gradient**2".formatted(of, of));
    }

    private static Finding data(String name, double[] values) {
        long bad = IntStream.range(0, values.length)
                .filter(i -> !Double.isFinite(values[i]))
                .count();
        return finding(
                Fault.INPUTS_INVALID,
                name,
                "%s holds %d numbers that are NaN or infinite; one is enough to make every weight NaN"
                        .formatted(name, bad),
                Evidence.against("numbers that are not finite", (double) bad, 0, "arithmetic"),
                "%s = np.nan_to_num(%s), or leave out the samples that have one".formatted(name, name));
    }

    private static Finding finding(Fault fault, String place, String says, Evidence evidence, String remedy) {
        return new Finding(fault, Certainty.LIKELY, place, says, List.of(evidence), remedy, null, List.of());
    }
}

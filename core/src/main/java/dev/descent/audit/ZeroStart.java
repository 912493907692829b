package dev.descent.audit;

import dev.descent.data.NdArray;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Finding;
import dev.descent.report.Report;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Programs whose weights are 0 in every iteration: behind them all sums, activations and gradients are 0 too, so there are no numbers by
 * which to tell arrays apart, and only shapes are left. Weights are arrays of zeros that lead by their shapes from inputs to targets
 * and whose shape no other array has that is not 0.
 */
final class ZeroStart {
    private final List<Map<String, NdArray>> iterations;

    /** Sizes of the matrices that are 0 throughout, by name. */
    private final Map<String, Set<Integer>> zeros = new LinkedHashMap<>();

    /** The same of those that are not. */
    private final Map<String, Set<Integer>> others = new LinkedHashMap<>();

    /** Of those and of single rows and columns. */
    private final Set<String> zeroNames = new LinkedHashSet<>();

    private final Set<String> otherNames = new LinkedHashSet<>();

    private ZeroStart(Trace trace) {
        iterations = trace.iterations();
        iterations.getFirst().forEach((name, first) -> {
            List<NdArray> all = iterations.stream()
                    .map(arrays -> arrays.get(name))
                    .filter(Objects::nonNull)
                    .toList();
            if (all.size() != iterations.size()
                    || first.rank() != 2
                    || all.stream().anyMatch(array -> !Arrays.equals(array.shape(), first.shape()))) {
                return;
            }
            boolean isZero = all.stream().allMatch(ZeroStart::isZero);
            (isZero ? zeroNames : otherNames).add(name);
            if (first.dimension(0) > 1 && first.dimension(1) > 1) {
                (isZero ? zeros : others).put(name, sizes(first));
            }
        });
    }

    private static boolean isZero(NdArray array) {
        return Arrays.stream(array.toDoubles()).allMatch(value -> value == 0);
    }

    private static Set<Integer> sizes(NdArray array) {
        return new TreeSet<>(List.of(array.dimension(0), array.dimension(1)));
    }

    /** What the shapes tell; empty for any other program. */
    static Optional<Report> report(Trace trace) {
        if (trace.iterations().size() < 2) {
            return Optional.empty();
        }
        ZeroStart start = new ZeroStart(trace);
        List<String> bySizes = start.weights();
        List<String> weights = bySizes.size() < 2 ? start.weightsByActivations() : bySizes;
        return weights.size() < 2 ? Optional.empty() : Optional.of(report(trace, weights));
    }

    /** Zeros that no other array of their shape contradicts, and that do not have as many rows or columns as there are samples. */
    private List<String> weights() {
        int samples = samples();
        // A weight and its gradient have the same shape; the gradient's name is the weight's with something added.
        Map<Set<Integer>, String> shortest = new LinkedHashMap<>();
        zeros.forEach((name, sizes) -> {
            if (!others.containsValue(sizes) && !sizes.contains(samples)) {
                shortest.merge(sizes, name, (one, other) -> other.length() < one.length() ? other : one);
            }
        });
        boolean chains = shortest.keySet().stream()
                .anyMatch(one -> shortest.keySet().stream()
                        .anyMatch(other -> !one.equals(other) && one.stream().anyMatch(other::contains)));
        return samples > 0 && chains
                ? zeros.keySet().stream().filter(shortest::containsValue).toList()
                : List.of();
    }

    /**
     * Where there are as few samples as units, sizes do not tell; but behind weights of 0 all activations are one number, as 0.5 is a sigmoid's.
     * Two arrays of zeros that lead from inputs through such activations to outputs of the targets' shape are weights.
     */
    private List<String> weightsByActivations() {
        for (boolean columns : new boolean[] {false, true}) {
            for (String input : otherNames) {
                for (String first : zeroNames) {
                    for (String second : zeroNames) {
                        if (!isFilled(input) && leads(input, first, second, columns)) {
                            return List.of(first, second);
                        }
                    }
                }
            }
        }
        return List.of();
    }

    /** @param columns whether samples are columns, so that weights stand before what they multiply */
    private boolean leads(String input, String first, String second, boolean columns) {
        int samples = length(input, columns ? 1 : 0);
        int features = length(input, columns ? 0 : 1);
        int hidden = length(first, columns ? 0 : 1);
        int outputs = length(second, columns ? 0 : 1);
        if (length(first, columns ? 1 : 0) != features || length(second, columns ? 1 : 0) != hidden) {
            return false;
        }
        // Of gradients and errors, which are 0 too, a weight's own name is the shortest.
        boolean shortest = Stream.of(first, second)
                .allMatch(name -> zeroNames.stream()
                        .noneMatch(other -> other.length() < name.length()
                                && length(other, 0) == length(name, 0)
                                && length(other, 1) == length(name, 1)));
        return shortest
                && !first.equals(second)
                && hasFilled(samples, hidden, columns)
                && hasFilled(samples, outputs, columns)
                && iterations.getFirst().entrySet().stream()
                        .anyMatch(entry ->
                                isOfShape(entry.getValue(), samples, outputs, columns) && !isFilled(entry.getKey()));
    }

    private boolean hasFilled(int samples, int units, boolean columns) {
        return iterations.getFirst().entrySet().stream()
                .anyMatch(entry -> isOfShape(entry.getValue(), samples, units, columns)
                        && isFilled(entry.getKey())
                        && entry.getValue().get(0) != 0);
    }

    private static boolean isOfShape(NdArray array, int samples, int units, boolean columns) {
        return array.rank() == 2
                && array.dimension(0) == (columns ? units : samples)
                && array.dimension(1) == (columns ? samples : units);
    }

    private int length(String name, int axis) {
        NdArray array = iterations.getFirst().get(name);
        return array == null ? -1 : array.dimension(axis);
    }

    /** Whether all its numbers are one, in every iteration. */
    private boolean isFilled(String name) {
        return iterations.stream()
                .map(arrays -> arrays.get(name))
                .allMatch(array ->
                        array != null && Arrays.stream(array.toDoubles()).allMatch(value -> value == array.get(0)));
    }

    /** The size that the two largest shapes of arrays that are not 0, of inputs and of targets or outputs, have in common; 0 for none. */
    private int samples() {
        List<Set<Integer>> bySize = others.values().stream()
                .distinct()
                .sorted((one, other) -> Integer.compare(product(other), product(one)))
                .toList();
        if (bySize.size() < 2) {
            return 0;
        }
        Set<Integer> common = new TreeSet<>(bySize.getFirst());
        common.retainAll(bySize.get(1));
        return common.size() == 1 ? common.iterator().next() : 0;
    }

    private static int product(Set<Integer> sizes) {
        return sizes.stream().reduce(1, Math::multiplyExact);
    }

    private static Report report(Trace trace, List<String> weights) {
        String first = weights.getFirst();
        Finding finding = new Finding(
                Fault.INIT_SYMMETRIC,
                Certainty.LIKELY,
                String.join(", ", weights),
                "%s are 0 in all %d iterations: every unit computes 0, every gradient behind them is 0, and nothing can begin to move"
                        .formatted(
                                String.join(", ", weights), trace.iterations().size()),
                List.of(Evidence.fact(
                        "iterations in which they are 0", trace.iterations().size())),
                "%s = np.random.randn(*%s.shape) / np.sqrt(number of inputs), and so for every weight"
                        .formatted(first, first),
                null,
                List.of());
        return new Report(
                trace.name(),
                List.of(finding),
                List.of(),
                trace.notes(),
                List.of(
                        "among arrays of zeros no formula can be told from another: start with random weights and record again"));
    }
}

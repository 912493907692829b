package dev.descent.audit;

import dev.descent.data.NdArray;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Finding;
import dev.descent.report.Report;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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

    private ZeroStart(Trace trace) {
        iterations = trace.iterations();
        iterations.getFirst().forEach((name, first) -> {
            List<NdArray> all = iterations.stream()
                    .map(arrays -> arrays.get(name))
                    .filter(Objects::nonNull)
                    .toList();
            if (all.size() == iterations.size() && all.stream().allMatch(ZeroStart::isMatrix)) {
                boolean isZero = all.stream().allMatch(ZeroStart::isZero);
                (isZero ? zeros : others).put(name, sizes(first));
            }
        });
    }

    private static boolean isMatrix(NdArray array) {
        return array.rank() == 2 && array.dimension(0) > 1 && array.dimension(1) > 1;
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
        List<String> weights = start.weights();
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

    /** The size that the two largest arrays that are not 0, inputs and targets or outputs, have in common; 0 for none. */
    private int samples() {
        List<Set<Integer>> bySize = others.values().stream()
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

package dev.descent.audit;

import dev.descent.audit.recover.Precision;
import dev.descent.data.NdArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a dump lacks in which no network was found, as far as the shapes of its arrays tell. */
final class Lacking {
    private final Trace trace;

    /** Matrices of numbers that change from iteration to iteration, weights and their gradients among them, by name. */
    private final Map<String, int[]> changing = new LinkedHashMap<>();

    private Lacking(Trace trace) {
        this.trace = trace;
        trace.iterations().getLast().forEach((name, last) -> {
            NdArray first = trace.iterations().getFirst().get(name);
            boolean isMatrix = last.rank() == 2 && last.dimension(0) > 1 && last.dimension(1) > 1;
            if (isMatrix && !last.type().isInteger() && first != null && !sameValues(first, last)) {
                changing.put(name, last.shape());
            }
        });
    }

    private static boolean sameValues(NdArray one, NdArray other) {
        return Arrays.equals(one.toDoubles(), other.toDoubles());
    }

    /** One sentence: what to add. */
    static String sentence(Trace trace) {
        return new Lacking(trace).sentence();
    }

    private String sentence() {
        if (trace.iterations().size() < 2) {
            return "one iteration shows no change: record at least two, better three (descent_trace.py records five)";
        }
        if (Precision.isRounded(trace.iterations())) {
            return "the numbers are rounded to five digits or fewer, too few to tell one formula from another: write all of them, 17 digits"
                    + " of a double and 9 of a float, or save .npz files";
        }
        List<String> chain = chain();
        if (chain.size() < 2) {
            return "no forward pass was found in the arrays: the dump needs the inputs, the targets, every weight and bias, and the"
                    + " output, of at least two iterations";
        }
        String layers = String.join(" → ", chain);
        int inputs = ends(chain).getFirst();
        int outputs = ends(chain).getLast();
        boolean hasInputs = hasSamples(inputs);
        boolean hasOutputs = hasSamples(outputs);
        if (!hasInputs || !hasOutputs) {
            return "%s look like weights, but nothing in the dump goes with them: add %s, of every sample of the batch"
                    .formatted(
                            layers,
                            !hasInputs && !hasOutputs
                                    ? "the inputs (%d numbers a sample) and the targets".formatted(inputs)
                                    : hasInputs ? "the targets" : "the inputs (%d numbers a sample)".formatted(inputs));
        }
        return ("%s look like weights, but no array is what they make of the inputs before or after an iteration's update: record at the"
                        + " end of the innermost loop, once for every update, and with the inputs, targets and output of all the samples"
                        + " of that update")
                .formatted(layers);
    }

    /** The longest list of matrices of which each takes what the one before gives; the first of equal ones. */
    private List<String> chain() {
        List<String> longest = List.of();
        for (String name : changing.keySet()) {
            for (boolean turned : new boolean[] {false, true}) {
                List<String> found = chain(name, turned);
                longest = found.size() > longest.size() ? found : longest;
            }
        }
        return longest;
    }

    private List<String> chain(String from, boolean turned) {
        List<String> chain = new ArrayList<>(List.of(from));
        List<int[]> shapes = new ArrayList<>(List.of(shape(from)));
        int units = shape(from)[turned ? 0 : 1];
        boolean longer = true;
        while (longer) {
            longer = false;
            for (Map.Entry<String, int[]> next : changing.entrySet()) {
                int[] shape = next.getValue();
                boolean fresh = shapes.stream().noneMatch(other -> Arrays.equals(other, shape));
                if (!longer && fresh && shape[turned ? 1 : 0] == units) {
                    chain.add(next.getKey());
                    shapes.add(shape);
                    units = shape[turned ? 0 : 1];
                    longer = true;
                }
            }
        }
        return chain;
    }

    private int[] shape(String name) {
        return Objects.requireNonNull(changing.get(name));
    }

    /** What goes into the first of a chain, and what comes out of the last. */
    private List<Integer> ends(List<String> chain) {
        int[] first = shape(chain.getFirst());
        int[] second = shape(chain.get(1));
        int[] last = shape(chain.getLast());
        boolean turned = first[1] != second[0];
        return List.of(first[turned ? 1 : 0], last[turned ? 0 : 1]);
    }

    /** Whether there is an array that is no weight with an axis of so many, or of class numbers. */
    private boolean hasSamples(int width) {
        return trace.iterations().getLast().entrySet().stream()
                .filter(array -> !changing.containsKey(array.getKey()) || !isWeight(array.getKey()))
                .anyMatch(array -> {
                    int[] shape = array.getValue().shape();
                    return shape.length == 2 && (shape[0] == width || shape[1] == width);
                });
    }

    /** Whether another changing array has the same shape, as a gradient has, or it is part of the chain. */
    private boolean isWeight(String name) {
        return chain().stream().anyMatch(part -> Arrays.equals(shape(part), shape(name)));
    }
}

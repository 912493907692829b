package dev.descent.audit;

import dev.descent.data.Dataset;
import dev.descent.data.DescentException;
import dev.descent.data.NdArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What may help where a dump is incomplete or ambiguous.
 *
 * @param inputs the variable that holds the inputs; empty when the numbers shall tell
 * @param targets the variable that holds the targets; empty when the numbers shall tell
 * @param data samples that the program trained on, in their order, where the dump has no inputs; null for none
 */
public record AuditOptions(
        String inputs, String targets, @Nullable Dataset data) {
    public static final AuditOptions NONE = new AuditOptions("", "", null);

    /** What the arrays of {@link #data} are called in a report. */
    private static final String IMAGES = "data_inputs";

    private static final String SCALED = "data_inputs / 255";
    private static final String LABELS = "data_labels";

    /** A tenth of a gigabyte of doubles; a dump of more samples than that is not looked through. */
    private static final long MOST_NUMBERS = 12_500_000;

    private static final double WHITE = 255;

    /** @throws DescentException if a variable is named that the trace does not have */
    void check(Trace trace) {
        requireVariable("--inputs", inputs, trace);
        requireVariable("--targets", targets, trace);
    }

    private static void requireVariable(String option, String name, Trace trace) {
        if (!name.isEmpty() && trace.iterations().stream().noneMatch(arrays -> arrays.containsKey(name))) {
            throw new DescentException("%s %s: %s has no array of that name; it has %s"
                    .formatted(
                            option,
                            name,
                            trace.name(),
                            String.join(", ", trace.iterations().getFirst().keySet())));
        }
    }

    /**
     * The traces to try, one after another: the trace itself, or with samples of {@link #data} added. How many samples a step took
     * is the length of an axis of some array; whether all steps took the same, the numbers tell.
     */
    List<Trace> complete(Trace trace) {
        Dataset samples = data;
        if (samples == null) {
            return List.of(trace);
        }
        List<Trace> traces = new ArrayList<>();
        int features = samples.shape().size();
        trace.iterations().getFirst().values().stream()
                .flatMap(array -> Arrays.stream(array.shape()).boxed())
                .distinct()
                .filter(length -> length <= samples.size()
                        && length != features
                        && (long) length * features
                                <= MOST_NUMBERS / trace.iterations().size())
                .sorted(Comparator.reverseOrder())
                .forEach(length -> {
                    traces.add(with(trace, samples, length, false));
                    if ((long) length * trace.iterations().size() <= samples.size()) {
                        traces.add(with(trace, samples, length, true));
                    }
                });
        return traces;
    }

    /** Whether a variable may be what the network took; where data was given, nothing else. */
    boolean isInput(String variable) {
        return data == null || variable.equals(IMAGES) || variable.equals(SCALED);
    }

    private static Trace with(Trace trace, Dataset samples, int batch, boolean consecutive) {
        List<Map<String, NdArray>> iterations = new ArrayList<>();
        Map<String, NdArray> first = arrays(samples, 0, batch);
        for (int t = 0; t < trace.iterations().size(); t++) {
            Map<String, NdArray> arrays =
                    new LinkedHashMap<>(consecutive && t > 0 ? arrays(samples, t * batch, batch) : first);
            arrays.putAll(trace.iterations().get(t));
            iterations.add(arrays);
        }
        return new Trace(trace.name(), iterations, trace.notes());
    }

    /** As bytes come from a file, and divided as most programs do: doubles, so that the last digit is the program's own. */
    private static Map<String, NdArray> arrays(Dataset samples, int from, int count) {
        int features = samples.shape().size();
        double[] raw = new double[count * features];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < features; k++) {
                raw[i * features + k] = samples.raw(from + i, k);
            }
            labels[i] = samples.isClassification() ? samples.label(from + i) : 0;
        }
        Map<String, NdArray> arrays = new LinkedHashMap<>();
        if (samples.hasPixels()) {
            double[] scaled = Arrays.stream(raw).map(value -> value / WHITE).toArray();
            arrays.put(SCALED, NdArray.of(scaled, count, features));
        }
        arrays.put(IMAGES, NdArray.of(raw, count, features));
        if (samples.isClassification()) {
            arrays.put(LABELS, NdArray.of(labels, count));
        }
        return arrays;
    }
}

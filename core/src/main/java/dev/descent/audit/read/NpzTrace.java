package dev.descent.audit.read;

import dev.descent.audit.Trace;
import dev.descent.data.DescentException;
import dev.descent.data.NdArray;
import dev.descent.data.Npz;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** NumPy archives: one per iteration, or one whose names begin or end with the iteration's number or whose arrays are stacked. */
final class NpzTrace {
    private static final Pattern PREFIX =
            Pattern.compile("(?:step|iter|iteration|epoch|it|t)?[_./-]?(\\d+)[_./-](\\D.*)");
    private static final Pattern SUFFIX = Pattern.compile("(.+?)[_./-](?:step|iter|iteration|epoch|it|t)?(\\d+)");

    /** Arrays of matrices, as inputs and a layer's weights; images alone are one. */
    private static final int FEWEST_STACKED = 3;

    private NpzTrace() {}

    static Trace folder(Path folder, List<Path> archives) throws IOException {
        if (archives.size() == 1) {
            Trace only = file(archives.getFirst());
            return new Trace(folder.getFileName().toString(), only.iterations(), only.notes());
        }
        List<Map<String, NdArray>> iterations = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (Path file : archives.stream().limit(TraceReader.MOST_ITERATIONS).toList()) {
            iterations.add(numbers(file, iterations.isEmpty() ? notes : new ArrayList<>()));
        }
        return new Trace(folder.getFileName().toString(), iterations, notes);
    }

    static Trace file(Path file) throws IOException {
        List<String> notes = new ArrayList<>();
        Map<String, NdArray> arrays = numbers(file, notes);
        return new Trace(TraceReader.stem(file), iterations(arrays), notes);
    }

    /** Arrays of texts and the like are no fault of a program: they are left out, and said so. */
    private static Map<String, NdArray> numbers(Path file, List<String> notes) throws IOException {
        Limits.checkArchive(file);
        Map<String, NdArray> arrays = Npz.readNumbers(file, other -> notes.add(TraceReader.leftOut(other)));
        if (arrays.isEmpty()) {
            throw new DescentException("%s holds no array of numbers".formatted(file));
        }
        return arrays;
    }

    /** One iteration, unless every name carries a number and the same names return with every number, or all arrays are stacked. */
    static List<Map<String, NdArray>> iterations(Map<String, NdArray> arrays) {
        for (Pattern pattern : List.of(PREFIX, SUFFIX)) {
            int number = pattern == PREFIX ? 1 : 2;
            TreeMap<Integer, Map<String, NdArray>> steps = new TreeMap<>();
            boolean all = true;
            for (Map.Entry<String, NdArray> array : arrays.entrySet()) {
                Matcher name = pattern.matcher(array.getKey());
                if (!name.matches() || name.group(number).length() > 8) {
                    all = false;
                    break;
                }
                steps.computeIfAbsent(Integer.parseInt(name.group(number)), _ -> new LinkedHashMap<>())
                        .put(name.group(3 - number), array.getValue());
            }
            boolean isEven = all && steps.size() > 1 && isEven(List.copyOf(steps.values()));
            if (isEven) {
                return steps.values().stream()
                        .limit(TraceReader.MOST_ITERATIONS)
                        .toList();
            }
        }
        return areStacked(arrays) ? unstacked(arrays) : List.of(arrays);
    }

    /** Whether each array holds its values of all iterations, one after another: weights too begin with one dimension more then. */
    private static boolean areStacked(Map<String, NdArray> arrays) {
        int count = arrays.values().stream()
                .mapToInt(array -> array.rank() == 0 ? 0 : array.dimension(0))
                .findFirst()
                .orElse(0);
        return count > 1
                && arrays.values().stream().allMatch(array -> array.rank() > 0 && array.dimension(0) == count)
                && arrays.values().stream().filter(array -> array.rank() > 2).count() >= FEWEST_STACKED;
    }

    private static List<Map<String, NdArray>> unstacked(Map<String, NdArray> arrays) {
        int count = Math.min(
                TraceReader.MOST_ITERATIONS, arrays.values().iterator().next().dimension(0));
        List<Map<String, NdArray>> iterations = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            Map<String, NdArray> iteration = new LinkedHashMap<>();
            int at = number;
            arrays.forEach((name, array) -> iteration.put(name, array.slice(at)));
            iterations.add(iteration);
        }
        return iterations;
    }

    /** Whether the same names return in the same shapes; layers are numbered too, and differ. Only the last may have been cut short. */
    private static boolean isEven(List<Map<String, NdArray>> steps) {
        Map<String, NdArray> first = steps.getFirst();
        for (int number = 0; number < steps.size(); number++) {
            Map<String, NdArray> step = steps.get(number);
            if (number < steps.size() - 1 && step.size() != first.size()) {
                return false;
            }
            for (Map.Entry<String, NdArray> array : step.entrySet()) {
                NdArray before = first.get(array.getKey());
                if (before == null
                        || !Arrays.equals(before.shape(), array.getValue().shape())) {
                    return false;
                }
            }
        }
        return true;
    }
}

package dev.descent.audit.read;

import dev.descent.audit.Trace;
import dev.descent.data.DescentException;
import dev.descent.data.NdArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON: an object of named arrays is one iteration (or several, by a number in the names); a list of such
 * objects, under any one name too, or an object a line, is one after another. Lists of unequal arrays, as weights of layers
 * are, become {@code name[0]}, {@code name[1]}; arrays of objects become {@code object.name}.
 */
final class JsonTrace {
    private JsonTrace() {}

    /** One file with all iterations. */
    static Trace file(Path file) throws IOException {
        return Trace.of(TraceReader.stem(file), iterations(file));
    }

    /** A file for each iteration. */
    static Trace folder(Path folder, List<Path> files) throws IOException {
        List<Map<String, NdArray>> iterations = new ArrayList<>();
        for (Path file : files.stream().limit(TraceReader.MOST_ITERATIONS).toList()) {
            iterations.addAll(iterations(file));
        }
        return Trace.of(folder.getFileName().toString(), iterations);
    }

    private static List<Map<String, NdArray>> iterations(Path file) throws IOException {
        List<@Nullable Object> values = JsonText.read(Limits.text(file), file.toString());
        List<?> steps = values.size() > 1 ? values : steps(values.getFirst());
        List<Map<String, NdArray>> iterations = new ArrayList<>();
        for (Object step : steps) {
            Map<String, NdArray> arrays = step instanceof Map<?, ?> named ? flat(named) : Map.of();
            if (arrays.isEmpty()) {
                throw new DescentException(
                        file
                                + " holds no named arrays: expected an object for each iteration, like {\"weights\": [[0.5, 0.1]]}");
            }
            iterations.add(arrays);
        }
        return iterations.size() == 1
                ? NpzTrace.iterations(iterations.getFirst())
                : iterations.stream().limit(TraceReader.MOST_ITERATIONS).toList();
    }

    /** The list itself, or the only list of objects under a name; otherwise the whole is one iteration. */
    private static List<?> steps(@Nullable Object root) {
        if (root instanceof List<?> list) {
            return list;
        }
        if (root instanceof Map<?, ?> map) {
            List<?> inner = map.values().stream()
                    .filter(value -> value instanceof List<?> list && list.getFirst() instanceof Map)
                    .toList();
            if (inner.size() == 1 && inner.getFirst() instanceof List<?> list) {
                return list;
            }
        }
        return root == null ? List.of("null") : List.of(root);
    }

    private static Map<String, NdArray> flat(Map<?, ?> named) {
        Map<String, NdArray> arrays = new LinkedHashMap<>();
        named.forEach((name, value) -> put(String.valueOf(name), value, arrays));
        return arrays;
    }

    private static void put(String name, @Nullable Object value, Map<String, NdArray> arrays) {
        switch (value) {
            case NdArray array -> arrays.put(name, array);
            case Boolean truth -> arrays.put(name, NdArray.scalar(truth ? 1 : 0));
            case Map<?, ?> inner -> inner.forEach((key, part) -> put(name + "." + key, part, arrays));
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    put(name + "[" + i + "]", list.get(i), arrays);
                }
            }
            case null, default -> {
                // Texts are no numbers.
            }
        }
    }
}

package dev.descent.audit;

import dev.descent.data.NdArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Arrays of some iterations of somebody's training program, under the program's own variable names.
 *
 * @param name what to call it: the folder or file it came from
 * @param iterations one after another; in each, arrays by variable name in the order of the dump
 * @param notes what the reader noticed, one sentence each
 */
public record Trace(String name, List<Map<String, NdArray>> iterations, List<String> notes) {
    public Trace {
        iterations = iterations.stream()
                .<Map<String, NdArray>>map(LinkedHashMap::new)
                .toList();
        notes = List.copyOf(notes);
    }

    public static Trace of(String name, List<Map<String, NdArray>> iterations) {
        return new Trace(name, iterations, List.of());
    }
}

package dev.descent.trace;

import dev.descent.data.DescentException;
import dev.descent.data.NdArray;
import dev.descent.spec.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Other names for a step's arrays, so that a trace speaks the language of somebody's program. The file has one line per
 * array, {@code their_name = standard.name}, with a minus before the standard name where the program keeps the negative
 * ({@code w1 = -layer1.weight.gradient}); {@code #} begins a comment. Only arrays that are named are kept.
 *
 * @param standard standard name, with minus where meant, by the other name
 */
public record NameMap(Map<String, String> standard) {

    /** @throws DescentException for a line that cannot be read */
    public static NameMap read(Path file) throws IOException {
        Map<String, String> standard = new LinkedHashMap<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            String content = line.replaceFirst("#.*", "").strip();
            if (content.isEmpty()) {
                continue;
            }
            String[] sides = content.split("\\s*=\\s*", 2);
            if (sides.length != 2 || sides[0].isEmpty() || sides[1].isEmpty()) {
                throw new DescentException("%s, line %d: expected 'their_name = standard.name', got '%s'"
                        .formatted(file, number, content));
            }
            standard.put(sides[0], sides[1]);
        }
        return new NameMap(standard);
    }

    /** The arrays under their other names. */
    public Map<String, NdArray> rename(Step step) {
        Map<String, NdArray> arrays = step.arrays();
        Map<String, NdArray> renamed = new LinkedHashMap<>();
        standard.forEach((other, name) -> {
            boolean negative = name.startsWith("-");
            String plain = negative ? name.substring(1).strip() : name;
            NdArray array = arrays.get(plain);
            if (array == null) {
                throw new DescentException("'%s = %s': there is no array '%s'%s"
                        .formatted(other, name, plain, Nearest.hint(plain, arrays.keySet())));
            }
            renamed.put(other, negative ? negated(array) : array);
        });
        return renamed;
    }

    private static NdArray negated(NdArray array) {
        double[] elements = array.toDoubles();
        for (int i = 0; i < elements.length; i++) {
            elements[i] = -elements[i];
        }
        return NdArray.of(elements, array.shape());
    }
}

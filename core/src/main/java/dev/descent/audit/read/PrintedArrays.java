package dev.descent.audit.read;

import dev.descent.audit.Trace;
import dev.descent.data.DescentException;
import dev.descent.data.NdArray;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Arrays as programs print them: {@code name [ … ]}, {@code name = array([[…], […]])}, {@code name: 0.5}, over several lines, several
 * iterations one after another. A name that returns begins the next iteration. What was shortened with {@code ...} cannot be
 * used and is said so.
 */
final class PrintedArrays {
    private static final long MOST_BYTES = 1L << 26;
    private static final String NUMBER =
            "[-+]?(?:\\d+\\.?\\d*(?:[eE][-+]?\\d+)?|\\.\\d+(?:[eE][-+]?\\d+)?|nan|inf|NaN|Infinity)";

    /** A name, perhaps a sign that it equals what follows, and what begins there. */
    private static final Pattern BEGINNING = Pattern.compile(
            "(?m)^[ \\t>]*([\\p{L}_][\\p{L}\\p{N}_.'-]*(?:\\[['\"]?[\\p{L}\\p{N}_]+['\"]?\\])?)[ \\t]*(?:[:=]?\\s*(?:[\\w.]*\\(\\s*)?(?=\\[)|[:=][ \\t]*(?="
                    + NUMBER + "[ \\t]*$))(\\[|" + NUMBER + ")");

    private static final Pattern TOKEN = Pattern.compile("\\[|\\]|\\.\\.\\.|…|" + NUMBER + "|[,;\\s]+");

    private PrintedArrays() {}

    static Trace read(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new DescentException("%s has %d bytes, more than print-outs have: save arrays as .npz"
                    .formatted(file, Files.size(file)));
        }
        String text;
        try {
            text = Files.readString(file);
        } catch (CharacterCodingException notText) {
            throw new DescentException(
                    "%s is no trace: expected a .npz file, a folder of them, or text with printed arrays"
                            .formatted(file),
                    notText);
        }
        return read(TraceReader.stem(file), text, file.toString());
    }

    /** @param source what to call it in messages */
    static Trace read(String name, String text, String source) {
        List<Map<String, NdArray>> iterations = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        Map<String, NdArray> current = new LinkedHashMap<>();
        Matcher beginning = BEGINNING.matcher(text);
        int from = 0;
        while (beginning.find(from)) {
            String variable = beginning.group(1);
            Brackets array = new Brackets(text, beginning.start(2));
            from = Math.max(array.end, beginning.end());
            if (current.containsKey(variable)) {
                iterations.add(current);
                current = new LinkedHashMap<>();
            }
            if (array.trouble.isEmpty()) {
                current.put(variable, array.array());
            } else {
                int line = 1
                        + (int) text.substring(0, beginning.start(1))
                                .chars()
                                .filter(c -> c == '\n')
                                .count();
                notes.add("%s (line %d of the print-out) is left out: %s".formatted(variable, line, array.trouble));
            }
        }
        if (!current.isEmpty()) {
            iterations.add(current);
        }
        if (iterations.isEmpty()) {
            throw new DescentException("%s holds no printed array%s: expected lines like 'weights1 [0.1 -0.2 0.3]'"
                    .formatted(source, notes.isEmpty() ? "" : " that is whole (" + notes.getFirst() + ")"));
        }
        return new Trace(
                name, iterations.stream().limit(TraceReader.MOST_ITERATIONS).toList(), notes);
    }

    /** Nested brackets, or a single number. */
    private static final class Brackets {
        private final List<Double> values = new ArrayList<>();
        private final List<Integer> shape = new ArrayList<>();
        private final List<Integer> counts = new ArrayList<>();
        private final int end;
        private String trouble = "";

        Brackets(String text, int start) {
            Matcher token = TOKEN.matcher(text);
            int depth = 0;
            int at = start;
            do {
                if (!token.find(at) || token.start() != at) {
                    trouble = at >= text.length()
                            ? "its bracket is never closed"
                            : "it holds something that is no number";
                    break;
                }
                at = token.end();
                depth = take(token.group(), depth);
            } while (depth > 0);
            end = at;
        }

        /** Takes one token and returns how many brackets are open after it. */
        private int take(String token, int depth) {
            switch (token.charAt(0)) {
                case '[' -> {
                    count(depth);
                    if (counts.size() <= depth) {
                        counts.add(0);
                    }
                    counts.set(depth, 0);
                    return depth + 1;
                }
                case ']' -> {
                    int inner = depth - 1;
                    if (shape.size() <= inner) {
                        while (shape.size() <= inner) {
                            shape.add(-1);
                        }
                    }
                    if (shape.get(inner) >= 0 && !shape.get(inner).equals(counts.get(inner))) {
                        trouble = "its rows are of different length";
                    }
                    shape.set(inner, counts.get(inner));
                    return inner;
                }
                case '.', '…' -> {
                    if (token.equals("...") || token.equals("…")) {
                        trouble =
                                "it was shortened with '...': print it whole (NumPy: np.set_printoptions(threshold=np.inf))";
                        return depth;
                    }
                    number(token, depth);
                }
                case ',', ';', ' ', '\t', '\n', '\r' -> {}
                default -> number(token, depth);
            }
            return depth;
        }

        private void number(String token, int depth) {
            count(depth);
            values.add(
                    switch (token.replaceFirst("^[-+]", "")) {
                        case "nan", "NaN" -> Double.NaN;
                        case "inf", "Infinity" ->
                            token.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
                        default -> Double.parseDouble(token);
                    });
        }

        /** One more element of the bracket that is open. */
        private void count(int depth) {
            if (depth > 0) {
                counts.set(depth - 1, counts.get(depth - 1) + 1);
            }
        }

        NdArray array() {
            int[] dimensions = shape.stream().mapToInt(Integer::intValue).toArray();
            return NdArray.of(values.stream().mapToDouble(Double::doubleValue).toArray(), dimensions);
        }
    }
}

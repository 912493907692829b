package dev.descent.audit.read;

import dev.descent.data.DescentException;
import dev.descent.data.NdArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259, and the NaN and Infinity that Python writes) as maps, lists, strings, booleans, nulls and arrays of
 * numbers: a number is an {@code NdArray} of shape {@code []}, and lists of equal arrays become one array of an axis more.
 */
final class JsonText {
    /** Deeper than any array; a hostile file cannot exhaust the stack. */
    private static final int DEEPEST = 64;

    private final String text;
    private final String name;
    private int at;

    private JsonText(String text, String name) {
        this.text = text;
        this.name = name;
    }

    /**
     * All values of the text, one after another: one for a JSON file, one a line for JSON lines.
     *
     * @param name what to call the text in messages
     * @throws DescentException with the line for what is no JSON
     */
    static List<@Nullable Object> read(String text, String name) {
        JsonText json = new JsonText(text, name);
        List<@Nullable Object> values = new ArrayList<>();
        json.space();
        while (json.at < text.length()) {
            values.add(json.value(0));
            json.space();
        }
        if (values.isEmpty()) {
            throw json.wrong("a value");
        }
        return values;
    }

    private @Nullable Object value(int depth) {
        space();
        if (depth > DEEPEST) {
            throw new DescentException(name + " is nested more than " + DEEPEST + " deep, which no array is");
        }
        char letter = at < text.length() ? text.charAt(at) : 0;
        return switch (letter) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            default -> word();
        };
    }

    private Map<String, @Nullable Object> object(int depth) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        at++;
        space();
        while (!take('}')) {
            if (!object.isEmpty()) {
                expect(',');
                space();
            }
            if (at >= text.length() || text.charAt(at) != '"') {
                throw wrong("a name in quotes");
            }
            String key = string();
            space();
            expect(':');
            object.put(key, value(depth + 1));
            space();
        }
        return object;
    }

    /** A list of numbers is read without an object for each. */
    private Object array(int depth) {
        at++;
        double[] numbers = new double[16];
        int count = 0;
        List<@Nullable Object> others = new ArrayList<>();
        space();
        boolean first = true;
        while (!take(']')) {
            if (!first) {
                expect(',');
            }
            first = false;
            Object value = value(depth + 1);
            if (others.isEmpty() && value instanceof NdArray number && number.rank() == 0) {
                numbers = count == numbers.length ? Arrays.copyOf(numbers, 2 * count) : numbers;
                numbers[count++] = number.get(0);
            } else {
                for (int i = 0; i < count; i++) {
                    others.add(NdArray.scalar(numbers[i]));
                }
                count = 0;
                others.add(value);
            }
            space();
        }
        return others.isEmpty() ? NdArray.of(Arrays.copyOf(numbers, count), count) : stacked(others);
    }

    /** One array, where all parts are arrays of the same shape; otherwise the list. */
    private static Object stacked(List<@Nullable Object> parts) {
        if (!(parts.getFirst() instanceof NdArray first)) {
            return parts;
        }
        int size = first.size();
        double[] all = new double[Math.multiplyExact(size, parts.size())];
        for (int i = 0; i < parts.size(); i++) {
            if (!(parts.get(i) instanceof NdArray part) || !Arrays.equals(part.shape(), first.shape())) {
                return parts;
            }
            System.arraycopy(part.toDoubles(), 0, all, i * size, size);
        }
        int[] shape = new int[first.rank() + 1];
        shape[0] = parts.size();
        System.arraycopy(first.shape(), 0, shape, 1, first.rank());
        return NdArray.of(all, shape);
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char letter = text.charAt(at);
            if (letter == '"') {
                at++;
                return string.toString();
            }
            string.append(letter == '\\' ? escaped() : letter);
        }
        throw wrong("the end of a text");
    }

    private char escaped() {
        at++;
        char letter = at < text.length() ? text.charAt(at) : 0;
        return switch (letter) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case '"', '\\', '/' -> letter;
            case 'u' -> {
                String digits = at + 5 <= text.length() ? text.substring(at + 1, at + 5) : "";
                if (!digits.matches("[0-9a-fA-F]{4}")) {
                    throw wrong("four digits after \\u");
                }
                at += 4;
                yield (char) Integer.parseInt(digits, 16);
            }
            default -> throw wrong("an escape");
        };
    }

    private @Nullable Object word() {
        int start = at;
        while (at < text.length() && ",]}: \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        if (word.equals("null")) {
            return null;
        }
        if (word.equals("true") || word.equals("false")) {
            return word.equals("true");
        }
        double number = Numbers.parse(word);
        if (Double.isNaN(number) && !Numbers.isNotANumber(word)) {
            at = start;
            throw wrong("a number, a text, a list or an object");
        }
        return NdArray.scalar(number);
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean take(char letter) {
        boolean there = at < text.length() && text.charAt(at) == letter;
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char letter) {
        if (!take(letter)) {
            throw wrong("'" + letter + "'");
        }
    }

    private DescentException wrong(String expected) {
        long line = text.substring(0, Math.min(at, text.length())).lines().count();
        String found = at < text.length()
                ? "'" + text.substring(at, Math.min(text.length(), at + 20)).strip() + "'"
                : "the end";
        return new DescentException(
                "%s is no JSON in line %d: expected %s, found %s".formatted(name, Math.max(1, line), expected, found));
    }
}

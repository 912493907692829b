package dev.descent.report;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON (RFC 8259) of maps, lists, strings, numbers, booleans and nulls. A number that JSON has no word for becomes null. */
final class Json {
    private final StringBuilder text = new StringBuilder();

    private Json() {}

    /** @param tree of the kinds above */
    static String of(@Nullable Object tree) {
        Json json = new Json();
        json.value(tree, "\n");
        return json.text.append('\n').toString();
    }

    private void value(@Nullable Object value, String indent) {
        switch (value) {
            case null -> text.append("null");
            case Map<?, ?> map -> object(map, indent);
            case List<?> list -> array(list, indent);
            case Double number when !Double.isFinite(number) -> text.append("null");
            case Number number -> text.append(number);
            case Boolean truth -> text.append(truth);
            default -> string(value.toString());
        }
    }

    private void object(Map<?, ?> map, String indent) {
        text.append('{');
        String between = indent + "  ";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            text.append(between);
            string(String.valueOf(entry.getKey()));
            text.append(": ");
            value(entry.getValue(), indent + "  ");
            between = "," + indent + "  ";
        }
        text.append(map.isEmpty() ? "" : indent).append('}');
    }

    /** Plain values on one line, anything else one a line. */
    private void array(List<?> list, String indent) {
        boolean isPlain = list.stream().allMatch(item -> !(item instanceof Map) && !(item instanceof List));
        String inner = isPlain ? "" : indent + "  ";
        text.append('[');
        String between = inner;
        for (Object item : list) {
            text.append(between);
            value(item, indent + "  ");
            between = isPlain ? ", " : "," + inner;
        }
        text.append(isPlain || list.isEmpty() ? "" : indent).append(']');
    }

    private void string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char letter = value.charAt(i);
            switch (letter) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (letter < 0x20 || letter == 0x7f || Character.isSurrogate(letter)) {
                        surrogateOrControl(value, i);
                    } else {
                        text.append(letter);
                    }
                }
            }
        }
        text.append('"');
    }

    /** Pairs stay as they are; halves and control characters are written by number. */
    private void surrogateOrControl(String value, int i) {
        char letter = value.charAt(i);
        boolean first = i + 1 < value.length() && Character.isSurrogatePair(letter, value.charAt(i + 1));
        boolean second = i > 0 && Character.isSurrogatePair(value.charAt(i - 1), letter);
        if (first || second) {
            text.append(letter);
        } else {
            text.append("\\u%04x".formatted((int) letter));
        }
    }
}

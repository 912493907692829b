package dev.descent.spec;

import java.util.ArrayList;
import java.util.List;

/** Recursive descent over {@code value = word [ "(" argument, … ")" ] | number [ "/" number ] | text | "[" value, … "]"}. */
final class SpecParser {
    private final String text;
    private int at;

    SpecParser(String text) {
        this.text = text;
    }

    static boolean isWord(String text) {
        if (text.isEmpty() || !startsWord(text.charAt(0)) || text.equals("true") || text.equals("false")) {
            return false;
        }
        // ".5" would read as a number.
        boolean number = text.charAt(0) == '.' && text.length() > 1 && isDigit(text.charAt(1));
        return !number && text.chars().allMatch(c -> continuesWord((char) c));
    }

    Spec wholeSpec() {
        Value value = wholeValue();
        if (value instanceof Spec spec) {
            return spec;
        }
        at = 0;
        skipBlanks();
        throw error("expected a name, got '" + value + "'");
    }

    Value wholeValue() {
        Value value = value();
        skipBlanks();
        if (at < text.length()) {
            throw error("expected the end, got '" + text.charAt(at) + "'");
        }
        return value;
    }

    private Value value() {
        skipBlanks();
        if (at == text.length()) {
            throw error("expected a value, got the end");
        }
        char c = text.charAt(at);
        if (c == '[') {
            return items();
        }
        if (c == '"' || c == '\'') {
            return quoted(c);
        }
        if (startsNumber()) {
            return number();
        }
        if (startsWord(c)) {
            return wordOrSpec();
        }
        throw error("expected a name, a number, a quoted text or a list, got '" + c + "'");
    }

    private Value wordOrSpec() {
        int start = at;
        String word = word();
        if (word.equals("true") || word.equals("false")) {
            return new Value.Flag(word.equals("true"));
        }
        List<Spec.Argument> arguments = peek() == '(' ? arguments() : List.of();
        return new Spec(word, arguments, text, start);
    }

    private List<Spec.Argument> arguments() {
        int open = at;
        List<Spec.Argument> arguments = new ArrayList<>();
        at++;
        while (peek() != ')') {
            Spec.Argument argument = argument(open);
            boolean afterNamed = !arguments.isEmpty() && arguments.getLast().key() != null;
            if (argument.key() == null && afterNamed) {
                throw new SpecException(
                        "'%s' needs a name, as arguments by position stand first".formatted(argument.value()),
                        text,
                        argument.offset());
            }
            arguments.add(argument);
            separator(')', open);
        }
        at++;
        return arguments;
    }

    private Spec.Argument argument(int open) {
        unclosed(open);
        int start = at;
        if (startsWord(text.charAt(at)) && !startsNumber()) {
            String key = word();
            if (peek() == '=') {
                at++;
                return new Spec.Argument(key, value(), start);
            }
            at = start;
        }
        return new Spec.Argument(null, value(), start);
    }

    private Value items() {
        int open = at;
        List<Value> values = new ArrayList<>();
        at++;
        while (peek() != ']') {
            unclosed(open);
            values.add(value());
            separator(']', open);
        }
        at++;
        return new Value.Items(values);
    }

    private void separator(char close, int open) {
        char next = peek();
        if (next == ',') {
            at++;
            if (peek() == close) {
                throw error("expected a value after ',', got '" + close + "'");
            }
        } else if (next != close) {
            unclosed(open);
            throw error("expected ',' or '%c', got '%c'".formatted(close, next));
        }
    }

    private void unclosed(int open) {
        if (at == text.length()) {
            throw error("the bracket opened at character %d is not closed".formatted(open + 1));
        }
    }

    private Value quoted(char quote) {
        int open = at++;
        StringBuilder unquoted = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            unquoted.append(text.charAt(at++));
        }
        if (at == text.length()) {
            at = open;
            throw error("the quote is not closed");
        }
        at++;
        return Value.of(unquoted.toString());
    }

    private Value number() {
        int start = at;
        double value = plainNumber();
        int end = at;
        if (peek() == '/') {
            at++;
            skipBlanks();
            value /= plainNumber();
            end = at;
        }
        String written = text.substring(start, end);
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            at = start;
            throw error("'" + written + "' is not a finite number");
        }
        return new Value.Decimal(value, written.replace(" ", ""));
    }

    private double plainNumber() {
        int start = at;
        while (at < text.length()
                && (continuesWord(text.charAt(at)) || text.charAt(at) == '+')
                && text.charAt(at) != '/') {
            at++;
        }
        String written = text.substring(start, at);
        try {
            // Java's own suffixes d and f are not part of this language.
            if (!written.isEmpty() && (isDigit(written.charAt(written.length() - 1)) || written.endsWith("."))) {
                return Double.parseDouble(written);
            }
        } catch (NumberFormatException _) {
            // Falls through to the sentence below.
        }
        at = start;
        throw error("'" + written + "' is not a number: put a text that starts with a digit in quotes");
    }

    private String word() {
        int start = at;
        while (at < text.length() && continuesWord(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    /** The next character that is not blank, without taking it; 0 at the end. */
    private char peek() {
        skipBlanks();
        return at < text.length() ? text.charAt(at) : 0;
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean startsNumber() {
        char c = text.charAt(at);
        char next = at + 1 < text.length() ? text.charAt(at + 1) : 0;
        return isDigit(c) || ((c == '-' || c == '+') && (isDigit(next) || next == '.')) || (c == '.' && isDigit(next));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Words may be file names: letters, digits and {@code - _ . / ~ : \ }, starting with a letter or {@code . / ~ _}. */
    private static boolean startsWord(char c) {
        return Character.isLetter(c) || c == '_' || c == '.' || c == '/' || c == '~';
    }

    private static boolean continuesWord(char c) {
        return startsWord(c) || Character.isDigit(c) || c == '-' || c == ':';
    }

    private SpecException error(String problem) {
        return new SpecException(problem, text, at);
    }
}

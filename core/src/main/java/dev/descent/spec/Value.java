package dev.descent.spec;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The value of an argument of a {@link Spec}: a nested spec (a plain word is a spec without arguments), a number, a truth
 * value, a text or a list. Its string is the canonical form, which parses back to an equal value.
 */
public sealed interface Value permits Spec, Value.Decimal, Value.Flag, Value.Text, Value.Items {

    /**
     * A number.
     *
     * @param value the number
     * @param text how it was written, kept so that {@code 1/256} prints as {@code 1/256}; not compared
     */
    record Decimal(double value, String text) implements Value {
        @Override
        public boolean equals(Object other) {
            return other instanceof Decimal(double otherValue, String _) && Double.compare(value, otherValue) == 0;
        }

        @Override
        public int hashCode() {
            return Double.hashCode(value);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** {@code true} or {@code false}. */
    record Flag(boolean value) implements Value {
        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    /** A text that is not a plain word and therefore stands in double quotes. */
    record Text(String value) implements Value {
        @Override
        public String toString() {
            return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }
    }

    /** A list: {@code [1, 2]}. */
    record Items(List<Value> values) implements Value {
        public Items {
            values = List.copyOf(values);
        }

        @Override
        public String toString() {
            return values.stream().map(Value::toString).collect(Collectors.joining(", ", "[", "]"));
        }
    }

    /** Reads one value; the whole text must be used up. */
    static Value parse(String text) {
        return new SpecParser(text).wholeValue();
    }

    static Value of(double number) {
        return new Decimal(number, print(number));
    }

    static Value of(boolean flag) {
        return new Flag(flag);
    }

    /** A plain word where the text allows it, a quoted text otherwise. */
    static Value of(String text) {
        return SpecParser.isWord(text) ? Spec.of(text) : new Text(text);
    }

    static Value of(List<? extends Value> values) {
        return new Items(List.copyOf(values));
    }

    /** The shortest usual form that reads back as the same double: {@code 16}, {@code 0.001}, {@code 1e-6}. */
    static String print(double number) {
        if (Double.isInfinite(number) || Double.isNaN(number)) {
            throw new IllegalArgumentException("a number in a spec is finite, got " + number);
        }
        if (number == Math.rint(number) && Math.abs(number) < 1e9) {
            return Long.toString((long) number);
        }
        if (Math.abs(number) >= 1e-4 && Math.abs(number) < 1e9) {
            return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
        }
        return Double.toString(number).replace(".0E", "E").toLowerCase(Locale.ROOT);
    }
}

package dev.descent.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One component in text: a name and its arguments, e.g.
 * {@code dense(16, activation=sigmoid, bias=false, initializer=uniform(-1, 1))}. Arguments without a key come first and
 * take the component's parameters in their order. Equality ignores where the text stood and how numbers were written.
 *
 * @param name kebab-case for components; any word (path characters too) for word-like values
 * @param arguments keyless ones first
 * @param source the text it was read from, null when built in code; not compared
 * @param offset index of its first character in {@code source}; not compared
 */
public record Spec(
        String name, List<Argument> arguments, @Nullable String source, int offset) implements Value {

    /**
     * One argument.
     *
     * @param key null when given by position
     * @param value the value
     * @param offset index of its first character in the spec's source; not compared
     */
    public record Argument(@Nullable String key, Value value, int offset) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Argument(String otherKey, Value otherValue, int _)
                    && Objects.equals(key, otherKey)
                    && value.equals(otherValue);
        }

        @Override
        public int hashCode() {
            return Objects.hash(key, value);
        }

        @Override
        public String toString() {
            return key == null ? value.toString() : key + "=" + value;
        }
    }

    public Spec {
        arguments = List.copyOf(arguments);
    }

    /** Reads one spec; the whole text must be used up. */
    public static Spec parse(String text) {
        return new SpecParser(text).wholeSpec();
    }

    /** A name without arguments. */
    public static Spec of(String name) {
        return new Spec(name, List.of(), null, 0);
    }

    /** A name with arguments by position, all numbers. */
    public static Spec of(String name, double... numbers) {
        Spec spec = of(name);
        for (double number : numbers) {
            spec = spec.with(Value.of(number));
        }
        return spec;
    }

    /** This spec and one more argument by position. */
    public Spec with(Value value) {
        return append(new Argument(null, value, 0));
    }

    public Spec with(String key, Value value) {
        return append(new Argument(key, value, 0));
    }

    public Spec with(String key, double number) {
        return with(key, Value.of(number));
    }

    public Spec with(String key, boolean flag) {
        return with(key, Value.of(flag));
    }

    public Spec with(String key, String text) {
        return with(key, Value.of(text));
    }

    /** As {@link #with(String, double)}, but leaves the argument away where it equals the default. */
    public Spec withUnless(double usual, String key, double number) {
        return number == usual ? this : with(key, number);
    }

    /** As {@link #with(String, boolean)}, but leaves the argument away where it equals the default. */
    public Spec withUnless(boolean usual, String key, boolean flag) {
        return flag == usual ? this : with(key, flag);
    }

    /** As {@link #with(String, Value)}, but leaves the argument away where it equals the default. */
    public Spec withUnless(Value usual, String key, Value value) {
        return value.equals(usual) ? this : with(key, value);
    }

    private Spec append(Argument argument) {
        if (argument.key() == null && arguments.stream().anyMatch(earlier -> earlier.key() != null)) {
            throw new IllegalArgumentException("arguments by position stand before those by name in " + name);
        }
        List<Argument> longer = new ArrayList<>(arguments);
        longer.add(argument);
        return new Spec(name, longer, source, offset);
    }

    /**
     * The arguments by parameter name.
     *
     * @param parameters all parameters of the component, in the order in which keyless arguments take them
     * @throws SpecException for an unknown, repeated or surplus argument
     */
    public Arguments arguments(String... parameters) {
        return Arguments.of(this, List.of(parameters));
    }

    /** A failure that names this spec's place in the text. */
    public SpecException error(String problem) {
        return new SpecException(problem, source, offset);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Spec spec && name.equals(spec.name) && arguments.equals(spec.arguments);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, arguments);
    }

    /** The canonical form; {@link #parse} reads it back as an equal spec. */
    @Override
    public String toString() {
        return arguments.isEmpty()
                ? name
                : arguments.stream().map(Argument::toString).collect(Collectors.joining(", ", name + "(", ")"));
    }
}

package dev.descent.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The arguments of a {@link Spec} by parameter name, each read as the type the component needs. */
public final class Arguments {
    private final Spec spec;
    private final Map<String, Spec.Argument> given;

    private Arguments(Spec spec, Map<String, Spec.Argument> given) {
        this.spec = spec;
        this.given = given;
    }

    static Arguments of(Spec spec, List<String> parameters) {
        Map<String, Spec.Argument> given = new LinkedHashMap<>();
        int position = 0;
        for (Spec.Argument argument : spec.arguments()) {
            String key = argument.key();
            if (key == null) {
                if (position == parameters.size()) {
                    String known = parameters.isEmpty() ? "none" : String.join(", ", parameters);
                    throw error(
                            spec,
                            argument,
                            "%s takes %d arguments at most (%s), got '%s' too"
                                    .formatted(spec.name(), parameters.size(), known, argument.value()));
                }
                key = parameters.get(position++);
            } else if (!parameters.contains(key)) {
                throw error(
                        spec,
                        argument,
                        parameters.isEmpty()
                                ? "%s takes no arguments, got '%s'".formatted(spec.name(), key)
                                : "%s has no argument '%s'%s"
                                        .formatted(spec.name(), key, Nearest.hint(key, parameters)));
            }
            if (given.put(key, argument) != null) {
                throw error(spec, argument, "argument '%s' of %s is given twice".formatted(key, spec.name()));
            }
        }
        return new Arguments(spec, given);
    }

    public boolean has(String name) {
        return given.containsKey(name);
    }

    public double number(String name) {
        Value value = need(name);
        if (value instanceof Value.Decimal(double number, String _)) {
            return number;
        }
        throw wrong(name, "a number");
    }

    public double number(String name, double otherwise) {
        return has(name) ? number(name) : otherwise;
    }

    public int integer(String name) {
        if (need(name) instanceof Value.Decimal(double number, String _) && number == (int) number) {
            return (int) number;
        }
        throw wrong(name, "a whole number");
    }

    public int integer(String name, int otherwise) {
        return has(name) ? integer(name) : otherwise;
    }

    public boolean flag(String name, boolean otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        if (need(name) instanceof Value.Flag(boolean flag)) {
            return flag;
        }
        throw wrong(name, "true or false");
    }

    /** A word or a quoted text. */
    public String text(String name) {
        return switch (need(name)) {
            case Value.Text(String text) -> text;
            case Spec word when word.arguments().isEmpty() -> word.name();
            default -> throw wrong(name, "a text");
        };
    }

    public String text(String name, String otherwise) {
        return has(name) ? text(name) : otherwise;
    }

    /** One of a few words, e.g. {@code mean} or {@code sum}. */
    public String choice(String name, List<String> choices, String otherwise) {
        String word = text(name, otherwise);
        if (!choices.contains(word)) {
            throw error(
                    name, "%s of %s cannot be '%s'%s".formatted(name, spec.name(), word, Nearest.hint(word, choices)));
        }
        return word;
    }

    public Spec spec(String name) {
        if (need(name) instanceof Spec nested) {
            return nested;
        }
        throw wrong(name, "a name, possibly with arguments in brackets,");
    }

    public Spec spec(String name, Spec otherwise) {
        return has(name) ? spec(name) : otherwise;
    }

    /** The values of a list; a single value stands for a list of one. */
    public List<Value> list(String name) {
        return need(name) instanceof Value.Items(List<Value> values) ? values : List.of(need(name));
    }

    public List<Value> list(String name, List<Value> otherwise) {
        return has(name) ? list(name) : otherwise;
    }

    /** A list of components; a single one stands for a list of one. */
    public List<Spec> specs(String name) {
        return list(name).stream()
                .map(value -> {
                    if (value instanceof Spec spec) {
                        return spec;
                    }
                    throw wrong(name, "names, possibly with arguments in brackets,");
                })
                .toList();
    }

    /** A list of whole numbers; a single number stands for a list of one. */
    public int[] integers(String name) {
        return list(name).stream()
                .mapToInt(value -> {
                    if (value instanceof Value.Decimal(double number, String _) && number == (int) number) {
                        return (int) number;
                    }
                    throw wrong(name, "whole numbers");
                })
                .toArray();
    }

    /** The raw value, null when not given. */
    public @Nullable Value value(String name) {
        Spec.Argument argument = given.get(name);
        return argument == null ? null : argument.value();
    }

    /** A failure that names the place of an argument in the text. */
    public SpecException error(String name, String problem) {
        Spec.Argument argument = given.get(name);
        return argument == null ? spec.error(problem) : error(spec, argument, problem);
    }

    private Value need(String name) {
        Value value = value(name);
        if (value == null) {
            throw spec.error(
                    "%s needs its argument '%s', as in %s(%s=…)".formatted(spec.name(), name, spec.name(), name));
        }
        return value;
    }

    private SpecException wrong(String name, String expected) {
        return error(name, "%s of %s expects %s, got '%s'".formatted(name, spec.name(), expected, value(name)));
    }

    private static SpecException error(Spec spec, Spec.Argument argument, String problem) {
        return new SpecException(problem, spec.source(), argument.offset());
    }
}

package dev.descent.train;

import dev.descent.data.Scaling;
import dev.descent.data.Shape;
import dev.descent.spec.Nearest;
import dev.descent.spec.Spec;
import dev.descent.spec.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the values of a kind of field are printed and read.
 *
 * @param plainText whether any text may stand there, so that files hand it over as it is
 * @param print to text's value
 * @param read from text's value; throws IllegalArgumentException with one sentence
 */
record Kind<T extends @Nullable Object>(boolean plainText, Function<T, Value> print, Function<Value, T> read) {
    static final Kind<String> TEXT = new Kind<>(true, Value::of, Kind::text);
    static final Kind<Double> NUMBER = new Kind<>(false, Value::of, Kind::number);
    static final Kind<Long> WHOLE = new Kind<>(false, Value::of, Kind::whole);
    static final Kind<Integer> COUNT = new Kind<>(false, Value::of, Kind::count);
    static final Kind<Boolean> FLAG = new Kind<>(false, Value::of, Kind::flag);
    static final Kind<Spec> SPEC = new Kind<>(false, spec -> spec, Kind::spec);

    /** Samples per step; 0 is written {@code full}. */
    static final Kind<Integer> BATCH = new Kind<>(
            false,
            batch -> batch == 0 ? Spec.of("full") : Value.of(batch),
            value -> value.equals(Spec.of("full")) ? 0 : count(value));

    /** What is done to raw values; null is written {@code own}. */
    static final Kind<@Nullable Scaling> SCALING = new Kind<>(
            false,
            scaling -> scaling == null ? Spec.of("own") : scaling.value(),
            value -> value.equals(Spec.of("own")) ? null : Scaling.parse(value));

    /** A shape; null is written {@code data}. */
    static final Kind<@Nullable Shape> SHAPE = new Kind<>(false, Kind::printShape, Kind::shape);

    /** A file; null is written {@code random}. */
    static final Kind<@Nullable String> START = new Kind<>(
            true,
            file -> Value.of(file == null ? "random" : file),
            value -> value.equals(Spec.of("random")) ? null : text(value));

    /** A component read by its family. */
    static <T> Kind<T> component(Function<T, Spec> print, Function<Spec, T> read) {
        return new Kind<>(false, print::apply, value -> read.apply(spec(value)));
    }

    /** Specs kept as they are, once their family has accepted them. */
    static Kind<List<Spec>> specs(Consumer<Spec> check) {
        return new Kind<>(false, Value::of, value -> {
            List<Spec> specs = specs(value);
            specs.forEach(check);
            return specs;
        });
    }

    /** Components in their order, each read by the family. */
    static <T> Kind<List<T>> components(Function<T, Spec> print, Function<Spec, T> read) {
        return new Kind<>(
                false,
                components -> Value.of(components.stream().map(print).toList()),
                value -> specs(value).stream().map(read).toList());
    }

    /** One of the constants of an enum, in lower case. */
    static <E extends Enum<E>> Kind<E> choice(Class<E> type) {
        return new Kind<>(false, constant -> Spec.of(word(constant)), value -> {
            for (E constant : type.getEnumConstants()) {
                if (value.equals(Spec.of(word(constant)))) {
                    return constant;
                }
            }
            List<String> words =
                    Arrays.stream(type.getEnumConstants()).map(Kind::word).toList();
            throw new IllegalArgumentException("it is one of %s, got '%s'%s"
                    .formatted(String.join(", ", words), value, Nearest.hint(value.toString(), words)));
        });
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String text(Value value) {
        return switch (value) {
            case Value.Text(String text) -> text;
            default -> value.toString();
        };
    }

    private static double number(Value value) {
        if (value instanceof Value.Decimal(double number, String _)) {
            return number;
        }
        throw expected("a number", value);
    }

    private static long whole(Value value) {
        // Beyond 2⁵³ a double skips whole numbers.
        if (value instanceof Value.Decimal(double number, String _)
                && number == Math.rint(number)
                && Math.abs(number) <= 0x1p53) {
            return (long) number;
        }
        throw expected("a whole number", value);
    }

    private static int count(Value value) {
        long whole = whole(value);
        if (whole != (int) whole) {
            throw expected("a whole number below 2147483648", value);
        }
        return (int) whole;
    }

    private static boolean flag(Value value) {
        if (value instanceof Value.Flag(boolean flag)) {
            return flag;
        }
        throw expected("true or false", value);
    }

    private static Spec spec(Value value) {
        if (value instanceof Spec spec) {
            return spec;
        }
        throw expected("a name, possibly with arguments in brackets", value);
    }

    private static List<Spec> specs(Value value) {
        return value instanceof Value.Items(List<Value> values)
                ? values.stream().map(Kind::spec).toList()
                : List.of(spec(value));
    }

    private static Value printShape(@Nullable Shape shape) {
        return shape == null
                ? Spec.of("data")
                : Value.of(Arrays.stream(shape.dimensions())
                        .mapToObj(size -> Value.of(size))
                        .toList());
    }

    private static @Nullable Shape shape(Value value) {
        if (value.equals(Spec.of("data"))) {
            return null;
        }
        return value instanceof Value.Items(List<Value> values)
                ? Shape.of(values.stream().mapToInt(Kind::count).toArray())
                : Shape.of(count(value));
    }

    private static IllegalArgumentException expected(String what, Value got) {
        return new IllegalArgumentException("expected %s, got '%s'".formatted(what, got));
    }
}

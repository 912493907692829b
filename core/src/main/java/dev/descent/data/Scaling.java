package dev.descent.data;

import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;
import dev.descent.spec.Value;

/**
 * How raw feature values become the network's inputs: {@code (raw − offset) · factor}.
 *
 * @param offset taken away first, in raw units
 * @param factor what the rest is multiplied by, not 0
 */
public record Scaling(double offset, double factor) {
    /** As they are. */
    public static final Scaling RAW = new Scaling(0, 1);

    /** Bytes to [0, 1]. */
    public static final Scaling PIXELS = new Scaling(0, 1 / 255.0);

    public Scaling {
        if (!(Double.isFinite(offset) && Double.isFinite(factor)) || factor == 0) {
            throw new IllegalArgumentException(
                    "a scaling needs a finite offset and a finite factor other than 0, got (raw − %s) · %s"
                            .formatted(offset, factor));
        }
    }

    public static Scaling by(double factor) {
        return new Scaling(0, factor);
    }

    /** Reads a factor ({@code 1/255}) or {@code scaling(offset=127.5, factor=1/127.5)}. */
    public static Scaling parse(Value value) {
        return switch (value) {
            case Value.Decimal(double factor, String _) -> by(factor);
            case Spec spec
            when spec.name().equals("scaling") -> {
                Arguments arguments = spec.arguments("offset", "factor");
                yield new Scaling(arguments.number("offset", 0), arguments.number("factor", 1));
            }
            default ->
                throw new IllegalArgumentException(
                        "a scaling is a factor like 1/255, or scaling(offset=127.5, factor=1/127.5), got '" + value
                                + "'");
        };
    }

    /** As experiments and model files hold it; {@link #parse} reads it back. */
    public Value value() {
        return offset == 0
                ? factorValue()
                : Spec.of("scaling").with("offset", offset).with("factor", factorValue());
    }

    private Value factorValue() {
        double inverse = 1 / factor;
        return Math.rint(inverse) == inverse && factor != 1 && 1 / inverse == factor
                ? new Value.Decimal(factor, "1/" + Value.of(inverse))
                : Value.of(factor);
    }

    public float apply(double raw) {
        return (float) ((raw - offset) * factor);
    }

    /** As people write it: {@code 1/255}, {@code raw}, {@code (x − 127.5) · 0.0078}. */
    @Override
    public String toString() {
        Value times = factorValue();
        if (offset != 0) {
            return "(x − %s) · %s".formatted(Value.of(offset), times);
        }
        return factor == 1 ? "raw" : times.toString();
    }
}

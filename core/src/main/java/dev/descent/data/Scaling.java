package dev.descent.data;

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

    public float apply(double raw) {
        return (float) ((raw - offset) * factor);
    }

    /** As people write it: {@code 1/255}, {@code raw}, {@code (x − 127.5) · 0.0078}. */
    @Override
    public String toString() {
        String times = Math.rint(1 / factor) == 1 / factor && factor != 1
                ? "1/" + Value.of(1 / factor)
                : Value.of(factor).toString();
        if (offset != 0) {
            return "(x − %s) · %s".formatted(Value.of(offset), times);
        }
        return factor == 1 ? "raw" : times;
    }
}

package dev.descent.network;

import dev.descent.spec.Arguments;
import dev.descent.spec.Value;

/**
 * Zeros on all four sides of an image.
 *
 * @param zeros how many, at least 0; −1 for {@code same}: as many as keep the image's size at stride 1
 */
public record Padding(int zeros) {
    public static final Padding SAME = new Padding(-1);

    public Padding {
        if (zeros < -1) {
            throw new IllegalArgumentException("padding is at least 0 or same, got " + zeros);
        }
    }

    public static Padding of(int zeros) {
        if (zeros < 0) {
            throw new IllegalArgumentException("padding is at least 0, got " + zeros);
        }
        return new Padding(zeros);
    }

    static Padding read(Arguments arguments) {
        if (!arguments.has("padding")) {
            return of(0);
        }
        return switch (arguments.value("padding")) {
            case Value.Decimal _ -> of(arguments.integer("padding"));
            case null, default ->
                arguments
                                .choice("padding", java.util.List.of("same", "valid"), "valid")
                                .equals("same")
                        ? SAME
                        : of(0);
        };
    }

    Value value() {
        return zeros < 0 ? Value.of("same") : Value.of(zeros);
    }

    /** @throws IllegalArgumentException for {@code same} and a window of even size, which has no middle */
    int size(WindowSize window, int dilation) {
        if (zeros >= 0) {
            return zeros;
        }
        if (window.height() != window.width() || window.height() % 2 == 0) {
            throw new IllegalArgumentException(
                    "padding=same needs a square window of odd size, got %d × %d: give the padding as a number"
                            .formatted(window.height(), window.width()));
        }
        return dilation * (window.height() - 1) / 2;
    }
}

package dev.descent.network;

import dev.descent.spec.Arguments;
import dev.descent.spec.Value;
import java.util.List;

/**
 * Height and width of a window; in text one number when square, {@code [height, width]} otherwise.
 *
 * @param height at least 1
 * @param width at least 1
 */
public record WindowSize(int height, int width) {
    public WindowSize {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "a window has a height and a width of at least 1, got %d and %d".formatted(height, width));
        }
    }

    public static WindowSize square(int size) {
        return new WindowSize(size, size);
    }

    static WindowSize read(Arguments arguments, String name) {
        int[] sizes = arguments.integers(name);
        if (sizes.length > 2) {
            throw arguments.error(
                    name, "a window is one number or [height, width], got %d numbers".formatted(sizes.length));
        }
        return new WindowSize(sizes[0], sizes[sizes.length - 1]);
    }

    Value value() {
        return height == width ? Value.of(height) : Value.of(List.of(Value.of(height), Value.of(width)));
    }
}

package dev.descent.network;

import dev.descent.data.Shape;

/**
 * A shape read as images: {@code [channels, height, width]}, or {@code [height, width]} with one channel.
 *
 * @param channels at least 1
 * @param height in pixels
 * @param width in pixels
 */
record Images(int channels, int height, int width) {
    static Images of(Shape shape, String layer) {
        return switch (shape.rank()) {
            case 2 -> new Images(1, shape.dimension(0), shape.dimension(1));
            case 3 -> new Images(shape.dimension(0), shape.dimension(1), shape.dimension(2));
            default ->
                throw new IllegalArgumentException(
                        "%s expects images of channels × height × width, but its input is %s: give the network an input like [1, 28, 28]"
                                .formatted(layer, shape));
        };
    }
}

package dev.descent.data;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The shape of one sample, without the batch axis: {@code [784]} for a row of features, {@code [1, 28, 28]}
 * (channels, height, width) for a grey image. Row-major: the last axis varies fastest.
 *
 * @param dimensions every dimension at least 1; not to be changed by the caller
 */
public record Shape(int... dimensions) {
    public Shape {
        dimensions = dimensions.clone();
        if (dimensions.length == 0) {
            throw new IllegalArgumentException("a shape needs at least 1 dimension, got none");
        }
        for (int dimension : dimensions) {
            if (dimension < 1) {
                throw new IllegalArgumentException(
                        "every dimension of a shape is at least 1, got " + Arrays.toString(dimensions));
            }
        }
    }

    public static Shape of(int... dimensions) {
        return new Shape(dimensions);
    }

    public int rank() {
        return dimensions.length;
    }

    public int dimension(int axis) {
        return dimensions[axis];
    }

    /** Number of elements: the product of the dimensions. Throws {@link ArithmeticException} beyond 2³¹−1. */
    public int size() {
        int size = 1;
        for (int dimension : dimensions) {
            size = Math.multiplyExact(size, dimension);
        }
        return size;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape(int[] others) && Arrays.equals(dimensions, others);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dimensions);
    }

    /** As people write it: {@code 1×28×28}. */
    @Override
    public String toString() {
        return Arrays.stream(dimensions).mapToObj(Integer::toString).collect(Collectors.joining("×"));
    }
}

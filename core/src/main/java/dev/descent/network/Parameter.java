package dev.descent.network;

import dev.descent.data.Shape;

/**
 * One named array in an arena, the single array in which all parameters (or all statistics) of a network lie.
 *
 * @param name {@code layer1.weight}; within a layer's own list only {@code weight}
 * @param shape dense weights are {@code [inputs, units]}, convolution weights {@code [filters, channels, height, width]}
 * @param offset index of its first element in the arena
 * @param initializer where it starts
 * @param fanIn inputs that reach one unit, for the initializer
 * @param fanOut units that one input reaches, for the initializer
 * @param decays whether weight decay applies: weights yes, biases and normalisation no
 */
public record Parameter(
        String name, Shape shape, int offset, Initializer initializer, int fanIn, int fanOut, boolean decays) {

    /** A weight as its layer declares it, without place. */
    static Parameter weight(String name, Shape shape, Initializer initializer, int fanIn, int fanOut) {
        return new Parameter(name, shape, 0, initializer, fanIn, fanOut, true);
    }

    /** A vector that does not decay: a bias, a scale, a statistic. */
    static Parameter vector(String name, int size, Initializer initializer) {
        return new Parameter(name, Shape.of(size), 0, initializer, size, size, false);
    }

    Parameter at(String layer, int newOffset) {
        return new Parameter(layer + "." + name, shape, newOffset, initializer, fanIn, fanOut, decays);
    }

    /** The same with its first element elsewhere. */
    Parameter movedTo(int newOffset) {
        return new Parameter(name, shape, newOffset, initializer, fanIn, fanOut, decays);
    }

    public int size() {
        return shape.size();
    }

    /** Index after its last element in the arena. */
    public int end() {
        return offset + size();
    }
}

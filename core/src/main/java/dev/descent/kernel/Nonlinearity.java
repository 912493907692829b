package dev.descent.kernel;

/** The element-wise activations that have a kernel; the others are computed by their formula. */
public enum Nonlinearity {
    /** {@code x}. */
    IDENTITY,
    /** {@code 1 / (1 + e⁻ˣ)}. */
    SIGMOID,
    /** {@code tanh x}. */
    TANH,
    /** {@code max(x, 0)}; slope 0 at 0. */
    RELU,
    /** {@code x} above 0, else {@code shape · x}. */
    LEAKY_RELU,
    /** {@code x} above 0, else {@code shape · (eˣ − 1)}. */
    ELU
}

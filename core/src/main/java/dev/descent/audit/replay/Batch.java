package dev.descent.audit.replay;

import dev.descent.audit.algebra.Matrix;

/**
 * Inputs and targets of one step.
 *
 * @param fraction how many samples of the user's batch one of these stands for, when only some of them are taken
 */
public record Batch(Matrix input, Matrix target, double fraction) {}

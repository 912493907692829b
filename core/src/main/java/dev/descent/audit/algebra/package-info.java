/**
 * Arithmetic of the audit, in double: matrices that know how exact their numbers are, activations with their inverses and
 * derivatives, formulas over the arrays of a training step. Arrays of a user's program flow in; out flow matrices to compare
 * and formulas in NumPy notation. A new activation is one entry in {@code Nonlinearity}, a new (wrong) derivative one in
 * {@code Slope}, a new operation one record in {@code Formula} and its notation in
 * {@code NumPyNotation}.
 */
@NullMarked
package dev.descent.audit.algebra;

import org.jspecify.annotations.NullMarked;

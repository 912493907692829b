/**
 * Components written as text: {@code dense(16, activation=sigmoid, bias=false)}. What flows in is text from experiment
 * files, command-line flags and model files; what flows out is a {@link dev.descent.spec.Spec}, which each family
 * (layers, losses, optimizers, data sources, …) turns into its component through one {@link dev.descent.spec.Family}.
 * To add a component, write its file with {@code static parse(Spec)} and {@code spec()}, and add one entry to its
 * family's list; to add a kind of value, add it to {@link dev.descent.spec.Value} and to the parser.
 */
@NullMarked
package dev.descent.spec;

import org.jspecify.annotations.NullMarked;

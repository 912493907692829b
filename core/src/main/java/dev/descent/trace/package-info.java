/**
 * Every number of a training step: what flows in is an experiment and data, what flows out are
 * {@link dev.descent.trace.Step}s, each with all arrays of one step under standard names, as the float engine or as the
 * double reference makes them. To record something more, add it to {@link dev.descent.trace.Tracer}.
 */
@NullMarked
package dev.descent.trace;

import org.jspecify.annotations.NullMarked;

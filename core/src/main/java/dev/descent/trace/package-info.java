/**
 * Every number of a training step: what flows in is an experiment and data, what flows out are
 * {@link dev.descent.trace.Step}s, each with all arrays of one step under standard names, as the float engine or as the
 * double reference makes them. {@link dev.descent.trace.Recorder} watches a whole training and keeps figures of some steps in a
 * {@link dev.descent.trace.Recording}. To record a new figure, add it to {@link dev.descent.trace.Snapshot} and
 * {@link dev.descent.trace.Series}; to trace a new array, to {@link dev.descent.trace.Tracer}.
 */
@NullMarked
package dev.descent.trace;

import org.jspecify.annotations.NullMarked;

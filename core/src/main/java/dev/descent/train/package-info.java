/**
 * Training: what flows in is an {@code Experiment} (everything that decides the result, as one record) and data; what
 * flows out is a {@code Run} (history, evaluation, model) and, on the way, values for listeners. To add an optimizer,
 * a schedule or a kind of clipping, add one file here and one line to {@link dev.descent.train.Optimizers},
 * {@link dev.descent.train.Schedules} or {@link dev.descent.train.Clip}; a field of the experiment is one line in
 * {@code Fields}.
 */
@NullMarked
package dev.descent.train;

import org.jspecify.annotations.NullMarked;

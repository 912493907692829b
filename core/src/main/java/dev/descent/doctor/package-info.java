/**
 * The doctor: what flows in is an experiment and its data, what flows out is a {@code Report} of proved causes. A trial
 * trains and watches; causes suspect; a suspect is proved by a second trial with one thing changed. To add a cause, write one
 * file in {@code dev.descent.doctor.cause} and one line in its list, or offer it by ServiceLoader.
 */
@NullMarked
package dev.descent.doctor;

import org.jspecify.annotations.NullMarked;

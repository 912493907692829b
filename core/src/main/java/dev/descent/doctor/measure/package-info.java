/**
 * Measurements that name a cause, each one file: what flows in is a {@link dev.descent.doctor.measure.Subject}, an experiment
 * with its data and parameters; what flows out is evidence with thresholds and their sources. Each is cheap, and in double
 * where precision matters. To add one, write one file and one line in {@link dev.descent.doctor.measure.Measurements}.
 */
@NullMarked
package dev.descent.doctor.measure;

import org.jspecify.annotations.NullMarked;

/**
 * Collections of failing and healthy trainings: what flows in is their facts as JSON, what flows out are experiments with the
 * true faults beside them. A new kind of data is one entry in {@code DataText}.
 */
@NullMarked
package dev.descent.experiment.cases;

import org.jspecify.annotations.NullMarked;

/**
 * Transforms: changes made to a data set once, before training. What flows in and out is a {@code TrainTest}. To add one,
 * write one file and one line in {@code Transforms}.
 */
@NullMarked
package dev.descent.data.transform;

import org.jspecify.annotations.NullMarked;

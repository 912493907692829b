/**
 * Causes of failing trainings: what flows in is an examination, what flows out are suspects, each with the experiment in which
 * it alone is mended. A new cause is one file here and one line in {@code Causes}.
 */
@NullMarked
package dev.descent.doctor.cause;

import org.jspecify.annotations.NullMarked;

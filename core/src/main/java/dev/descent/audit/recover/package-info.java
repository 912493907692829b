/**
 * Recovers a training program from its arrays: which array is input, weight, activation, target, error, delta, gradient, and
 * which formula made each, by numeric relations; names decide only between equals. A book of variables flows in, a recovered
 * program flows out. A new (wrong) way to compute an array goes into the candidates of the search for its kind.
 */
@NullMarked
package dev.descent.audit.recover;

import org.jspecify.annotations.NullMarked;

/**
 * Judges a recovered program. A {@code Program} flows in, suspicions with their mends flow out, and from them findings with
 * the proof by replay. A new fault pattern is one {@code Check} and one line in {@code Checks}.
 */
@NullMarked
package dev.descent.audit.check;

import org.jspecify.annotations.NullMarked;

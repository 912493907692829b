/**
 * The audit: which line of somebody's own training program is wrong. A trace flows in (arrays of a few iterations under
 * their own names), a report flows out. {@code read} reads traces, {@code algebra} computes, {@code recover} finds out which
 * array is what and which formula made it, {@code check} judges what was recovered. A new fault pattern is one file in
 * {@code check} and one line in its list.
 */
@NullMarked
package dev.descent.audit;

import org.jspecify.annotations.NullMarked;

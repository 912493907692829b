/**
 * Reports as plain data: what the doctor and the audit found flows in, what flows out is text, JSON and HTML made from the
 * same records. A new rendering is one new file here; a new kind of fault is one entry in {@code Fault}.
 */
@NullMarked
package dev.descent.report;

import org.jspecify.annotations.NullMarked;

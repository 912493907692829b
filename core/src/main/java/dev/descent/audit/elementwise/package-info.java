/**
 * Dumps that hold vectors of a single sample only, as people print them: the print-out flows in, a report flows out that says what
 * element-wise relations alone can tell. A new formula for a delta is one line in {@code DeltaFormula}.
 */
@NullMarked
package dev.descent.audit.elementwise;

import org.jspecify.annotations.NullMarked;

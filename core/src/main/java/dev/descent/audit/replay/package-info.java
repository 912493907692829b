/**
 * Runs a recovered program again: as it is, to show that it was understood (our numbers equal theirs to rounding), and with one
 * thing mended, to show that this was the fault. A recovered program flows in, curves and the largest stable step flow out.
 */
@NullMarked
package dev.descent.audit.replay;

import org.jspecify.annotations.NullMarked;

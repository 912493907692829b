/**
 * How results look: each view turns one kind of the library's results into lines for a terminal.
 *
 * <p>In: evaluations, networks, recognitions, steps. Out: lines, drawn with {@code dev.descent.cli.terminal}. Views
 * compute nothing that a user could want as a number; that belongs to the library. A new view is one file here, used by
 * a command.
 */
@NullMarked
package dev.descent.cli.view;

import org.jspecify.annotations.NullMarked;

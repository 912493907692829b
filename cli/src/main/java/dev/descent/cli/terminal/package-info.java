/**
 * What a terminal can show: tables, bars, sparklines and pictures as plain text, in colour where the terminal has it.
 *
 * <p>In: numbers, labels and pixels. Out: lines of text, for a {@link dev.descent.cli.terminal.Terminal} to print.
 * Knows nothing of networks. A new kind of drawing is one file that turns values into lines, asks the terminal for
 * width, colours and characters, and has an ASCII form for terminals that lack them.
 */
@NullMarked
package dev.descent.cli.terminal;

import org.jspecify.annotations.NullMarked;

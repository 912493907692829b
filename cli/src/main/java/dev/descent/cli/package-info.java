/**
 * The {@code descent} command: turns arguments into calls of the library and results into lines or JSON.
 *
 * <p>In: arguments, files, standard input. Out: text on standard output, one sentence on standard error when something
 * is wrong, an exit code. Open {@link dev.descent.cli.Commands} first. A new command is one file in
 * {@code dev.descent.cli.command} and one line in {@code Commands}.
 */
@NullMarked
package dev.descent.cli;

import org.jspecify.annotations.NullMarked;

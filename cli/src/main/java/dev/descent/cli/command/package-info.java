/**
 * One file per command of {@code descent}.
 *
 * <p>In: options and arguments, bound by picocli, and the {@link dev.descent.cli.Session}. Out: lines on its terminal
 * and an exit code. A command asks the library for plain results and hands them to a view in this package; whatever is
 * wrong it throws, and {@link dev.descent.cli.Commands} turns that into one sentence. A new command is one file here
 * and one line in {@code Commands}.
 */
@NullMarked
package dev.descent.cli.command;

import org.jspecify.annotations.NullMarked;

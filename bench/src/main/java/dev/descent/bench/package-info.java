/**
 * Measures Descent beside other systems on one machine, and its kernels alone.
 *
 * <p>In: the peers' programs under {@code bench/peers}, MNIST. Out: figures as JSON lines, and from them a report in Markdown
 * and SVG. {@link dev.descent.bench.Peers} is the command, {@link dev.descent.bench.DescentProgram} Descent's own measured
 * program. A new peer is a folder under {@code bench/peers} and one line in {@link dev.descent.bench.Peer}'s list; a new
 * kernel benchmark is one JMH class in {@code dev.descent.bench.kernel}.
 */
@NullMarked
package dev.descent.bench;

import org.jspecify.annotations.NullMarked;

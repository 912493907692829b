/**
 * JMH benchmarks of single kernels: {@code ./descent bench kernels}, with JMH's own arguments.
 *
 * <p>In: the kernels of {@code dev.descent.kernel}. Out: JMH's tables. A new one is a class with {@code @Benchmark}.
 */
@NullMarked
package dev.descent.bench.kernel;

import org.jspecify.annotations.NullMarked;

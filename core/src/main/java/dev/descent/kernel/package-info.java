/**
 * Array arithmetic on flat row-major {@code float[]}: what flows in is numbers with offsets and strides, what flows out is
 * written into arrays the caller owns; nothing is allocated. Each kernel is there twice: {@code Scalar…}, which reads like the
 * formula, and {@code Vector…} on the JDK's Vector API, tested against it; {@link dev.descent.kernel.Kernels} chooses once.
 * To add a kernel, add a method to its interface, the scalar twin, the vector twin and a line to the test that compares them.
 * Threads only ever split outputs, so any number of them gives the same bits.
 */
@NullMarked
package dev.descent.kernel;

import org.jspecify.annotations.NullMarked;

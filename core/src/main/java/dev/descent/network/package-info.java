/**
 * Networks: what flows in is a description ({@link dev.descent.network.Network}, a list of layers) and batches; what flows
 * out is outputs, the loss and its gradient. {@link dev.descent.network.CompiledNetwork} computes in float on buffers made
 * once; {@link dev.descent.network.ReferenceNetwork} computes the same in double, written like the textbook. To add a layer,
 * an activation, an initializer or a loss, write one file here and add one line to its list
 * ({@link dev.descent.network.Layers}, {@link dev.descent.network.Activations}, …).
 */
@NullMarked
package dev.descent.network;

import org.jspecify.annotations.NullMarked;

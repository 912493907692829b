/**
 * Trained networks to keep and use: what flows in is a network with its parameters, the scaling of its inputs and how it
 * was made; what flows out is one file ({@code .descent}, see docs/model-format.md) and answers about single inputs.
 * A model knows nothing of training: its provenance is text. To add something to the file, add a line to its header.
 */
@NullMarked
package dev.descent.model;

import org.jspecify.annotations.NullMarked;

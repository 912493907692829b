/**
 * Reads traces: folders of {@code .npz} or {@code .npy}, one {@code .npz}, CSV matrices, JSON and pasted print-outs flow in,
 * a {@code Trace} flows out. A new format is one file here and one line in {@code TraceReader}.
 */
@NullMarked
package dev.descent.audit.read;

import org.jspecify.annotations.NullMarked;

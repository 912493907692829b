/**
 * Data: what flows in is files (idx, npy/npz, csv, images) and generators; what flows out is a {@code Dataset} that
 * makes float batches. To add a format, add one reader file here.
 */
@NullMarked
package dev.descent.data;

import org.jspecify.annotations.NullMarked;

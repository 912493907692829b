package dev.descent.network;

import dev.descent.data.NdArray;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one pass of the reference through a network reads and writes.
 *
 * @param values all parameters
 * @param statistics all running statistics, as they were before
 * @param nextStatistics as they are after the pass; written by layers that measure them
 * @param batch number of samples
 * @param training whether normalisation uses the batch's own statistics
 * @param dropout whether dropout layers drop
 * @param seed of the dropout
 * @param step number of the training step, for the dropout
 * @param arrays where every array goes by its standard name; null when nobody wants them
 */
public record Pass(
        double[] values,
        double[] statistics,
        double[] nextStatistics,
        int batch,
        boolean training,
        boolean dropout,
        long seed,
        long step,
        @Nullable Map<String, NdArray> arrays) {}

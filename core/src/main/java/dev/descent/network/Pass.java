package dev.descent.network;

/**
 * What one pass of the reference through a network reads and, for running statistics, writes.
 *
 * @param values all parameters
 * @param statistics all running statistics, as they were before
 * @param nextStatistics as they are after the pass; written by layers that measure them
 * @param batch number of samples
 * @param training whether dropout drops and normalisation uses the batch's own statistics
 * @param dropout whether dropout layers drop (in training)
 * @param seed of the dropout
 * @param step number of the training step, for the dropout
 */
public record Pass(
        double[] values,
        double[] statistics,
        double[] nextStatistics,
        int batch,
        boolean training,
        boolean dropout,
        long seed,
        long step) {}

package dev.descent.network;

/** The arrays and the state of the current pass that all engines of a compiled network share. */
final class Memory {
    final float[] values;
    final float[] gradients;
    final float[] statistics;
    final int maxBatch;
    final CompileOptions options;

    /** Number of samples of the current pass. */
    int batch;

    /** Whether the current pass trains. */
    boolean training;

    /** Seed of the dropout. */
    long seed;

    /** Number of the current training step. */
    long step;

    Memory(float[] values, float[] gradients, float[] statistics, int maxBatch, CompileOptions options) {
        this.values = values;
        this.gradients = gradients;
        this.statistics = statistics;
        this.maxBatch = maxBatch;
        this.options = options;
    }

    /** A buffer for one array of the given size per sample. */
    float[] buffer(int size) {
        return new float[Math.multiplyExact(maxBatch, size)];
    }

    /** As {@link #buffer}, but empty when the network is compiled for inference only. */
    float[] trainingBuffer(int size) {
        return options.training() ? buffer(size) : new float[0];
    }
}

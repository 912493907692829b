package dev.descent.network;

import dev.descent.kernel.Kernels;
import dev.descent.kernel.SparseBatch;
import dev.descent.kernel.Workers;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The arrays and the state of the current pass that all engines of a compiled network share. */
final class Memory {
    final float[] values;

    /** How often the parameters were set. */
    private long version = 1;

    /** Whether somebody got the array itself and may change it unseen. */
    private boolean isShared;

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

    /** Whether the current pass updates the parameters on its way back, by {@link #learningRate} times their gradient. */
    boolean descends;

    float learningRate;

    /** Where the first layer's input comes from instead of the input buffer; null when it comes from there. */
    @Nullable
    SparseBatch sparse;

    Memory(float[] values, float[] gradients, float[] statistics, int maxBatch, CompileOptions options) {
        this.values = values;
        this.gradients = gradients;
        this.statistics = statistics;
        this.maxBatch = maxBatch;
        this.options = options;
    }

    long version() {
        return version;
    }

    /** The parameters have been set. */
    void change() {
        version++;
    }

    /** The array of parameters has been given away. */
    void share() {
        isShared = true;
    }

    /** Whether the parameters are surely those that a version had. */
    boolean isUnchangedSince(long then) {
        return !isShared && version == then;
    }

    Kernels kernels() {
        return options.kernels();
    }

    /**
     * Does all parts of a loop, on several threads where that pays; parts must be independent.
     *
     * @param work memory operations or multiply-adds in the whole loop
     */
    void forEach(int count, long work, IntConsumer part) {
        Workers workers = kernels().workers();
        if (workers.isWorthSharing(work)) {
            workers.share(count, 1, (from, to) -> {
                for (int i = from; i < to; i++) {
                    part.accept(i);
                }
            });
        } else {
            for (int i = 0; i < count; i++) {
                part.accept(i);
            }
        }
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

package dev.descent.train;

import dev.descent.data.Dataset;
import dev.descent.kernel.SparseBatch;
import dev.descent.kernel.SparseKernels;
import dev.descent.kernel.SparseRows;
import dev.descent.network.CompiledNetwork;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a data set without their zeros, for a first layer that skips them. Small batches are packed several at a time,
 * because samples in random order come from memory slowly one by one and faster together.
 */
final class SparseInput {
    /** Below this share of non-zero features skipping the zeros is faster than multiplying by them; measured, see bench/README.md. */
    private static final double WORTH_SKIPPING = 0.35;

    /** Narrower rows cost more to look up than to multiply. */
    private static final int LEAST_FEATURES = 64;

    /** A row of the first weight fills a vector. */
    private static final int LEAST_UNITS = 16;

    /** Samples packed at a time, if a batch has no more. */
    private static final int AHEAD = 32;

    private final Dataset data;
    private final SparseKernels kernels;
    private final SparseBatch packed;
    private final float factor;

    /** What is kept of bytes; null for floats, which are packed anew each time. */
    private final @Nullable SparseRows kept;

    private int[] places = new int[0];

    /** The epoch, and the place in its order, of the rows that are packed. */
    private long packedEpoch = -1;

    private int packedFirst;

    private SparseInput(Dataset data, CompiledNetwork network) {
        this.data = data;
        this.kernels = network.kernels().sparse();
        this.packed = network.sparseBatch();
        this.factor = (float) data.scaling().factor();
        byte[] pixels = data.pixels();
        this.kept = pixels == null
                ? null
                : new SparseRows(
                        pixels,
                        IntStream.range(0, data.size()).map(data::start).toArray(),
                        data.shape().size());
    }

    /** Null where the network cannot take sparse rows or the data have too few zeros; decided by network and data alone. */
    static @Nullable SparseInput of(Dataset data, CompiledNetwork network) {
        boolean isWorth = data.shape().size() >= LEAST_FEATURES
                && data.shape().size() <= SparseRows.MOST_COLUMNS
                && data.scaling().offset() == 0
                && network.acceptsSparseInput()
                && network.layout().places().getFirst().output().size() >= LEAST_UNITS
                && data.density() < WORTH_SKIPPING;
        return isWorth ? new SparseInput(data, network) : null;
    }

    /**
     * Gives the network the samples {@code order[first …]} as its batch.
     *
     * @param epoch whose order it is
     */
    void pick(CompiledNetwork network, long epoch, int[] order, int first, int samples) {
        boolean isPacked =
                epoch == packedEpoch && first >= packedFirst && first + samples <= packedFirst + packed.rows();
        if (!isPacked) {
            int batches = Math.max(1, Math.floorDiv(AHEAD, samples));
            pack(order, first, Math.min(batches * samples, order.length - first));
            packedEpoch = epoch;
        }
        network.pick(packed, first - packedFirst);
    }

    private void pack(int[] order, int first, int count) {
        float[] values = data.values();
        if (kept != null) {
            kernels.pack(count, kept, order, first, factor, packed);
        } else if (values != null) {
            if (places.length < count) {
                places = new int[count];
            }
            for (int i = 0; i < count; i++) {
                places[i] = data.start(order[first + i]);
            }
            kernels.pack(count, values, places, factor, packed);
        }
        packedFirst = first;
    }
}

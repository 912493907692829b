package dev.descent.train;

import dev.descent.data.Dataset;
import dev.descent.kernel.SparseRows;
import dev.descent.network.CompiledNetwork;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a data set without their zeros, for a first layer that skips them. A sample's zeros are looked for when it is
 * first used, so a training begins at once.
 */
final class SparseInput {
    /** Below this share of non-zero features skipping the zeros is faster than multiplying by them; measured, see bench/README.md. */
    private static final double WORTH_SKIPPING = 0.35;

    /** Narrower rows cost more to look up than to multiply. */
    private static final int LEAST_FEATURES = 64;

    /** A row of the first weight fills a vector. */
    private static final int LEAST_UNITS = 16;

    private final Dataset data;
    private final SparseRows rows;
    private final float[] sample;

    private SparseInput(Dataset data) {
        this.data = data;
        this.rows = new SparseRows(data.size(), data.shape().size());
        this.sample = new float[data.shape().size()];
    }

    /** Null where the network cannot take sparse rows or the data have too few zeros; decided by network and data alone. */
    static @Nullable SparseInput of(Dataset data, CompiledNetwork network) {
        int features = data.shape().size();
        boolean isWorth = features >= LEAST_FEATURES
                && features <= SparseRows.MAX_WIDTH
                && data.scaling().offset() == 0
                && network.acceptsSparseInput()
                && network.layout().places().getFirst().output().size() >= LEAST_UNITS
                && data.density() < WORTH_SKIPPING;
        return isWorth ? new SparseInput(data) : null;
    }

    /** Gives the network the samples {@code order[first …]} as its batch. */
    void pick(CompiledNetwork network, int[] order, int first, int samples) {
        for (int i = first; i < first + samples; i++) {
            int row = order[i];
            if (!rows.isSet(row)) {
                data.copyInput(row, sample, 0);
                rows.set(row, sample, 0);
            }
        }
        network.pick(rows, order, first);
    }
}

package dev.descent.train;

import dev.descent.data.Dataset;
import dev.descent.kernel.SparseBatch;
import dev.descent.kernel.SparseRows;
import dev.descent.network.CompiledNetwork;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The samples of a data set of bytes without their zeros, for a first layer that skips them. */
final class SparseInput {
    /** Below this share of non-zero features skipping the zeros is faster than multiplying by them; measured, see bench/README.md. */
    private static final double WORTH_SKIPPING = 0.35;

    /** Narrower rows cost more to look up than to multiply. */
    private static final int LEAST_FEATURES = 64;

    /** A row of the first weight fills a vector. */
    private static final int LEAST_UNITS = 16;

    private final SparseBatch batch;

    private SparseInput(SparseRows rows) {
        this.batch = new SparseBatch(rows);
    }

    /** Null where the network cannot take sparse rows or the data have too few zeros; decided by network and data alone. */
    static @Nullable SparseInput of(Dataset data, CompiledNetwork network) {
        byte[] pixels = data.pixels();
        boolean isWorth = data.shape().size() >= LEAST_FEATURES
                && data.shape().size() <= SparseRows.MOST
                && data.scaling().offset() == 0
                && network.acceptsSparseInput()
                && network.layout().places().getFirst().output().size() >= LEAST_UNITS
                && data.density() < WORTH_SKIPPING;
        if (pixels == null || !isWorth) {
            return null;
        }
        int[] places = IntStream.range(0, data.size()).map(data::start).toArray();
        float factor = (float) data.scaling().factor();
        return new SparseInput(SparseRows.ofBytes(pixels, places, data.shape().size(), factor));
    }

    /** Gives the network the samples {@code order[first …]} as its batch. */
    void pick(CompiledNetwork network, int[] order, int first, int samples) {
        batch.pick(order, first, samples);
        network.pick(batch);
    }
}

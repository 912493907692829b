package dev.descent.kernel;

import dev.descent.kernel.SparseBatch.Part;
import java.util.Arrays;

/**
 * The quads of half of a batch seen by their columns: which samples have something in each. A quad keeps four rows of a weight in
 * registers while its samples pass: two multiply-adds for each load, where one element at a time has one. Samples are taken in
 * blocks.
 */
final class ColumnQuads {
    /** Samples of a block: 64 columns of what belongs to them stay in the first-level cache. */
    static final int BLOCK = 128;

    /** An entry is {@code place in the half << SHIFT | sample in its block}. */
    static final int SHIFT = 7;

    private static final int WIDTH = SparseRows.QUAD;
    private static final int WIDTH_SHIFT = 2;

    /** The first column of the half. */
    private final int left;

    /** Quads of a row. */
    final int quads;

    /** The last quad may overlap the one before. */
    private final int last;

    /** The values of the half's quads. */
    float[] values = new float[0];

    private int first;
    private int count;
    private int stride;

    /** Of each block and quad how many samples have it. */
    private int[] sizes = new int[0];

    /** Of each block and quad its entries, samples ascending, {@link #stride} apart. */
    int[] entries = new int[0];

    ColumnQuads(Part half) {
        this.left = half.from;
        this.quads = Math.ceilDiv(half.until - half.from, WIDTH);
        this.last = half.until - WIDTH;
    }

    /** The rows are no longer the batch's. */
    void forget() {
        count = 0;
    }

    static int blocks(int samples) {
        return Math.ceilDiv(samples, BLOCK);
    }

    /** Takes some rows of the half, unless they are here. */
    void fill(Part half, int newFirst, int newCount) {
        if (first == newFirst && count == newCount) {
            return;
        }
        first = newFirst;
        stride = Math.min(BLOCK, newCount);
        int lists = blocks(newCount) * quads;
        if (entries.length < lists * stride) {
            entries = new int[lists * stride];
        }
        if (sizes.length < lists) {
            sizes = new int[lists];
        }
        Arrays.fill(sizes, 0, lists, 0);
        values = half.values;
        int[] sizeOfList = sizes;
        int[] entryOfList = entries;
        int[] columns = half.columns;
        for (int i = 0; i < newCount; i++) {
            int block = i / BLOCK * quads;
            int sample = i % BLOCK;
            int stop = half.starts[first + i + 1];
            for (int place = half.starts[first + i]; place < stop; place++) {
                // Rounded up, as only a last quad can begin between two.
                int list = block + ((columns[place] - left + WIDTH - 1) >>> WIDTH_SHIFT);
                int size = sizeOfList[list];
                entryOfList[list * stride + size] = (place << SHIFT) | sample;
                sizeOfList[list] = size + 1;
            }
        }
        count = newCount;
    }

    /** The first column of a quad. */
    int column(int quad) {
        return Math.min(left + quad * WIDTH, last);
    }

    /** Where the entries of a quad begin. */
    int start(int block, int quad) {
        return (block * quads + quad) * stride;
    }

    /** How many there are. */
    int size(int block, int quad) {
        return sizes[block * quads + quad];
    }
}

package dev.descent.kernel;

import java.util.Arrays;

/**
 * A batch of sparse rows seen by its columns, four neighbours at a time: which samples have something in them, and what. In pictures
 * what is not zero lies together, so most quads that are not empty are well filled (MNIST: 28 % of the quads, 19 % of the pixels),
 * and a quad keeps four rows of a weight in registers while its samples pass: two multiply-adds for each load, where one element at
 * a time has one.
 *
 * <p>Samples are taken in blocks, and the columns of a block in the two halves of {@link SparseRows}: each {@link Part} is made by
 * one thread.
 */
final class ColumnQuads {
    static final int WIDTH = 4;
    private static final int SHIFT = 2;

    /** Samples of a block: 64 columns of what belongs to them stay in the first-level cache. */
    static final int BLOCK = 128;

    private final Part[] parts;

    /** @param samples how many at most */
    ColumnQuads(int width, int samples) {
        parts = new Part[2 * Math.ceilDiv(samples, BLOCK)];
        int middle = SparseRows.middle(width);
        for (int i = 0; i < parts.length; i++) {
            parts[i] = i % 2 == 0 ? new Part(0, middle) : new Part(middle, width);
        }
    }

    /** Whether there is room for so many samples. */
    boolean holds(int samples) {
        return parts.length >= parts(samples);
    }

    /** How many parts so many samples have. */
    static int parts(int samples) {
        return 2 * Math.ceilDiv(samples, BLOCK);
    }

    Part part(int number) {
        return parts[number];
    }

    /** Makes a part of the first {@code m} samples of a batch. */
    void fill(int number, SparseBatch x, int m) {
        int from = number / 2 * BLOCK;
        parts[number].fill(x, number % 2, from, Math.min(BLOCK, m - from));
    }

    /** Half of the columns of a block of samples: the entries of quad q are {@code starts[q] … starts[q + 1] − 1}, samples ascending. */
    static final class Part {
        /** The first column. */
        final int left;

        final int quads;
        final int[] starts;

        /** Of each quad where its next entry goes. */
        private final int[] next;

        /** Of each entry the sample, counted from the block's first. */
        int[] samples = new int[0];

        /** Of each entry the values of the four columns. */
        float[] values = new float[0];

        private Part(int left, int right) {
            this.left = left;
            this.quads = Math.ceilDiv(right - left, WIDTH);
            this.starts = new int[quads + 1];
            this.next = new int[quads];
        }

        private void fill(SparseBatch x, int half, int first, int count) {
            count(x, half, first, count);
            int size = starts[quads];
            if (samples.length < size) {
                samples = new int[size + (size >> 1)];
                values = new float[samples.length * WIDTH];
            }
            Arrays.fill(values, 0, size * WIDTH, 0);
            System.arraycopy(starts, 0, next, 0, quads);
            int[] nextOfQuad = next;
            int[] sampleOfEntry = samples;
            float[] valuesOfEntry = values;
            int[] elements = x.rows.elements;
            float[] table = x.rows.table;
            // Without branches, which nobody could predict: a sample's second element of a quad finds the entry of its
            // first.
            for (int i = 0; i < count; i++) {
                int last = -1;
                int stop = x.rows.start(x.row(first + i), half + 1);
                for (int e = x.rows.start(x.row(first + i), half); e < stop; e++) {
                    int column = (elements[e] & 0xFFFF) - left;
                    int quad = column >> SHIFT;
                    int entry = nextOfQuad[quad] - 1 + Math.min(1, quad - last);
                    nextOfQuad[quad] = entry + 1;
                    sampleOfEntry[entry] = i;
                    valuesOfEntry[entry * WIDTH + (column & (WIDTH - 1))] = table[elements[e] >>> 16];
                    last = quad;
                }
            }
        }

        /** Where each quad's entries begin. */
        private void count(SparseBatch x, int half, int first, int count) {
            Arrays.fill(starts, 0);
            int[] elements = x.rows.elements;
            for (int i = first; i < first + count; i++) {
                int last = -1;
                int stop = x.rows.start(x.row(i), half + 1);
                for (int e = x.rows.start(x.row(i), half); e < stop; e++) {
                    int quad = ((elements[e] & 0xFFFF) - left) >> SHIFT;
                    starts[quad + 1] += Math.min(1, quad - last);
                    last = quad;
                }
            }
            for (int quad = 0; quad < quads; quad++) {
                starts[quad + 1] += starts[quad];
            }
        }
    }
}

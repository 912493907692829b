package dev.descent.kernel;

import dev.descent.kernel.SparseBatch.Half;
import java.util.Arrays;

/**
 * A batch of sparse rows seen by its columns, four neighbours at a time: which samples have something in them, and what. In pictures
 * what is not zero lies together, so most quads that are not empty are well filled (MNIST: 28 % of the quads, 19 % of the pixels),
 * and a quad keeps four rows of a weight in registers while its samples pass: two multiply-adds for each load, where one element at
 * a time has one.
 *
 * <p>Samples are taken in blocks, and the columns of a block in the two halves of {@link SparseBatch}: each {@link Part} is made by
 * one thread.
 */
final class ColumnQuads {
    static final int WIDTH = 4;
    private static final int SHIFT = 2;

    /** Samples of a block: 64 columns of what belongs to them stay in the first-level cache. */
    static final int BLOCK = 128;

    private final int stride;
    private final Part[] parts;

    /** @param samples how many at most */
    ColumnQuads(int width, int stride, int samples) {
        this.stride = stride;
        parts = new Part[2 * Math.ceilDiv(samples, BLOCK)];
        int middle = SparseBatch.middle(width);
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

    /** Makes a part of the batch of {@code m} samples that begins with row {@code first}. */
    void fill(int number, SparseBatch x, int first, int m) {
        int from = number / 2 * BLOCK;
        parts[number].fill(x.half(number % 2), first + from, Math.min(BLOCK, m - from), stride);
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

        private void fill(Half x, int first, int count, int stride) {
            // Offsets are columns times stride; multiplying by 2³² / stride, rounded up, and shifting divides exactly.
            long inverse = (1L << 32) / stride + 1;
            count(x, first, count, inverse);
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
            // Without branches, which nobody could predict: a sample's second element of a quad finds the entry of its
            // first.
            for (int i = 0; i < count; i++) {
                int last = -1;
                int end = x.starts[first + i + 1];
                for (int e = x.starts[first + i]; e < end; e++) {
                    int column = (int) ((x.offsets[e] * inverse) >>> 32) - left;
                    int quad = column >> SHIFT;
                    int entry = nextOfQuad[quad] - 1 + Math.min(1, quad - last);
                    nextOfQuad[quad] = entry + 1;
                    sampleOfEntry[entry] = i;
                    valuesOfEntry[entry * WIDTH + (column & (WIDTH - 1))] = x.values[e];
                    last = quad;
                }
            }
        }

        /** Where each quad's entries begin. */
        private void count(Half x, int first, int count, long inverse) {
            Arrays.fill(starts, 0);
            for (int i = first; i < first + count; i++) {
                int last = -1;
                int end = x.starts[i + 1];
                for (int e = x.starts[i]; e < end; e++) {
                    int quad = ((int) ((x.offsets[e] * inverse) >>> 32) - left) >> SHIFT;
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

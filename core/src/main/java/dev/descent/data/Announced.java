package dev.descent.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads the elements that a header announces, and neither believes the header nor takes memory before it must be true. */
final class Announced {
    /** Deflate shrinks nothing to less than this part of it (zlib, "Maximum Compression Factor"), but for a small rest. */
    private static final long DEFLATE_RATIO = 1032;

    private static final long SLACK = 1 << 16;

    /** A Java array's limit, and a bound on what a hostile header can ask for. */
    static final long LARGEST = Integer.MAX_VALUE - 16;

    private Announced() {}

    /** The most bytes that can come out of so many deflated ones. */
    static long mostInflated(long deflated) {
        return deflated < 0 ? LARGEST : Math.min(LARGEST, deflated * DEFLATE_RATIO + SLACK);
    }

    /**
     * Reads all elements and demands the end of the stream behind them.
     *
     * @param name what to call the stream in messages
     * @param shape as announced, any dimensions
     * @param bytes of one element
     * @param most bytes that the stream can hold
     */
    static byte[] read(InputStream in, String name, int[] shape, int bytes, long most) throws IOException {
        int length = length(name, shape, bytes);
        if (length > most) {
            throw new DescentException(
                    "%s ends too early: its header announces %s, %d bytes, but it is too small for that"
                            .formatted(name, Arrays.toString(shape), length));
        }
        byte[] elements = new byte[length];
        int read = in.readNBytes(elements, 0, length);
        if (read < length) {
            throw new DescentException("%s ends too early: %d of the %d bytes that its header %s announces are there"
                    .formatted(name, read, length, Arrays.toString(shape)));
        }
        if (in.read() >= 0) {
            throw new DescentException(
                    "%s goes on after the %d bytes that its header %s announces: it is not this array alone"
                            .formatted(name, length, Arrays.toString(shape)));
        }
        return elements;
    }

    private static int length(String name, int[] shape, int bytes) {
        long length = bytes;
        for (int dimension : shape) {
            if (dimension < 0 || length * dimension > LARGEST) {
                throw new DescentException("%s announces the shape %s, more than one array can hold"
                        .formatted(name, Arrays.toString(shape)));
            }
            length *= dimension;
        }
        return (int) length;
    }
}

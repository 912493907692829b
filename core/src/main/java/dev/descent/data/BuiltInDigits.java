package dev.descent.data;

import java.util.stream.IntStream;

/**
 * Handwritten-looking digits drawn by the program itself from stroke skeletons, free of any licence and without a
 * download: a stand-in for MNIST, in its very format. Image {@code i} depends on the seed and {@code i} only.
 */
public final class BuiltInDigits {
    private static final int PIXELS = DigitPen.SIZE * DigitPen.SIZE;
    private static final int CHUNK = 256;

    private BuiltInDigits() {}

    /**
     * Images and their digits.
     *
     * @param pixels {@code [count, 28, 28]} grey levels, unsigned, 0 paper, 255 ink
     * @param labels {@code [count]} digits 0 to 9
     */
    public record Drawn(byte[] pixels, int[] labels) {}

    /** Draws images 0 to count − 1 of a seed, on all processors; all ten digits are equally likely. */
    public static Drawn generate(int count, long seed) {
        return generate(count, seed, Handwriting.USUAL);
    }

    static Drawn generate(int count, long seed, Handwriting hand) {
        if (count < 1 || count > Integer.MAX_VALUE / PIXELS) {
            throw new IllegalArgumentException("between 1 and %d built-in digits can be drawn at once, got %d"
                    .formatted(Integer.MAX_VALUE / PIXELS, count));
        }
        DigitStyles styles = DigitStyles.read();
        byte[] pixels = new byte[count * PIXELS];
        int[] labels = new int[count];
        IntStream.range(0, (count + CHUNK - 1) / CHUNK).parallel().forEach(chunk -> {
            DigitPen pen = new DigitPen(styles, hand);
            for (int image = chunk * CHUNK; image < Math.min(count, (chunk + 1) * CHUNK); image++) {
                labels[image] = pen.draw(seed, image, pixels, image * PIXELS);
            }
        });
        return new Drawn(pixels, labels);
    }
}

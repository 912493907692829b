package dev.descent.data;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Pictures of single digits: drawings, scans and photographs of any size, dark on light or light on dark. The paper is
 * estimated around every pixel and taken away, so that shadows do not count as ink, and what is left is brought to MNIST's
 * form.
 */
public final class Images {
    /** Larger pictures are shrunk first; a digit needs no more. */
    private static final int LARGEST_SIDE = 256;

    private static final long MOST_PIXELS = 100_000_000;
    private static final int LEVELS = 256;

    private Images() {}

    /** @throws DescentException when it is no picture that can be read */
    public static BufferedImage read(Path file) throws IOException {
        return read(Files.readAllBytes(file), file.toString());
    }

    /** @param name what to call it in messages */
    public static BufferedImage read(byte[] bytes, String name) throws IOException {
        if (bytes.length == 0) {
            throw new DescentException(name + " is empty, expected a picture (PNG, JPEG, GIF or BMP)");
        }
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new DescentException(name + " is no picture that can be read, expected PNG, JPEG, GIF or BMP");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                // Asked before any pixel is unpacked: a small file may announce a picture that fills the memory.
                requireBearable(reader.getWidth(0), reader.getHeight(0), name);
                return Orientation.upright(reader.read(0), Orientation.of(bytes));
            } finally {
                reader.dispose();
            }
        } catch (DescentException refused) {
            throw refused;
        } catch (IOException | RuntimeException damaged) {
            throw new DescentException("%s is a damaged picture (%s)".formatted(name, damaged.getMessage()), damaged);
        }
    }

    private static void requireBearable(int width, int height, String name) {
        if ((long) width * height > MOST_PIXELS) {
            throw new DescentException("%s has %d×%d pixels, more than %d million: make it smaller"
                    .formatted(name, width, height, MOST_PIXELS / 1_000_000));
        }
    }

    /**
     * A picture of one digit as MNIST would show it.
     *
     * @return {@code [28, 28]} from 0 to 255
     */
    public static float[] digit(BufferedImage image) {
        BufferedImage small = shrunk(image);
        int width = small.getWidth();
        int height = small.getHeight();
        float[] grey = grey(small);
        if (width == MnistNormaliser.SIDE && height == MnistNormaliser.SIDE && isMnist(grey)) {
            return grey;
        }
        return MnistNormaliser.normalise(ink(grey, width, height), width, height);
    }

    /** Already in MNIST's form: black around, with something in the middle. */
    private static boolean isMnist(float[] grey) {
        int side = MnistNormaliser.SIDE;
        float border = 0;
        float most = 0;
        for (int i = 0; i < grey.length; i++) {
            int x = i % side;
            int y = i / side;
            if (Math.min(Math.min(x, y), Math.min(side - 1 - x, side - 1 - y)) < 2) {
                border = Math.max(border, grey[i]);
            }
            most = Math.max(most, grey[i]);
        }
        return border < 32 && most > 128;
    }

    private static BufferedImage shrunk(BufferedImage image) {
        int longest = Math.max(image.getWidth(), image.getHeight());
        BufferedImage current = image;
        // Halving with bilinear interpolation averages all pixels; one large step would skip most.
        while (longest > LARGEST_SIDE) {
            int next = Math.max(LARGEST_SIDE, longest / 2);
            double scale = (double) next / longest;
            current = resized(current, (int) Math.max(1, Math.round(current.getWidth() * scale)), (int)
                    Math.max(1, Math.round(current.getHeight() * scale)));
            longest = next;
        }
        return resized(current, current.getWidth(), current.getHeight());
    }

    /** Onto white, so that transparent paper is paper. */
    private static BufferedImage resized(BufferedImage image, int width, int height) {
        BufferedImage target = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = target.createGraphics();
        graphics.setColor(java.awt.Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, width, height, null);
        graphics.dispose();
        return target;
    }

    /** Brightness 0 to 255 (ITU-R BT.601). */
    static float[] grey(BufferedImage image) {
        int width = image.getWidth();
        int[] pixels = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
        float[] grey = new float[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            int pixel = pixels[i];
            grey[i] = 0.299f * (pixel >> 16 & 0xFF) + 0.587f * (pixel >> 8 & 0xFF) + 0.114f * (pixel & 0xFF);
        }
        return grey;
    }

    /** How much darker, or lighter on dark paper, than its surroundings' paper every pixel is; weak differences are noise. */
    private static float[] ink(float[] grey, int width, int height) {
        boolean lightOnDark = isLightOnDark(grey, width, height);
        float[] paper = paper(grey, width, height, lightOnDark);
        float[] ink = new float[grey.length];
        for (int i = 0; i < ink.length; i++) {
            ink[i] = Math.max(0, lightOnDark ? grey[i] - paper[i] : paper[i] - grey[i]);
        }
        float limit = threshold(ink);
        float strong = strongest(ink);
        for (int i = 0; i < ink.length; i++) {
            // A soft edge around the threshold keeps the grey of the stroke's border.
            ink[i] = Math.clamp((ink[i] - 0.5f * limit) / Math.max(1e-6f, 0.8f * strong - 0.5f * limit), 0, 1);
        }
        return keepLargeParts(ink, width, height);
    }

    private static boolean isLightOnDark(float[] grey, int width, int height) {
        double border = 0;
        int count = 0;
        for (int i = 0; i < grey.length; i++) {
            int x = i % width;
            int y = i / width;
            if (x == 0 || y == 0 || x == width - 1 || y == height - 1) {
                border += grey[i];
                count++;
            }
        }
        float[] sorted = grey.clone();
        Arrays.sort(sorted);
        double middle = (sorted[0] + sorted[sorted.length - 1]) / 2;
        return border / count < middle;
    }

    /** Brightness of the paper: within a window much wider than a stroke, the level that the brightest tenth reaches. */
    private static float[] paper(float[] grey, int width, int height, boolean lightOnDark) {
        int cell = Math.max(8, Math.max(width, height) / 6);
        int columns = (width + cell - 1) / cell;
        int rows = (height + cell - 1) / cell;
        float[] levels = new float[columns * rows];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                levels[row * columns + column] =
                        level(grey, width, height, column * cell, row * cell, cell, lightOnDark);
            }
        }
        float[] paper = new float[grey.length];
        for (int i = 0; i < paper.length; i++) {
            paper[i] = between(
                    levels,
                    columns,
                    rows,
                    (i % width + 0.5) / cell - 0.5,
                    (Math.floorDiv(i, width) + 0.5) / cell - 0.5);
        }
        return paper;
    }

    private static float level(float[] grey, int width, int height, int left, int top, int cell, boolean lightOnDark) {
        float[] values = new float[9 * cell * cell];
        int count = 0;
        for (int y = Math.max(0, top - cell); y < Math.min(height, top + 2 * cell); y++) {
            for (int x = Math.max(0, left - cell); x < Math.min(width, left + 2 * cell); x++) {
                values[count++] = grey[y * width + x];
            }
        }
        Arrays.sort(values, 0, count);
        return values[(int) ((count - 1) * (lightOnDark ? 0.25 : 0.75))];
    }

    private static float between(float[] levels, int columns, int rows, double column, double row) {
        int left = (int) Math.clamp(Math.floor(column), 0, columns - 1);
        int top = (int) Math.clamp(Math.floor(row), 0, rows - 1);
        int right = Math.min(columns - 1, left + 1);
        int bottom = Math.min(rows - 1, top + 1);
        double x = Math.clamp(column - left, 0, 1);
        double y = Math.clamp(row - top, 0, 1);
        double above = levels[top * columns + left] * (1 - x) + levels[top * columns + right] * x;
        double below = levels[bottom * columns + left] * (1 - x) + levels[bottom * columns + right] * x;
        return (float) (above * (1 - y) + below * y);
    }

    /** The threshold between two groups of values that separates them best (Otsu 1979). */
    private static float threshold(float[] values) {
        int[] histogram = new int[LEVELS];
        double total = 0;
        for (float value : values) {
            histogram[(int) Math.clamp(value, 0, LEVELS - 1)]++;
            total += Math.clamp((int) value, 0, LEVELS - 1);
        }
        double below = 0;
        double sumBelow = 0;
        double best = -1;
        int threshold = 0;
        for (int level = 0; level < LEVELS; level++) {
            below += histogram[level];
            sumBelow += (double) level * histogram[level];
            double above = values.length - below;
            if (below == 0 || above == 0) {
                continue;
            }
            double apart = sumBelow / below - (total - sumBelow) / above;
            double between = below * above * apart * apart;
            if (between > best) {
                best = between;
                threshold = level;
            }
        }
        return threshold;
    }

    /** The level that the strongest hundredth reaches; single bright specks do not count. */
    private static float strongest(float[] ink) {
        float[] sorted = ink.clone();
        Arrays.sort(sorted);
        return Math.max(1, sorted[(int) ((sorted.length - 1) * 0.99)]);
    }

    /** Drops specks: connected parts with less than a twentieth of the ink of the largest part. */
    private static float[] keepLargeParts(float[] ink, int width, int height) {
        int[] part = new int[ink.length];
        double[] mass = new double[ink.length + 1];
        int parts = 0;
        int[] stack = new int[ink.length];
        for (int start = 0; start < ink.length; start++) {
            if (ink[start] > 0 && part[start] == 0) {
                mass[++parts] = fill(ink, width, height, start, parts, part, stack);
            }
        }
        double largest = Arrays.stream(mass, 0, parts + 1).max().orElse(0);
        float[] kept = new float[ink.length];
        for (int i = 0; i < ink.length; i++) {
            kept[i] = part[i] > 0 && mass[part[i]] >= largest / 20 ? ink[i] : 0;
        }
        return kept;
    }

    private static double fill(float[] ink, int width, int height, int start, int number, int[] part, int[] stack) {
        double mass = 0;
        int top = 0;
        stack[top++] = start;
        part[start] = number;
        while (top > 0) {
            int at = stack[--top];
            mass += ink[at];
            for (int dy = -1; dy <= 1; dy++) {
                for (int dx = -1; dx <= 1; dx++) {
                    int x = at % width + dx;
                    int y = at / width + dy;
                    int next = y * width + x;
                    if (x >= 0 && y >= 0 && x < width && y < height && ink[next] > 0 && part[next] == 0) {
                        part[next] = number;
                        stack[top++] = next;
                    }
                }
            }
        }
        return mass;
    }

    /**
     * Whole pictures as samples, not as digits: grey or colour bytes, resized.
     *
     * @param channels 1 for grey, 3 for red, green and blue
     * @return {@code [channels, side, side]}
     */
    static byte[] pixels(BufferedImage image, int side, int channels) {
        BufferedImage sized = resized(shrunk(image), side, side);
        byte[] pixels = new byte[channels * side * side];
        float @Nullable [] grey = channels == 1 ? grey(sized) : null;
        for (int i = 0; i < side * side; i++) {
            int rgb = sized.getRGB(i % side, i / side);
            for (int channel = 0; channel < channels; channel++) {
                pixels[channel * side * side + i] =
                        grey != null ? (byte) Math.round(grey[i]) : (byte) (rgb >> (16 - 8 * channel));
            }
        }
        return pixels;
    }
}

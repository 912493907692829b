package dev.descent.kernel;

import java.util.Arrays;

/**
 * Images cut into overlapping tiles for {@link Winograd}'s filtering of 3×3 windows. Inside, channels are last, rounded up to whole
 * vectors, so that every step does the same to all of them; tiles in the domain of points are {@code [36, tiles, channels]}, so
 * that every point is a matrix and the whole convolution 36 products of matrices.
 *
 * <p>A row of tiles is transformed along its columns first, the whole breadth of the image at once, into a strip, and then along
 * its rows, tile by tile. One object serves one thread, as it holds scratch.
 */
public final class TiledImages {
    private static final int TILE = Winograd.TILE;
    private static final int POINTS = Winograd.POINTS;

    /** Where every array here begins, so that vectors are lines of the cache. */
    private static final int LEAD = Alignment.LEAD;

    private final Window window;
    private final Kernels kernels;
    private final int filters;

    /** Channels and filters rounded up to whole vectors. */
    private final int inputDepth;

    private final int outputDepth;

    /** Tiles in a column and in a row. */
    private final int down;

    private final int across;

    /** An input {@code [height, width, channels]} with its padding above and below, but not beside it; 0 there. */
    private final float[] image;

    private final float[] imageError;

    /** An output {@code [height, width, filters]}, height rounded up to tiles. */
    private final float[] output;

    /** The same pooled. */
    private final float[] pooled;

    /** Its error, 0 in the rows that were added. */
    private final float[] outputError;

    /** A row of tiles transformed along its columns: {@code [6, width of all tiles, depth]}; 0 beside the image. */
    private final float[] inputStrip;

    private final float[] inputErrorStrip;
    private final float[] outputStrip;
    private final float[] outputErrorStrip;

    /**
     * @param window 3×3 of stride 1, not dilated
     * @param filters of the convolution
     */
    public TiledImages(Window window, int filters, Kernels kernels) {
        if (!suit(window)) {
            throw new IllegalArgumentException("tiles need a window of 3x3, stride 1 and dilation 1, got " + window);
        }
        this.window = window;
        this.filters = filters;
        this.kernels = kernels;
        inputDepth = kernels.images().filtersPadded(window.channels());
        outputDepth = kernels.images().filtersPadded(filters);
        down = Math.ceilDiv(window.outputHeight(), TILE);
        across = Math.ceilDiv(window.outputWidth(), TILE);
        image = new float[LEAD + (down * TILE + POINTS - TILE) * window.width() * inputDepth];
        imageError = new float[image.length];
        output = new float[LEAD + down * TILE * window.outputWidth() * outputDepth];
        pooled = new float[output.length];
        outputError = new float[output.length];
        inputStrip = new float[LEAD + POINTS * inputRow()];
        inputErrorStrip = new float[inputStrip.length];
        outputStrip = new float[LEAD + POINTS * outputRow()];
        outputErrorStrip = new float[outputStrip.length];
    }

    /** Whether the convolution of a window can be done by tiles. */
    public static boolean suit(Window window) {
        return window.windowHeight() == 3
                && window.windowWidth() == 3
                && window.stride() == 1
                && window.dilation() == 1;
    }

    /** Tiles of one image. */
    public int tiles() {
        return down * across;
    }

    /** Channels rounded up to whole vectors. */
    public int inputDepth() {
        return inputDepth;
    }

    /** Filters rounded up to whole vectors. */
    public int outputDepth() {
        return outputDepth;
    }

    private int inputRow() {
        return (across * TILE + POINTS - TILE) * inputDepth;
    }

    private int outputRow() {
        return across * TILE * outputDepth;
    }

    /**
     * Cuts an image {@code [channels, height, width]} into tiles and transforms them.
     *
     * @param points {@code [36, tiles, channels]} from {@link Alignment#LEAD} on, as all points here
     * @param tiles how many there are in {@code points}
     * @param first where those of this image begin
     */
    public void inputs(float[] from, int offset, float[] points, int tiles, int first) {
        int n = window.width() * inputDepth;
        int size = window.height() * window.width();
        kernels.matrices()
                .transpose(window.channels(), size, from, offset, size, image, LEAD + window.padding() * n, inputDepth);
        for (int y = 0; y < down; y++) {
            int beside = window.padding() * inputDepth;
            transform(Winograd.INPUT, n, image, y * TILE * n, n, inputStrip, beside, inputRow());
            toPoints(Winograd.INPUT, inputDepth, inputStrip, inputRow(), points, tiles, first + y * across);
        }
    }

    /** From points {@code [36, tiles, filters]} to an output {@code [filters, height, width]}. */
    public void outputs(float[] points, int tiles, int first, float[] to, int offset) {
        outputs(points, tiles, first);
        int size = window.positions();
        kernels.matrices().transpose(size, filters, output, LEAD, outputDepth, to, offset, size);
    }

    /** The same, of which the largest of 2 × 2 outputs side by side are kept, {@code [filters, height / 2, width / 2]}. */
    public void pooledOutputs(float[] points, int tiles, int first, float[] to, int offset) {
        outputs(points, tiles, first);
        int high = Math.floorDiv(window.outputHeight(), 2);
        int wide = Math.floorDiv(window.outputWidth(), 2);
        kernels.images().poolDepths(high, wide, window.outputWidth(), outputDepth, output, LEAD, pooled, LEAD);
        kernels.matrices().transpose(high * wide, filters, pooled, LEAD, outputDepth, to, offset, high * wide);
    }

    private void outputs(float[] points, int tiles, int first) {
        int n = window.outputWidth() * outputDepth;
        for (int y = 0; y < down; y++) {
            fromPoints(Winograd.OUTPUT, outputDepth, points, tiles, first + y * across, outputStrip, outputRow());
            transform(Winograd.OUTPUT, n, outputStrip, 0, outputRow(), output, y * TILE * n, n);
        }
    }

    /** From errors of an output {@code [filters, height, width]} to those of points {@code [36, tiles, filters]}. */
    public void outputErrors(float[] from, int offset, float[] points, int tiles, int first) {
        int n = window.outputWidth() * outputDepth;
        int size = window.positions();
        kernels.matrices().transpose(filters, size, from, offset, size, outputError, LEAD, outputDepth);
        for (int y = 0; y < down; y++) {
            transform(Winograd.OUTPUT_ERROR, n, outputError, y * TILE * n, n, outputErrorStrip, 0, outputRow());
            toPoints(
                    Winograd.OUTPUT_ERROR,
                    outputDepth,
                    outputErrorStrip,
                    outputRow(),
                    points,
                    tiles,
                    first + y * across);
        }
    }

    /** From errors of points {@code [36, tiles, channels]} to those of an input {@code [channels, height, width]}. */
    public void inputErrors(float[] points, int tiles, int first, float[] to, int offset) {
        int n = window.width() * inputDepth;
        int beside = window.padding() * inputDepth;
        Arrays.fill(imageError, 0);
        for (int y = 0; y < down; y++) {
            Arrays.fill(inputErrorStrip, 0);
            fromPoints(
                    Winograd.INPUT_ERROR, inputDepth, points, tiles, first + y * across, inputErrorStrip, inputRow());
            transform(Winograd.INPUT_ERROR, n, inputErrorStrip, beside, inputRow(), imageError, y * TILE * n, n);
        }
        int size = window.height() * window.width();
        kernels.matrices()
                .transpose(
                        size, window.channels(), imageError, LEAD + window.padding() * n, inputDepth, to, offset, size);
    }

    /** A strip's tiles, transformed along their rows. */
    private void toPoints(Winograd matrix, int n, float[] strip, int row, float[] points, int tiles, int first) {
        for (int i = 0; i < POINTS; i++) {
            for (int x = 0; x < across; x++) {
                int point = (i * POINTS * tiles + first + x) * n;
                transform(matrix, n, strip, i * row + x * TILE * n, n, points, point, tiles * n);
            }
        }
    }

    /** The way back. */
    private void fromPoints(Winograd matrix, int n, float[] points, int tiles, int first, float[] strip, int row) {
        for (int i = 0; i < POINTS; i++) {
            for (int x = 0; x < across; x++) {
                int point = (i * POINTS * tiles + first + x) * n;
                transform(matrix, n, points, point, tiles * n, strip, i * row + x * TILE * n, n);
            }
        }
    }

    private void transform(
            Winograd matrix, int n, float[] from, int offset, int stride, float[] to, int toOffset, int toStride) {
        kernels.images().transform(matrix, n, from, LEAD + offset, stride, to, LEAD + toOffset, toStride);
    }
}

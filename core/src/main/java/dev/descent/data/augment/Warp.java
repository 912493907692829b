package dev.descent.data.augment;

import dev.descent.data.Draws;
import java.util.Arrays;

/**
 * Where each pixel of a changed image comes from in the original: one affine map and, where asked for, a smooth field of
 * moves, so that any number of shifts, turns and distortions costs one interpolation.
 */
final class Warp {
    private final int width;
    private final int height;

    /** The map from a pixel's place to its origin, both seen from the centre: {@code x' = xx·x + xy·y + x0}. */
    private double xx = 1;

    private double xy;
    private double yx;
    private double yy = 1;
    private double x0;
    private double y0;

    private boolean isDistorted;
    private final float[] moveX;
    private final float[] moveY;

    /** Coefficients of a spline, and the same after interpolating along the rows. */
    private final float[] knots;

    private final float[] lines;
    private final float[] weights = new float[4];

    /** The original in a frame of background, one pixel wide, so that pixels from outside need no test. */
    private final float[] framed;

    private final int frameWidth;

    /** Where the pixels of one row come from, then how far beyond the pixel {@code origin} of the frame. */
    private final float[] rowX;

    private final float[] rowY;
    private final int[] origin;

    Warp(int width, int height) {
        this.width = width;
        this.height = height;
        moveX = new float[width * height];
        moveY = new float[width * height];
        knots = new float[(width + 4) * (height + 4)];
        lines = new float[width * (height + 4)];
        frameWidth = width + 2;
        rowX = new float[width];
        rowY = new float[width];
        origin = new int[width];
        framed = new float[frameWidth * (height + 2)];
    }

    /** Back to leaving every pixel in its place. */
    void reset() {
        xx = 1;
        yy = 1;
        xy = 0;
        yx = 0;
        x0 = 0;
        y0 = 0;
        isDistorted = false;
    }

    /** Moves the image right and down, in pixels. */
    void shift(double right, double down) {
        x0 -= xx * right + xy * down;
        y0 -= yx * right + yy * down;
    }

    /** Joins the map {@code x' = a·x + b·y, y' = c·x + d·y} from a pixel's place to its origin. */
    void transform(double a, double b, double c, double d) {
        double oldXx = xx;
        double oldYx = yx;
        xx = oldXx * a + xy * c;
        xy = oldXx * b + xy * d;
        yx = oldYx * a + yy * c;
        yy = oldYx * b + yy * d;
    }

    /**
     * Adds a smooth random field of moves: a cubic B-spline.
     *
     * @param knot distance of its knots in pixels, above 1
     * @param deviation of its coefficients in pixels
     */
    void distort(double knot, double deviation, Draws draws) {
        if (!isDistorted) {
            Arrays.fill(moveX, 0);
            Arrays.fill(moveY, 0);
            isDistorted = true;
        }
        // The grid lies anywhere, so that every pixel is as near to a knot as any other on average.
        double left = draws.uniform();
        double top = draws.uniform();
        addField(moveX, knot, left, top, deviation, draws);
        addField(moveY, knot, left, top, deviation, draws);
    }

    private void addField(float[] move, double knot, double left, double top, double deviation, Draws draws) {
        int columns = (int) (width / knot + 1) + 4;
        int rows = (int) (height / knot + 1) + 4;
        for (int i = 0; i < rows * columns; i++) {
            knots[i] = (float) (deviation * draws.normal());
        }
        for (int x = 0; x < width; x++) {
            int first = weigh(x / knot + left);
            for (int row = 0; row < rows; row++) {
                int k = row * columns + first;
                lines[row * width + x] = weights[0] * knots[k]
                        + weights[1] * knots[k + 1]
                        + weights[2] * knots[k + 2]
                        + weights[3] * knots[k + 3];
            }
        }
        for (int y = 0; y < height; y++) {
            int first = weigh(y / knot + top) * width;
            addRow(move, y * width, first, weights[0], weights[1], weights[2], weights[3]);
        }
    }

    private void addRow(float[] move, int to, int from, float w0, float w1, float w2, float w3) {
        for (int x = 0; x < width; x++) {
            move[to + x] += w0 * lines[from + x]
                    + w1 * lines[from + x + width]
                    + w2 * lines[from + x + 2 * width]
                    + w3 * lines[from + x + 3 * width];
        }
    }

    /** Sets the four weights of a uniform cubic B-spline and returns the first coefficient they are for. */
    private int weigh(double place) {
        int first = (int) place;
        float t = (float) (place - first);
        float s = 1 - t;
        weights[0] = s * s * s / 6;
        weights[1] = (4 + t * t * (3 * t - 6)) / 6;
        weights[2] = (4 + s * s * (3 * s - 6)) / 6;
        weights[3] = t * t * t / 6;
        return first;
    }

    /** Replaces one channel of an image by its warped self; what comes from outside is background. */
    void apply(float[] image, int offset, float background) {
        if (!isDistorted && xx == 1 && yy == 1 && xy == 0 && yx == 0 && x0 == 0 && y0 == 0) {
            return;
        }
        Arrays.fill(framed, background);
        for (int y = 0; y < height; y++) {
            System.arraycopy(image, offset + y * width, framed, (y + 1) * frameWidth + 1, width);
        }
        double centreX = (width - 1) / 2.0;
        double centreY = (height - 1) / 2.0;
        for (int y = 0; y < height; y++) {
            // Places in the frame, which begins one pixel before the image.
            float startX = (float) (xy * (y - centreY) - xx * centreX + x0 + centreX + 1);
            float startY = (float) (yy * (y - centreY) - yx * centreX + y0 + centreY + 1);
            placeRow(rowX, startX, (float) xx, moveX, y * width, width + 0.9999f);
            placeRow(rowY, startY, (float) yx, moveY, y * width, height + 0.9999f);
            splitRow();
            sampleRow(image, offset + y * width);
        }
    }

    /** Where the pixels of a row come from in one direction, kept within the frame. */
    private void placeRow(float[] place, float start, float step, float[] move, int from, float end) {
        if (isDistorted) {
            for (int x = 0; x < width; x++) {
                place[x] = Math.min(Math.max(start + step * x + move[from + x], 0), end);
            }
        } else {
            for (int x = 0; x < width; x++) {
                place[x] = Math.min(Math.max(start + step * x, 0), end);
            }
        }
    }

    /** Splits each place into the pixel above and left of it and the way from there. */
    private void splitRow() {
        for (int x = 0; x < width; x++) {
            int column = (int) rowX[x];
            int row = (int) rowY[x];
            rowX[x] -= column;
            rowY[x] -= row;
            origin[x] = row * frameWidth + column;
        }
    }

    /** Bilinear interpolation in the frame. */
    private void sampleRow(float[] image, int to) {
        for (int x = 0; x < width; x++) {
            int at = origin[x];
            float right = rowX[x];
            float aboveLeft = framed[at];
            float belowLeft = framed[at + frameWidth];
            float above = aboveLeft + right * (framed[at + 1] - aboveLeft);
            float below = belowLeft + right * (framed[at + frameWidth + 1] - belowLeft);
            image[to + x] = above + rowY[x] * (below - above);
        }
    }
}

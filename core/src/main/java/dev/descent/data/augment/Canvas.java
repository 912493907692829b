package dev.descent.data.augment;

import java.util.Arrays;

/** One image in the hands of the {@link Repainting} augmentations. */
final class Canvas {
    private final int width;
    private final int height;
    private final int channels;
    private final float background;
    private final float[] before;
    private float[] image = new float[0];
    private int offset;

    Canvas(int channels, int height, int width, float background) {
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.background = background;
        before = new float[width * height];
    }

    void show(float[] newImage, int newOffset) {
        image = newImage;
        offset = newOffset;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Paints a rectangle, as far as it lies in the image, in the background's colour. */
    void erase(int left, int top, int erasedWidth, int erasedHeight) {
        int from = Math.max(0, left);
        int to = Math.min(width, left + erasedWidth);
        for (int line = 0; line < channels * height; line++) {
            int row = line % height;
            if (row >= top && row < top + erasedHeight && from < to) {
                Arrays.fill(image, offset + line * width + from, offset + line * width + to, background);
            }
        }
    }

    /**
     * Mixes each pixel with the extreme of itself and its four neighbours: grey dilation or erosion, in part.
     *
     * @param share of the extreme, 0 to 1
     * @param brighter whether the greatest or the least counts
     */
    void spread(float share, boolean brighter) {
        for (int channel = 0; channel < channels; channel++) {
            int start = offset + channel * width * height;
            System.arraycopy(image, start, before, 0, before.length);
            for (int row = 0; row < height; row++) {
                int up = Math.max(row - 1, 0) * width;
                int down = Math.min(row + 1, height - 1) * width;
                spreadRow(start, row * width, up, down, share, brighter ? 1 : -1);
            }
        }
    }

    private void spreadRow(int start, int line, int up, int down, float share, float sign) {
        for (int column = 0; column < width; column++) {
            float own = before[line + column];
            float left = before[line + Math.max(column - 1, 0)];
            float right = before[line + Math.min(column + 1, width - 1)];
            float across = Math.max(sign * left, sign * right);
            float along = Math.max(sign * before[up + column], sign * before[down + column]);
            float extreme = sign * Math.max(sign * own, Math.max(across, along));
            image[start + line + column] = own + share * (extreme - own);
        }
    }
}

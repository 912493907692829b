package dev.descent.kernel;

/**
 * How a window slides over an image of {@code [channels, height, width]}, row-major.
 *
 * @param channels of the image, at least 1
 * @param height of the image
 * @param width of the image
 * @param windowHeight rows of the window
 * @param windowWidth columns of the window
 * @param stride steps of the window, both ways
 * @param padding zeros (for pooling: nothing) added on all four sides
 * @param dilation distance between the window's elements, 1 for none left out
 */
public record Window(
        int channels, int height, int width, int windowHeight, int windowWidth, int stride, int padding, int dilation) {
    public Window {
        if (channels < 1
                || height < 1
                || width < 1
                || windowHeight < 1
                || windowWidth < 1
                || stride < 1
                || dilation < 1
                || padding < 0) {
            throw new IllegalArgumentException(
                    "a window needs sizes, stride and dilation of at least 1 and padding of at"
                            + " least 0, got image " + channels + "x" + height + "x" + width + ", window "
                            + windowHeight + "x"
                            + windowWidth + ", stride " + stride + ", padding " + padding + ", dilation " + dilation);
        }
        if (reach(windowHeight, dilation) > height + 2 * padding
                || reach(windowWidth, dilation) > width + 2 * padding) {
            throw new IllegalArgumentException("a window of " + windowHeight + "x" + windowWidth + " with dilation "
                    + dilation + " does not fit an image of " + height + "x" + width + " with padding " + padding
                    + ": make the window smaller or the padding larger");
        }
    }

    /** Whether it is the usual one for pooling: 2 × 2 elements, side by side. */
    public boolean isTwoByTwo() {
        return windowHeight == 2 && windowWidth == 2 && stride == 2 && padding == 0 && dilation == 1;
    }

    /** Rows of the result. */
    public int outputHeight() {
        return (height + 2 * padding - reach(windowHeight, dilation)) / stride + 1;
    }

    /** Columns of the result. */
    public int outputWidth() {
        return (width + 2 * padding - reach(windowWidth, dilation)) / stride + 1;
    }

    /** Positions of the window. */
    public int positions() {
        return outputHeight() * outputWidth();
    }

    /** The image's row or column under the window's first at some output row or column; negative in the padding. */
    int start(int output) {
        return output * stride - padding;
    }

    /** The window's first row or column that lies in the image, when its first is over {@code start}. */
    int firstInside(int start) {
        return start >= 0 ? 0 : (dilation - 1 - start) / dilation;
    }

    /** One after the window's last row that lies in the image. */
    int endOfRows(int start) {
        return end(start, windowHeight, height);
    }

    /** One after the window's last column that lies in the image. */
    int endOfColumns(int start) {
        return end(start, windowWidth, width);
    }

    private int end(int start, int elements, int size) {
        return Math.max(firstInside(start), Math.min(elements, (size - start + dilation - 1) / dilation));
    }

    /** Elements of the window over all channels: the length of a column of {@link ImageKernels#unfold}. */
    public int elements() {
        return channels * windowHeight * windowWidth;
    }

    /** Elements of the image. */
    public int size() {
        return channels * height * width;
    }

    private static int reach(int size, int dilation) {
        return (size - 1) * dilation + 1;
    }
}

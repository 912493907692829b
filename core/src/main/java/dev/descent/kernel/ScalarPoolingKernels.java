package dev.descent.kernel;

import java.util.Arrays;

/** Pooling over windows in plain loops. */
abstract class ScalarPoolingKernels implements ImageKernels {
    @Override
    public void maxPool(
            Window window,
            float[] image,
            int imageOffset,
            float[] output,
            int outputOffset,
            int[] places,
            int placesOffset) {
        if (window.isTwoByTwo()) {
            maxPoolOfTwo(window, image, imageOffset, output, outputOffset, places, placesOffset);
            return;
        }
        int position = 0;
        for (int channel = 0; channel < window.channels(); channel++) {
            for (int row = 0; row < window.outputHeight(); row++) {
                for (int column = 0; column < window.outputWidth(); column++, position++) {
                    int place = largest(window, image, imageOffset, channel, row, column);
                    places[placesOffset + position] = place;
                    output[outputOffset + position] = place < 0 ? 0 : image[imageOffset + place];
                }
            }
        }
    }

    /** The usual window without the general one's bookkeeping. */
    void maxPoolOfTwo(
            Window window,
            float[] image,
            int imageOffset,
            float[] output,
            int outputOffset,
            int[] places,
            int placesOffset) {
        int width = window.width();
        int across = window.outputWidth();
        int down = window.outputHeight();
        for (int channel = 0; channel < window.channels(); channel++) {
            for (int row = 0; row < down; row++) {
                int line = (channel * window.height() + 2 * row) * width;
                int to = (channel * down + row) * across;
                maxPoolOfTwo(
                        image,
                        imageOffset,
                        line,
                        width,
                        0,
                        across,
                        output,
                        outputOffset + to,
                        places,
                        placesOffset + to);
            }
        }
    }

    /** Some windows of one row of windows. */
    static void maxPoolOfTwo(
            float[] image,
            int imageOffset,
            int line,
            int width,
            int from,
            int to,
            float[] output,
            int outputOffset,
            int[] places,
            int placesOffset) {
        for (int column = from; column < to; column++) {
            int best = line + 2 * column;
            float largest = image[imageOffset + best];
            for (int i = 1; i < 4; i++) {
                int other = i % 2 + i / 2 * width;
                float value = image[imageOffset + line + 2 * column + other];
                boolean isLarger = isLarger(value, largest);
                largest = isLarger ? value : largest;
                best = isLarger ? line + 2 * column + other : best;
            }
            output[outputOffset + column] = largest;
            places[placesOffset + column] = best;
        }
    }

    @Override
    public void poolPlanes(
            int planes,
            int down,
            int across,
            float[] image,
            int imageOffset,
            int planeStep,
            int stride,
            float[] output,
            int outputOffset) {
        for (int plane = 0; plane < planes; plane++) {
            for (int row = 0; row < down; row++) {
                int from = imageOffset + plane * planeStep + 2 * row * stride;
                poolRow(0, across, 1, image, from, stride, output, outputOffset + (plane * down + row) * across);
            }
        }
    }

    @Override
    public void poolDepths(
            int down,
            int across,
            int width,
            int depth,
            float[] image,
            int imageOffset,
            float[] output,
            int outputOffset) {
        for (int row = 0; row < down; row++) {
            for (int channel = 0; channel < depth; channel++) {
                int from = imageOffset + 2 * row * width * depth + channel;
                int to = outputOffset + row * across * depth + channel;
                poolRow(0, across, depth, image, from, width * depth, output, to);
            }
        }
    }

    /** Windows {@code from … until − 1} of a row; a step from one element to the next, a stride from one row to the next. */
    static void poolRow(
            int from,
            int until,
            int step,
            float[] image,
            int imageOffset,
            int stride,
            float[] output,
            int outputOffset) {
        for (int column = from; column < until; column++) {
            int at = imageOffset + 2 * column * step;
            float upper = Math.max(image[at], image[at + step]);
            float lower = Math.max(image[at + stride], image[at + stride + step]);
            output[outputOffset + column * step] = Math.max(upper, lower);
        }
    }

    /** NaN counts as largest, and the first NaN stays. */
    private static boolean isLarger(float value, float largest) {
        return !(value <= largest) && !Float.isNaN(largest);
    }

    /** Where the largest of one window lies, −1 when it sees nothing but padding. */
    private static int largest(Window window, float[] image, int imageOffset, int channel, int row, int column) {
        int place = -1;
        float largest = 0;
        int top = window.start(row);
        int left = window.start(column);
        for (int i = window.firstInside(top); i < window.endOfRows(top); i++) {
            int line = (channel * window.height() + top + i * window.dilation()) * window.width() + left;
            for (int j = window.firstInside(left); j < window.endOfColumns(left); j++) {
                int pixel = line + j * window.dilation();
                float value = image[imageOffset + pixel];
                if (place < 0 || isLarger(value, largest)) {
                    largest = value;
                    place = pixel;
                }
            }
        }
        return place;
    }

    @Override
    public void maxPoolBackward(
            Window window,
            float[] outputError,
            int outputOffset,
            int[] places,
            int placesOffset,
            float[] imageError,
            int imageOffset) {
        Arrays.fill(imageError, imageOffset, imageOffset + window.size(), 0);
        for (int i = 0; i < window.channels() * window.positions(); i++) {
            int place = places[placesOffset + i];
            if (place >= 0) {
                imageError[imageOffset + place] += outputError[outputOffset + i];
            }
        }
    }

    @Override
    public void averagePool(Window window, float[] image, int imageOffset, float[] output, int outputOffset) {
        int to = outputOffset;
        for (int channel = 0; channel < window.channels(); channel++) {
            int plane = imageOffset + channel * window.height() * window.width();
            for (int row = 0; row < window.outputHeight(); row++) {
                for (int column = 0; column < window.outputWidth(); column++) {
                    int top = window.start(row);
                    int left = window.start(column);
                    output[to++] = sum(window, image, plane, top, left) / count(window, top, left);
                }
            }
        }
    }

    private static float sum(Window window, float[] image, int plane, int top, int left) {
        float sum = 0;
        int end = window.endOfColumns(left);
        for (int i = window.firstInside(top); i < window.endOfRows(top); i++) {
            int line = plane + (top + i * window.dilation()) * window.width() + left;
            for (int j = window.firstInside(left); j < end; j++) {
                sum += image[line + j * window.dilation()];
            }
        }
        return sum;
    }

    @Override
    public void averagePoolBackward(
            Window window, float[] outputError, int outputOffset, float[] imageError, int imageOffset) {
        int from = outputOffset;
        for (int channel = 0; channel < window.channels(); channel++) {
            int plane = imageOffset + channel * window.height() * window.width();
            for (int row = 0; row < window.outputHeight(); row++) {
                for (int column = 0; column < window.outputWidth(); column++) {
                    int top = window.start(row);
                    int left = window.start(column);
                    add(window, outputError[from++] / count(window, top, left), imageError, plane, top, left);
                }
            }
        }
    }

    private static void add(Window window, float share, float[] image, int plane, int top, int left) {
        int end = window.endOfColumns(left);
        for (int i = window.firstInside(top); i < window.endOfRows(top); i++) {
            int line = plane + (top + i * window.dilation()) * window.width() + left;
            for (int j = window.firstInside(left); j < end; j++) {
                image[line + j * window.dilation()] += share;
            }
        }
    }

    /** Elements of a window that lie in the image; 1 where none does, as the mean of nothing is 0. */
    private static int count(Window window, int top, int left) {
        int rows = window.endOfRows(top) - window.firstInside(top);
        int columns = window.endOfColumns(left) - window.firstInside(left);
        return Math.max(1, rows * columns);
    }
}

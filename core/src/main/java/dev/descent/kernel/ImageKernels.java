package dev.descent.kernel;

/** Windows sliding over images {@code [channels, height, width]}. */
public interface ImageKernels {

    /**
     * Writes what each window sees: {@code columns [elements, positions]}, element = (channel, window row, window column),
     * so that a convolution is {@code weight [filters, elements] · columns}. What lies in the padding is 0.
     */
    void unfold(Window window, float[] image, int imageOffset, float[] columns, int columnsOffset);

    /** The way back: {@code image += } every element of {@code columns} at the place it came from. */
    void fold(Window window, float[] columns, int columnsOffset, float[] image, int imageOffset);

    /**
     * The largest of each window, channel by channel: {@code output [channels, outputHeight, outputWidth]}. The first of equals
     * counts; NaN counts as largest; a window that lies in the padding altogether gives 0 and the place −1.
     *
     * @param places where each came from, as an index into the image, same layout as output
     */
    void maxPool(
            Window window,
            float[] image,
            int imageOffset,
            float[] output,
            int outputOffset,
            int[] places,
            int placesOffset);

    /** {@code imageError[place] += outputError}; imageError was zeroed before. */
    void maxPoolBackward(
            Window window,
            float[] outputError,
            int outputOffset,
            int[] places,
            int placesOffset,
            float[] imageError,
            int imageOffset);

    /** The mean of each window's elements that lie in the image, channel by channel. */
    void averagePool(Window window, float[] image, int imageOffset, float[] output, int outputOffset);

    /** {@code imageError += outputError / elements in the image}; imageError was zeroed before. */
    void averagePoolBackward(Window window, float[] outputError, int outputOffset, float[] imageError, int imageOffset);
}

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

    /** How many elements {@link #correlate} and {@link #correlateErrors} may read and write beyond the last position. */
    int slack();

    /**
     * A convolution without unfolding: on {@link Planes} each element of the window is a shift,
     * {@code out[row, p] = bias[row] + Σ over taps of weight[row, tap] · planes[shifts[tap] + p]} for p from 0 to positions.
     *
     * @param weight {@code [rows, taps]}
     * @param biasOffset where the bias begins; −1 for none
     * @param outStride distance of the rows of {@code out}, at least positions + {@link #slack}
     */
    void correlate(
            int rows,
            int positions,
            int[] shifts,
            float[] weight,
            int weightOffset,
            float[] bias,
            int biasOffset,
            float[] planes,
            int planesOffset,
            float[] out,
            int outStride);

    /**
     * The gradient of that: {@code gradient[row, tap] += Σ over samples and p of error[row, p] · planes[shifts[tap] + p]}. Errors
     * beyond the last position are 0 for {@link #slack} elements.
     *
     * @param errorStride distance of the rows of {@code error}
     * @param errorStep distance of the samples in {@code error}
     * @param planesStep distance of the samples in {@code planes}
     */
    void correlateErrors(
            int rows,
            int positions,
            int samples,
            int[] shifts,
            float[] error,
            int errorOffset,
            int errorStride,
            int errorStep,
            float[] planes,
            int planesOffset,
            int planesStep,
            float[] gradient,
            int gradientOffset);
}

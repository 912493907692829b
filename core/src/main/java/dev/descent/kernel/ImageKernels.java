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

    /**
     * The largest of 2 × 2 windows side by side, without their places: for {@link #maxPool} where nobody goes back. NaN counts as
     * largest; whether a zero has a sign is left open.
     *
     * @param planes how many, {@code planeStep} apart, with rows {@code stride} apart and {@link #slack} elements behind the last
     * @param output {@code [planes, down, across]}
     */
    void poolPlanes(
            int planes,
            int down,
            int across,
            float[] image,
            int imageOffset,
            int planeStep,
            int stride,
            float[] output,
            int outputOffset);

    /**
     * The same of an image {@code [height, width, depth]}, whose channels come last; output {@code [down, across, depth]}.
     *
     * @param depth a multiple of {@link #filtersPadded}
     */
    void poolDepths(
            int down,
            int across,
            int width,
            int depth,
            float[] image,
            int imageOffset,
            float[] output,
            int outputOffset);

    /** Writes ∂loss/∂image: the sum of the output errors that came from each place, 0 elsewhere. */
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

    /** Filters or channels rounded up to what {@link #correlateErrors} and {@link #transform} take at a time. */
    int filtersPadded(int filters);

    /** {@code taps} rounded up to what {@link #correlateErrors} takes at a time. */
    int tapsPadded(int taps);

    /**
     * The gradient of that: {@code gradient[tap, filter] += Σ over samples and p of error[p, filter] · planes[shifts[tap] + p]}, p
     * over the positions that count.
     *
     * @param filters a multiple of {@link #filtersPadded}
     * @param samples how many lie one behind the other in {@code error} and {@code planes}
     * @param shifts as many as {@link #tapsPadded} says
     * @param error {@code [samples, positions, filters]}
     * @param planesStep distance of the samples in {@code planes}
     * @param gradient {@code [taps, filters]}
     */
    void correlateErrors(
            Planes geometry,
            int filters,
            int samples,
            int[] shifts,
            float[] error,
            float[] planes,
            int planesStep,
            float[] gradient,
            int gradientOffset);

    /** Whether {@link #correlatePlanes} takes less time for so many filters than {@link #correlateErrors}. */
    boolean prefersPlanes(Planes geometry, int filters);

    /** How many partial sums {@link #correlatePlanes} makes of each. */
    int partialSums();

    /** Filters rounded up to what {@link #correlatePlanes} takes at a time. */
    int planeFiltersPadded(int filters);

    /** {@code taps} rounded up to what {@link #correlatePlanes} takes at a time. */
    int planeTapsPadded(int taps);

    /**
     * The gradient of one sample from errors that lie in planes, for few filters:
     * {@code Σ over i of sums[filter, tap, i] += Σ over p of error[filter, p] · planes[shifts[tap] + p]}, i over the
     * {@link #partialSums}.
     *
     * @param filters a multiple of {@link #planeFiltersPadded}
     * @param positions of which those that do not count, and {@link #slack} behind the last one, have an error of 0
     * @param shifts as many as {@link #planeTapsPadded} says
     * @param errorStride distance of the filters in {@code error}
     * @param sums {@code [filters, taps, partialSums]}
     */
    void correlatePlanes(
            int filters,
            int positions,
            int[] shifts,
            float[] error,
            int errorOffset,
            int errorStride,
            float[] planes,
            int planesOffset,
            float[] sums,
            int sumsOffset);

    /**
     * {@code to[row, i] = Σ over k of matrix[row, k] · from[k, i]}, or {@code +=} where the matrix says so.
     *
     * @param n columns, a multiple of {@link #filtersPadded}
     * @param stride distance of the rows of {@code from}
     * @param toStride distance of the rows of {@code to}, which must not overlap {@code from}
     */
    void transform(
            Winograd matrix, int n, float[] from, int offset, int stride, float[] to, int toOffset, int toStride);

    /**
     * Copies rows of {@code n} elements. Behind each row zeros may be written, up to {@code toEnd}, before the next row is: what
     * lies between the rows must be 0 anyway or be written later.
     */
    void copyRows(
            int rows,
            int n,
            float[] from,
            int fromOffset,
            int fromStride,
            float[] to,
            int toOffset,
            int toStride,
            int toEnd);
}

package dev.descent.kernel;

/**
 * Images laid out so that a convolution of stride 1 needs no unfolding: every channel is a plane with its padding around it. Counted
 * along the plane, position p = y · width + x, the window's element (channel, i, j) lies at p plus a shift that does not depend on p,
 * so each element of the window contributes a shifted view of the same memory. Positions whose window would wrap around the
 * plane's right edge are computed and never looked at.
 *
 * <p>Errors lie in planes of the same width, with {@link #margin} zeros before each, and zeros where no output is: the way back
 * is then the same sum with all shifts negated.
 */
public final class Planes {
    private final Window window;
    private final ImageKernels kernels;
    private final int slack;
    private final int width;
    private final int plane;
    private final int[] shifts;
    private final int margin;

    /**
     * @param window of stride 1
     * @param kernels what copies and leaves room behind each, {@link ImageKernels#slack}
     */
    public Planes(Window window, ImageKernels kernels) {
        if (window.stride() != 1) {
            throw new IllegalArgumentException("planes need stride 1, got " + window.stride());
        }
        this.window = window;
        this.kernels = kernels;
        this.slack = kernels.slack();
        width = window.width() + 2 * window.padding();
        plane = (window.height() + 2 * window.padding()) * width;
        shifts = new int[window.elements()];
        int tap = 0;
        for (int channel = 0; channel < window.channels(); channel++) {
            for (int i = 0; i < window.windowHeight(); i++) {
                for (int j = 0; j < window.windowWidth(); j++) {
                    shifts[tap++] = channel * plane + window.dilation() * (i * width + j);
                }
            }
        }
        margin = window.dilation() * ((window.windowHeight() - 1) * width + window.windowWidth() - 1);
    }

    /** Of each element of the window. */
    public int[] shifts() {
        return shifts.clone();
    }

    /** Elements of the window. */
    public int taps() {
        return shifts.length;
    }

    /** Elements of one padded sample, room behind it included. */
    public int inputSize() {
        return window.channels() * plane + slack;
    }

    /** Distance from one row of a plane to the next. */
    public int width() {
        return width;
    }

    /** Rows of the output. */
    public int outputHeight() {
        return window.outputHeight();
    }

    /** Columns of the output. */
    public int outputWidth() {
        return window.outputWidth();
    }

    /** Positions to compute going forward, those at the right edge included. */
    public int positions() {
        return (window.outputHeight() - 1) * width + window.outputWidth();
    }

    /** Positions to compute going back, from the image's first pixel to its last. */
    public int inputPositions() {
        return (window.height() - 1) * width + window.width();
    }

    /** Zeros before the errors of each filter: the longest shift within a plane. */
    public int margin() {
        return margin;
    }

    /** Distance from one filter's errors to the next's. */
    public int errorStride() {
        return margin + plane + slack;
    }

    /** Shifts for the way back, of (filter, i, j), from the place of the image's first pixel. */
    public int[] backwardShifts(int filters) {
        int taps = window.windowHeight() * window.windowWidth();
        int[] back = new int[filters * taps];
        int first = window.padding() * width + window.padding();
        for (int filter = 0; filter < filters; filter++) {
            for (int tap = 0; tap < taps; tap++) {
                back[filter * taps + tap] = filter * errorStride() + margin + first - shifts[tap];
            }
        }
        return back;
    }

    /** The weights for the way back: {@code [filters, channels, taps]} becomes {@code [channels, filters, taps]}. */
    public void transpose(int filters, float[] weight, int weightOffset, float[] transposed, int to) {
        int taps = window.windowHeight() * window.windowWidth();
        for (int channel = 0; channel < window.channels(); channel++) {
            for (int filter = 0; filter < filters; filter++) {
                int from = weightOffset + (filter * window.channels() + channel) * taps;
                System.arraycopy(weight, from, transposed, to + (channel * filters + filter) * taps, taps);
            }
        }
    }

    /** Lays an image into planes whose padding is 0 already. */
    public void pad(float[] image, int imageOffset, float[] planes, int planesOffset) {
        int size = window.height() * window.width();
        for (int channel = 0; channel < window.channels(); channel++) {
            int to = planesOffset + channel * plane + window.padding() * width + window.padding();
            int end = planesOffset + inputSize();
            kernels.copyRows(
                    window.height(),
                    window.width(),
                    image,
                    imageOffset + channel * size,
                    window.width(),
                    planes,
                    to,
                    width,
                    end);
        }
    }

    /** Lays errors {@code [filters, output height, output width]} into planes that are 0 elsewhere already. */
    public void spread(int filters, float[] error, int errorOffset, float[] planes, int planesOffset) {
        int across = window.outputWidth();
        int down = window.outputHeight();
        int end = planesOffset + filters * errorStride() + slack;
        for (int filter = 0; filter < filters; filter++) {
            int to = planesOffset + filter * errorStride() + margin;
            kernels.copyRows(down, across, error, errorOffset + filter * across * down, across, planes, to, width, end);
        }
    }

    /** Takes one filter's rows out of computed positions; logits up to {@code end} are still to be written. */
    public void gather(float[] positions, int from, float[] logits, int logitsOffset, int end) {
        int across = window.outputWidth();
        kernels.copyRows(window.outputHeight(), across, positions, from, width, logits, logitsOffset, across, end);
    }

    /** Takes one channel's rows out of positions computed going back; errors up to {@code end} are still to be written. */
    public void gatherErrors(float[] positions, int from, float[] error, int errorOffset, int end) {
        kernels.copyRows(
                window.height(), window.width(), positions, from, width, error, errorOffset, window.width(), end);
    }
}

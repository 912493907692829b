package dev.descent.kernel;

import java.util.Arrays;

/** Convolution and pooling in plain loops. */
class ScalarImageKernels extends ScalarPoolingKernels {

    /** Called for every element of every window that lies in the image. */
    private interface Visitor {
        void visit(int output, int element, int pixel);
    }

    /** Positions row by row, for each the window's elements of one channel row by row. */
    private static void visit(Window window, int channel, Visitor visitor) {
        int position = channel * window.positions();
        for (int row = 0; row < window.outputHeight(); row++) {
            int top = window.start(row);
            for (int column = 0; column < window.outputWidth(); column++, position++) {
                int left = window.start(column);
                for (int i = window.firstInside(top); i < window.endOfRows(top); i++) {
                    int line = (channel * window.height() + top + i * window.dilation()) * window.width() + left;
                    int elements = (channel * window.windowHeight() + i) * window.windowWidth();
                    for (int j = window.firstInside(left); j < window.endOfColumns(left); j++) {
                        visitor.visit(position, elements + j, line + j * window.dilation());
                    }
                }
            }
        }
    }

    @Override
    public void unfold(Window window, float[] image, int imageOffset, float[] columns, int columnsOffset) {
        int positions = window.positions();
        Arrays.fill(columns, columnsOffset, columnsOffset + window.elements() * positions, 0);
        for (int channel = 0; channel < window.channels(); channel++) {
            int first = channel * positions;
            visit(
                    window,
                    channel,
                    (output, element, pixel) ->
                            columns[columnsOffset + element * positions + output - first] = image[imageOffset + pixel]);
        }
    }

    @Override
    public void fold(Window window, float[] columns, int columnsOffset, float[] image, int imageOffset) {
        int positions = window.positions();
        for (int channel = 0; channel < window.channels(); channel++) {
            int first = channel * positions;
            visit(
                    window,
                    channel,
                    (output, element, pixel) -> image[imageOffset + pixel] +=
                            columns[columnsOffset + element * positions + output - first]);
        }
    }

    @Override
    public int slack() {
        return 0;
    }

    @Override
    public void correlate(
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
            int outStride) {
        int taps = shifts.length;
        for (int row = 0; row < rows; row++) {
            for (int p = 0; p < positions; p++) {
                float sum = biasOffset < 0 ? 0 : bias[biasOffset + row];
                for (int tap = 0; tap < taps; tap++) {
                    sum += weight[weightOffset + row * taps + tap] * planes[planesOffset + shifts[tap] + p];
                }
                out[row * outStride + p] = sum;
            }
        }
    }

    @Override
    public int filtersPadded(int filters) {
        return filters;
    }

    @Override
    public int tapsPadded(int taps) {
        return taps;
    }

    @Override
    public void correlateErrors(
            Planes geometry,
            int filters,
            int samples,
            int[] shifts,
            float[] error,
            float[] planes,
            int planesStep,
            float[] gradient,
            int gradientOffset) {
        int row = 0;
        for (int sample = 0; sample < samples; sample++) {
            for (int y = 0; y < geometry.outputHeight(); y++) {
                for (int x = 0; x < geometry.outputWidth(); x++, row += filters) {
                    int p = sample * planesStep + y * geometry.width() + x;
                    for (int tap = 0; tap < shifts.length; tap++) {
                        int to = gradientOffset + tap * filters;
                        for (int filter = 0; filter < filters; filter++) {
                            gradient[to + filter] += error[row + filter] * planes[p + shifts[tap]];
                        }
                    }
                }
            }
        }
    }

    @Override
    public boolean prefersPlanes(Planes geometry, int filters) {
        return false;
    }

    @Override
    public int partialSums() {
        return 1;
    }

    @Override
    public int planeFiltersPadded(int filters) {
        return filters;
    }

    @Override
    public int planeTapsPadded(int taps) {
        return taps;
    }

    @Override
    public void correlatePlanes(
            int filters,
            int positions,
            int[] shifts,
            float[] error,
            int errorOffset,
            int errorStride,
            float[] planes,
            int planesOffset,
            float[] sums,
            int sumsOffset) {
        for (int filter = 0; filter < filters; filter++) {
            for (int tap = 0; tap < shifts.length; tap++) {
                float sum = 0;
                for (int p = 0; p < positions; p++) {
                    sum += error[errorOffset + filter * errorStride + p] * planes[planesOffset + shifts[tap] + p];
                }
                sums[sumsOffset + filter * shifts.length + tap] += sum;
            }
        }
    }

    @Override
    public void transform(
            Winograd matrix, int n, float[] from, int offset, int stride, float[] to, int toOffset, int toStride) {
        for (int row = 0; row < matrix.rows(); row++) {
            for (int i = 0; i < n; i++) {
                int at = toOffset + row * toStride + i;
                float sum = matrix.accumulates() ? to[at] : 0;
                for (int k = 0; k < matrix.columns(); k++) {
                    sum += (float) matrix.at(row, k) * from[offset + k * stride + i];
                }
                to[at] = sum;
            }
        }
    }

    @Override
    public void copyRows(
            int rows,
            int n,
            float[] from,
            int fromOffset,
            int fromStride,
            float[] to,
            int toOffset,
            int toStride,
            int toEnd) {
        for (int row = 0; row < rows; row++) {
            System.arraycopy(from, fromOffset + row * fromStride, to, toOffset + row * toStride, n);
        }
    }
}

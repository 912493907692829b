package dev.descent.train;

import dev.descent.kernel.ElementKernels;
import java.util.Arrays;

/**
 * What a network answered, beside what it should have answered.
 *
 * @param samples number of rows
 * @param width outputs per sample
 * @param outputs {@code [samples, width]}, not to be changed
 * @param targets {@code [samples, width]}, not to be changed
 */
public record Predictions(int samples, int width, float[] outputs, float[] targets) {
    public Predictions {
        if (outputs.length != (long) samples * width || targets.length != outputs.length) {
            throw new IllegalArgumentException("%d samples of %d outputs need %d numbers, got %d outputs and %d targets"
                    .formatted(samples, width, (long) samples * width, outputs.length, targets.length));
        }
    }

    /** The outputs of one sample. */
    public float[] output(int sample) {
        return Arrays.copyOfRange(outputs, sample * width, (sample + 1) * width);
    }

    /** The targets of one sample. */
    public float[] target(int sample) {
        return Arrays.copyOfRange(targets, sample * width, (sample + 1) * width);
    }

    public float output(int sample, int unit) {
        return outputs[sample * width + unit];
    }

    /** The class answered: the greatest output, the first of equals, a NaN before all (as NumPy's argmax). */
    public int answer(int sample) {
        return decide(outputs, sample * width, width);
    }

    /** The class that is right. */
    public int truth(int sample) {
        return decide(targets, sample * width, width);
    }

    /** In how many rows outputs and targets stand for the same class. */
    static int right(ElementKernels elements, float[] outputs, float[] targets, int rows, int width) {
        if (width > 1) {
            return elements.agreements(rows, width, outputs, targets);
        }
        int right = 0;
        for (int row = 0; row < rows; row++) {
            right += decide(outputs, row, 1) == decide(targets, row, 1) ? 1 : 0;
        }
        return right;
    }

    /**
     * The class that a row stands for: the place of its greatest element, or, for a row of one, 1 above one half.
     *
     * @param values rows one after another
     * @param offset where the row begins
     * @param width elements of the row
     */
    static int decide(float[] values, int offset, int width) {
        if (width == 1) {
            return values[offset] > 0.5f ? 1 : 0;
        }
        int best = 0;
        for (int unit = 0; unit < width; unit++) {
            float value = values[offset + unit];
            if (Float.isNaN(value)) {
                return unit;
            }
            if (value > values[offset + best]) {
                best = unit;
            }
        }
        return best;
    }
}

package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * What the output is compared with.
 *
 * @param source the user's array; null where it is reconstructed from the error
 * @param classes one-hot columns to make of class numbers; 0 when the array is taken as it is
 * @param repeated columns over which an array of one column is repeated, as NumPy does; 0 when it is taken as it is
 * @param error the user's array output − target or target − output; null where the dump has none
 * @param errorSign 1 for output − target, -1 for target − output; 0 without error
 */
public record Target(
        @Nullable Ref source,
        int classes,
        int repeated,
        @Nullable Ref error,
        int errorSign) {
    Target(@Nullable Ref source, int classes, @Nullable Ref error, int errorSign) {
        this(source, classes, 0, error, errorSign);
    }

    /** The target of an iteration [samples, units], null where it is not known. */
    public @Nullable Matrix at(int iteration, @Nullable Matrix output) {
        if (source != null) {
            Matrix value = source.atOrBefore(iteration);
            if (value == null) {
                return null;
            }
            return classes > 0 ? oneHot(value, classes) : repeated > 0 ? repeated(value, repeated) : value;
        }
        Matrix difference = error == null ? null : error.at(iteration);
        if (difference == null || output == null || !difference.sameShape(output)) {
            return null;
        }
        Matrix raw = errorSign > 0 ? output.minus(difference) : output.plus(difference);
        // Reconstructed targets are 0, 1 or -1 up to rounding.
        return raw.mapExactly(value -> Math.abs(value - Math.rint(value)) < 1e-4 ? Math.rint(value) : value);
    }

    static Matrix repeated(Matrix column, int columns) {
        return Matrix.filled(1, columns, 0).plus(column);
    }

    static Matrix oneHot(Matrix labels, int classes) {
        double[] values = new double[labels.size() * classes];
        for (int sample = 0; sample < labels.size(); sample++) {
            int label = (int) labels.at(sample);
            if (label >= 0 && label < classes) {
                values[sample * classes + label] = 1;
            }
        }
        return Matrix.of(labels.size(), classes, values, Matrix.DOUBLE);
    }
}

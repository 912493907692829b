package dev.descent.audit.recover;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import org.jspecify.annotations.Nullable;

/** Recognises a softmax and over which axis it was normalised. */
final class Softmaxes {
    private static final double UNSATURATED = 10;

    private Softmaxes() {}

    /** Whether the rows are the softmax of the logits over the units. */
    static boolean along(Matrix shown, Matrix logits) {
        return positive(shown)
                && (shown.columns() > 1 ? isOf(shown, Nonlinearity.SOFTMAX, logits) : isOfOneUnit(shown, logits));
    }

    /** Whether the rows are the softmax of the logits' softmax. */
    static boolean twice(Matrix shown, Matrix logits) {
        return positive(shown) && shown.columns() > 1 && isOf(shown, Nonlinearity.SOFTMAX_TWICE, logits);
    }

    private static boolean isOf(Matrix shown, Nonlinearity softmax, Matrix logits) {
        return Fit.same(shown, softmax.apply(logits)).matches();
    }

    /** Of one unit it is 1, whatever the logits, of which some are too small for a saturated sigmoid. */
    private static boolean isOfOneUnit(Matrix shown, Matrix logits) {
        return shown.rows() > 1 && shown.minimum() == 1 && shown.maximum() == 1 && logits.minimum() < UNSATURATED;
    }

    /** Whether the whole array is the softmax over the samples; {@code rows} and {@code logits} are some of its rows. */
    static boolean across(@Nullable Matrix whole, Matrix rows, Matrix logits) {
        if (whole == null || !positive(rows)) {
            return false;
        }
        if (whole.rows() == 1) {
            // Of one sample each share is 1, whatever the logits; far out, a sigmoid is 1 too.
            return rows.columns() > 1 && rows.minimum() == 1 && logits.minimum() < UNSATURATED;
        }
        Matrix sums = whole.sumOfRows();
        int compared = 0;
        for (int unit = 0; unit < sums.columns(); unit++) {
            if (Math.abs(sums.at(unit) - 1) > 1e-3) {
                return false;
            }
            double offset = Double.NaN;
            for (int row = 0; row < rows.rows(); row++) {
                if (rows.get(row, unit) == 0) {
                    continue;
                }
                double difference = Math.log(rows.get(row, unit)) - logits.get(row, unit);
                double tolerance = 64
                        * Math.max(rows.epsilon(), logits.epsilon())
                        * (4 + logits.bound(row * logits.columns() + unit) + Math.abs(difference));
                if (Double.isNaN(offset)) {
                    offset = difference;
                } else if (!(Math.abs(difference - offset) <= tolerance)) {
                    return false;
                } else {
                    compared++;
                }
            }
        }
        return compared > 0;
    }

    /** Whether the whole array sums to 1, and its rows are exponentials of the logits over one and the same sum. */
    static boolean overEverything(@Nullable Matrix whole, Matrix rows, Matrix logits) {
        if (whole == null || whole.rows() == 1 || rows.size() < 4 || rows.minimum() <= 0) {
            return false;
        }
        if (Math.abs(whole.sum() - 1) > 1e-3) {
            return false;
        }
        double offset = Math.log(rows.at(0)) - logits.at(0);
        for (int i = 0; i < rows.size(); i++) {
            double difference = Math.log(rows.at(i)) - logits.at(i);
            double tolerance = 64
                    * Math.max(rows.epsilon(), logits.epsilon())
                    * (4 + logits.bound(i) + logits.bound(0) + Math.abs(difference));
            if (!(Math.abs(difference - offset) <= tolerance)) {
                return false;
            }
        }
        return true;
    }

    private static boolean positive(Matrix shown) {
        return shown.minimum() >= 0 && shown.maximum() <= 1 + 1e-6 && shown.maximum() > 0;
    }
}

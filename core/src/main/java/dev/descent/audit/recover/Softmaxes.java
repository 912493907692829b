package dev.descent.audit.recover;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Recognises a softmax and over which axis it was normalised. */
final class Softmaxes {
    private static final double UNSATURATED = 10;
    private static final double NEARLY = 1e-3;
    private static final double SHIFT_ROUNDINGS = 32;

    /** Fewer numbers differ by one for each row by chance. */
    private static final int FEWEST_UNITS = 3;

    private static final int FEWEST_NUMBERS = 9;

    private Softmaxes() {}

    /** Whether the rows are the softmax of the logits over the units. */
    static boolean along(Matrix shown, Matrix logits) {
        return mayBe(shown)
                && (shown.columns() > 1 ? isOf(shown, Nonlinearity.SOFTMAX, logits) : isOfOneUnit(shown, logits));
    }

    /** Which softmax with a slip the rows are: of what is one already, of logits with their sign turned, over the mean; null for none. */
    static @Nullable Nonlinearity withSlip(Matrix shown, Matrix logits) {
        if (shown.columns() < 2) {
            return null;
        }
        List<Nonlinearity> slips = mayBe(shown)
                ? List.of(Nonlinearity.SOFTMAX_TWICE, Nonlinearity.SOFTMAX_OF_MINUS)
                : mayBeOverMean(shown) ? List.of(Nonlinearity.SOFTMAX_OVER_MEAN) : List.of();
        return slips.stream()
                .filter(slip -> isOf(shown, slip, logits))
                .findFirst()
                .orElse(null);
    }

    /** Whether the rows are the softmax of logits less the largest of each unit over all samples, of which {@code all} are the logits. */
    static boolean lessLargestOfUnits(Matrix shown, Matrix logits, Matrix all) {
        if (shown.columns() < 2 || all.columns() != logits.columns() || all.rows() < 2) {
            return false;
        }
        double[] values = logits.values().clone();
        double[] bounds = new double[values.length];
        for (int unit = 0; unit < all.columns(); unit++) {
            double largest = all.columns(unit, unit + 1).maximum();
            for (int i = unit; i < values.length; i += all.columns()) {
                values[i] -= largest;
                bounds[i] = logits.bound(i) + Math.abs(largest);
            }
        }
        return isOf(
                shown,
                Nonlinearity.SOFTMAX,
                Matrix.of(logits.rows(), logits.columns(), values, bounds, logits.epsilon()));
    }

    /** Whether the first row shares a sum of 1: of nearly all arrays that shows at once that they are none. */
    static boolean mayBe(Matrix shown) {
        return Math.abs(firstSum(shown) - 1) < NEARLY && positive(shown);
    }

    private static boolean mayBeOverMean(Matrix shown) {
        return shown.minimum() >= 0 && Math.abs(firstSum(shown) - shown.columns()) < NEARLY * shown.columns();
    }

    private static double firstSum(Matrix shown) {
        return shown.rows(0, 1).sum();
    }

    /** Whether each row is the logits but for one number, as they are without their largest or as the logarithm of their softmax. */
    static boolean shifted(Matrix shown, Matrix logits) {
        if (!shown.sameShape(logits) || logits.columns() < FEWEST_UNITS || logits.size() < FEWEST_NUMBERS) {
            return false;
        }
        boolean moved = false;
        boolean differs = false;
        for (int row = 0; row < logits.rows(); row++) {
            double offset = shown.get(row, 0) - logits.get(row, 0);
            moved |= Math.abs(offset) > 1e-3 * (Math.abs(logits.get(row, 0)) + 1e-3);
            for (int unit = 1; unit < logits.columns(); unit++) {
                double difference = shown.get(row, unit) - logits.get(row, unit);
                differs |= Math.abs(logits.get(row, unit) - logits.get(row, 0)) > NEARLY * Math.abs(offset);
                int index = row * logits.columns() + unit;
                double bound = logits.bound(index) + logits.bound(row * logits.columns()) + Math.abs(offset);
                if (!(Math.abs(difference - offset)
                        <= SHIFT_ROUNDINGS * Math.max(shown.epsilon(), logits.epsilon()) * bound)) {
                    return false;
                }
            }
        }
        return moved && differs && !isConstantShift(shown, logits);
    }

    /** One number for all rows is a bias of one number. */
    private static boolean isConstantShift(Matrix shown, Matrix logits) {
        double first = shown.get(0, 0) - logits.get(0, 0);
        for (int row = 1; row < logits.rows(); row++) {
            if (Math.abs(shown.get(row, 0) - logits.get(row, 0) - first) > 1e-3 * Math.abs(first)) {
                return false;
            }
        }
        return logits.rows() > 1;
    }

    private static boolean isOf(Matrix shown, Nonlinearity softmax, Matrix logits) {
        return Fit.same(shown, softmax.apply(logits)).matches();
    }

    /** Of one unit it is 1, whatever the logits, of which some are too small for a saturated sigmoid. */
    private static boolean isOfOneUnit(Matrix shown, Matrix logits) {
        return shown.rows() > 1 && shown.minimum() == 1 && shown.maximum() == 1 && logits.minimum() < UNSATURATED;
    }

    /** Whether the first unit's numbers share a sum of 1, as no array's do that is not one: asked once, before any logits are known. */
    static boolean mayBeAcross(Matrix whole, Matrix rows) {
        return positive(rows)
                && (whole.rows() == 1 || Math.abs(whole.columns(0, 1).sum() - 1) <= NEARLY);
    }

    static boolean mayBeOverEverything(Matrix whole, Matrix rows) {
        return whole.rows() > 1 && rows.minimum() > 0 && positive(rows) && Math.abs(whole.sum() - 1) <= NEARLY;
    }

    /** Whether the whole array is the softmax over the samples; {@code rows} and {@code logits} are some of its rows. */
    static boolean across(@Nullable Matrix whole, Matrix rows, Matrix logits) {
        if (whole == null) {
            return false;
        }
        if (whole.rows() == 1) {
            // Of one sample each share is 1, whatever the logits; far out, a sigmoid is 1 too.
            return rows.columns() > 1 && rows.minimum() == 1 && logits.minimum() < UNSATURATED;
        }
        return isOverSamples(whole, rows, logits, false) || isOverSamples(whole, rows, logits, true);
    }

    /** @param shifted whether the largest of each sample is taken from its logits before */
    private static boolean isOverSamples(Matrix whole, Matrix rows, Matrix logits, boolean shifted) {
        Matrix sums = whole.sumOfRows();
        int compared = 0;
        for (int unit = 0; unit < sums.columns(); unit++) {
            if (Math.abs(sums.at(unit) - 1) > NEARLY) {
                return false;
            }
            double offset = Double.NaN;
            for (int row = 0; row < rows.rows(); row++) {
                if (rows.get(row, unit) == 0) {
                    continue;
                }
                double largest = shifted ? logits.rows(row, row + 1).maximum() : 0;
                double difference = Math.log(rows.get(row, unit)) - logits.get(row, unit) + largest;
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

    /**
     * Whether rows of an array that {@linkplain #mayBeOverEverything may be it} are exponentials of the logits over one and the same sum,
     * each row's largest taken off or not; null for neither.
     */
    static @Nullable Nonlinearity overEverything(Matrix rows, Matrix logits) {
        if (rows.size() < 4 || rows.minimum() <= 0) {
            return null;
        }
        return isOneSum(rows, logits, false)
                ? Nonlinearity.SOFTMAX_OVER_EVERYTHING
                : isOneSum(rows, logits, true) ? Nonlinearity.SOFTMAX_OF_SHIFTED_OVER_EVERYTHING : null;
    }

    private static boolean isOneSum(Matrix rows, Matrix logits, boolean shifted) {
        double offset = Double.NaN;
        for (int i = 0; i < rows.size(); i++) {
            int row = i / rows.columns();
            double largest = shifted ? logits.rows(row, row + 1).maximum() : 0;
            double difference = Math.log(rows.at(i)) - logits.at(i) + largest;
            offset = i == 0 ? difference : offset;
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

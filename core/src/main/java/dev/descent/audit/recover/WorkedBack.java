package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Works out by how much of a gradient a weight was moved, from an activation computed before the move:
 * logit(activation) = input · (weight − s · gradient) + bias, linear in s and the bias.
 */
final class WorkedBack {
    private WorkedBack() {}

    /**
     * A factor, and what remains as bias.
     *
     * @param shift one row, null when nothing remains
     */
    record Solution(double factor, @Nullable Matrix shift) {}

    static List<Solution> solve(Matrix shown, Matrix after, Matrix change, boolean withBias) {
        List<Solution> solutions = new ArrayList<>();
        for (Nonlinearity activation : Nonlinearity.ELEMENTWISE) {
            double[] logits = new double[shown.size()];
            int known = 0;
            for (int i = 0; i < logits.length; i++) {
                logits[i] = activation.logit(shown.at(i));
                known += Double.isFinite(logits[i]) ? 1 : 0;
            }
            if (known < 4) {
                continue;
            }
            Solution plain = solve(logits, after, change, false);
            if (plain != null) {
                solutions.add(plain);
            } else if (withBias) {
                Solution shifted = solve(logits, after, change, true);
                if (shifted != null) {
                    solutions.add(shifted);
                }
            }
        }
        if (shown.columns() > 1 && shown.minimum() > 0 && shown.maximum() < 1) {
            Solution soft = softmax(shown, after, change, withBias);
            if (soft != null) {
                solutions.add(soft);
            }
        }
        return solutions;
    }

    private static @Nullable Solution softmax(Matrix shown, Matrix after, Matrix change, boolean withBias) {
        // Within a row, log-softmax differs from the logits by a constant: compare differences to the first unit.
        Matrix logs = relative(shown.mapExactly(Math::log));
        Solution plain = solve(logs.values(), relative(after), relative(change), false);
        return plain != null || !withBias ? plain : solve(logs.values(), relative(after), relative(change), true);
    }

    private static Matrix relative(Matrix matrix) {
        return matrix.minus(matrix.columns(0, 1));
    }

    private static @Nullable Solution solve(double[] logits, Matrix after, Matrix change, boolean withBias) {
        int units = after.columns();
        double[] meanResidual = new double[units];
        double[] meanChange = new double[units];
        int[] counts = new int[units];
        if (withBias) {
            for (int i = 0; i < logits.length; i++) {
                if (Double.isFinite(logits[i])) {
                    meanResidual[i % units] += logits[i] - after.at(i);
                    meanChange[i % units] += change.at(i);
                    counts[i % units]++;
                }
            }
            for (int unit = 0; unit < units; unit++) {
                meanResidual[unit] /= Math.max(1, counts[unit]);
                meanChange[unit] /= Math.max(1, counts[unit]);
            }
        }
        double product = 0;
        double square = 0;
        double most = 0;
        for (int i = 0; i < logits.length; i++) {
            if (Double.isFinite(logits[i])) {
                double residual = logits[i] - after.at(i) - meanResidual[i % units];
                double moved = change.at(i) - meanChange[i % units];
                product -= residual * moved;
                square += moved * moved;
                most = Math.max(most, Math.abs(logits[i]) + after.bound(i));
            }
        }
        if (square == 0) {
            return null;
        }
        double factor = product / square;
        double worst = 0;
        for (int i = 0; i < logits.length; i++) {
            if (Double.isFinite(logits[i])) {
                double residual = logits[i] - after.at(i) - meanResidual[i % units];
                worst = Math.max(worst, Math.abs(residual + factor * (change.at(i) - meanChange[i % units])));
            }
        }
        // A logit near the rim of its range is known to fewer digits than the sum it came from.
        double tolerance = 1e5 * Math.max(after.epsilon(), change.epsilon()) * Math.max(1, most);
        if (worst > tolerance) {
            return null;
        }
        if (!withBias) {
            return new Solution(factor, null);
        }
        double[] shift = new double[units];
        for (int unit = 0; unit < units; unit++) {
            shift[unit] = meanResidual[unit] + factor * meanChange[unit];
        }
        return new Solution(factor, Matrix.of(1, units, shift, Math.max(1e-9, after.epsilon())));
    }
}

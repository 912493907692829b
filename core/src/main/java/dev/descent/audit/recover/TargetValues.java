package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;
import java.util.Arrays;

/** What kind of numbers targets are. */
public final class TargetValues {
    private TargetValues() {}

    /** 0 and 1 only (or -1 and 1), not all alike; with several columns, a 1 in each row. */
    public static boolean areClasses(Matrix values) {
        double low = values.minimum();
        if (values.maximum() != 1 || (low != 0 && low != -1)) {
            return false;
        }
        for (int row = 0; row < values.rows(); row++) {
            int ones = 0;
            for (int column = 0; column < values.columns(); column++) {
                double value = values.get(row, column);
                if (value != low && value != 1) {
                    return false;
                }
                ones += value == 1 ? 1 : 0;
            }
            if (values.columns() > 2 && ones == 0) {
                return false;
            }
        }
        return true;
    }

    /** Nothing but 0 and 1. */
    public static boolean areZerosAndOnes(Matrix values) {
        return Arrays.stream(values.values()).allMatch(value -> value == 0 || value == 1);
    }

    /** Exactly one 1 in each row of several. */
    public static boolean areOneHot(Matrix values) {
        if (values.columns() < 2 || !areClasses(values) || values.minimum() != 0) {
            return false;
        }
        for (int row = 0; row < values.rows(); row++) {
            double sum = 0;
            for (int column = 0; column < values.columns(); column++) {
                sum += values.get(row, column);
            }
            if (sum != 1) {
                return false;
            }
        }
        return true;
    }
}

package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;
import dev.descent.data.NdArray;
import dev.descent.data.NdArray.ElementType;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;

/** How exactly a dump holds its numbers: in single precision, which is also told by what text makes of it, or rounded to few digits. */
public final class Precision {
    private static final double FLOAT = 0x1p-24;

    /** Fewer digits than single precision has are not enough to tell formulas apart. */
    private static final int FEWEST_DIGITS = 9;

    /** Elements of each array that are looked at. */
    private static final int MANY = 400;

    /** Numbers that end early by chance are fewer. */
    private static final int FEWEST = 12;

    /** Of the last digit: what reading a number in binary may change. */
    private static final double NEARLY = 1e-4;

    private final boolean areFloats;

    private Precision(boolean areFloats) {
        this.areFloats = areFloats;
    }

    /** Of a whole dump: numbers of single precision that are written as text are read as double. */
    static Precision of(List<Map<String, NdArray>> iterations) {
        return new Precision(holdsForAll(iterations, value -> (float) value == value));
    }

    Matrix matrix(NdArray array) {
        int rows = array.rank() < 2 ? 1 : array.dimension(0);
        double epsilon = switch (array.type()) {
            case FLOAT32 -> FLOAT;
            case FLOAT16 -> 0x1p-11;
            case FLOAT64 -> areFloats ? FLOAT : Matrix.DOUBLE;
            default -> Matrix.DOUBLE;
        };
        return Matrix.of(rows, array.size() / rows, array.toDoubles(), epsilon);
    }

    /** Whether all numbers of a dump end after so few digits or decimals that they must have been rounded. */
    public static boolean isRounded(List<Map<String, NdArray>> iterations) {
        return holdsForAll(iterations, value -> hasFew(value, FEWEST_DIGITS - 1));
    }

    private static boolean hasFew(double value, int digits) {
        double unit = Math.pow(10, digits);
        double leading = value * Math.pow(10, digits - 1 - Math.floor(Math.log10(Math.abs(value))));
        return isWhole(value * unit) || isWhole(leading);
    }

    private static boolean isWhole(double value) {
        return !Double.isFinite(value) || Math.abs(value - Math.rint(value)) <= NEARLY;
    }

    /** Of all numbers in double precision that are not whole, if there are more than a few. */
    private static boolean holdsForAll(List<Map<String, NdArray>> iterations, DoublePredicate holds) {
        int seen = 0;
        List<NdArray> arrays = iterations.stream()
                .flatMap(iteration -> iteration.values().stream())
                .filter(array -> array.type() == ElementType.FLOAT64)
                .toList();
        for (NdArray array : arrays) {
            int step = Math.max(1, array.size() / MANY);
            for (int i = 0; i < array.size(); i += step) {
                double value = array.get(i);
                if (Double.isFinite(value) && value != Math.rint(value)) {
                    if (!holds.test(value)) {
                        return false;
                    }
                    seen++;
                }
            }
        }
        return seen >= FEWEST;
    }
}

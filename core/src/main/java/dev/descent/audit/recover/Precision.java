package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;
import dev.descent.data.NdArray;
import dev.descent.data.NdArray.ElementType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleToIntFunction;
import java.util.stream.DoubleStream;

/** How exactly a dump holds its numbers: in single precision, which is also told by what text makes of it, or rounded to some digits. */
public final class Precision {
    private static final double FLOAT = 0x1p-24;

    /** Fewer digits, counted from the first that is not 0, are not enough to tell formulas apart. */
    private static final int FEWEST_DIGITS = 6;

    /** Numbers that nobody rounded have more digits, all but a few of them. */
    private static final int MOST_DIGITS = 12;

    /** Elements of each array that are looked at. */
    private static final int MANY = 400;

    /** Numbers that end early by chance are fewer. */
    private static final int FEWEST = 12;

    /** Of the last digit: what reading a number in binary may change. */
    private static final double NEARLY = 1e-4;

    private final double epsilon;
    private final double least;

    /**
     * @param epsilon of numbers in double precision, relative to their size
     * @param least size below which the error does not become smaller, as where all are rounded to the same decimals
     */
    private Precision(double epsilon, double least) {
        this.epsilon = epsilon;
        this.least = least;
    }

    /** Of a whole dump: numbers of single precision that are written as text are read as double, and text may be rounded. */
    static Precision of(List<Map<String, NdArray>> iterations) {
        double[] numbers = numbers(iterations);
        if (numbers.length < FEWEST) {
            return new Precision(Matrix.DOUBLE, 0);
        }
        if (Arrays.stream(numbers).allMatch(value -> (float) value == value)) {
            return new Precision(FLOAT, 0);
        }
        int digits = most(numbers, Precision::digits);
        int decimals = most(numbers, Precision::decimals);
        return digits < FEWEST_DIGITS || digits > MOST_DIGITS
                ? new Precision(Matrix.DOUBLE, 0)
                : new Precision(0.5 * Math.pow(10, 1 - digits), Math.pow(10, digits - 1 - decimals));
    }

    Matrix matrix(NdArray array) {
        int rows = array.rank() < 2 ? 1 : array.dimension(0);
        int columns = array.size() / rows;
        double[] values = array.toDoubles();
        return switch (array.type()) {
            case FLOAT32 -> Matrix.of(rows, columns, values, FLOAT);
            case FLOAT16 -> Matrix.of(rows, columns, values, 0x1p-11);
            case FLOAT64 -> {
                double[] bounds = new double[values.length];
                Arrays.setAll(bounds, i -> Math.max(Math.abs(values[i]), least));
                yield least == 0
                        ? Matrix.of(rows, columns, values, epsilon)
                        : Matrix.of(rows, columns, values, bounds, epsilon);
            }
            default -> Matrix.of(rows, columns, values, Matrix.DOUBLE);
        };
    }

    /** Whether all numbers of a dump end after so few digits or decimals that formulas cannot be told apart. */
    public static boolean isRounded(List<Map<String, NdArray>> iterations) {
        double[] numbers = numbers(iterations);
        return numbers.length >= FEWEST
                && (most(numbers, Precision::digits) < FEWEST_DIGITS
                        || most(numbers, Precision::decimals) < FEWEST_DIGITS - 1);
    }

    private static int most(double[] numbers, DoubleToIntFunction count) {
        int most = 0;
        for (double number : numbers) {
            most = Math.max(most, count.applyAsInt(number));
            if (most > MOST_DIGITS) {
                break;
            }
        }
        return most;
    }

    /** How many digits a number has from its first that is not 0; more than {@link #MOST_DIGITS} are not counted. */
    private static int digits(double value) {
        int above = (int) Math.floor(Math.log10(Math.abs(value))) + 1;
        return Math.max(1, decimals(value, -above, MOST_DIGITS + 1 - above) + above);
    }

    private static int decimals(double value) {
        return decimals(value, 0, 2 * MOST_DIGITS);
    }

    /** Of a number, from {@code first} to {@code last}. */
    private static int decimals(double value, int first, int last) {
        for (int decimals = first; decimals < last; decimals++) {
            double scaled = value * Math.pow(10, decimals);
            if (Math.abs(scaled - Math.rint(scaled)) <= NEARLY && Math.rint(scaled) != 0) {
                return decimals;
            }
        }
        return last;
    }

    /** Some of all finite numbers in double precision that are not whole. */
    private static double[] numbers(List<Map<String, NdArray>> iterations) {
        DoubleStream.Builder numbers = DoubleStream.builder();
        iterations.stream()
                .flatMap(iteration -> iteration.values().stream())
                .filter(array -> array.type() == ElementType.FLOAT64)
                .forEach(array -> {
                    int step = Math.max(1, array.size() / MANY);
                    for (int i = 0; i < array.size(); i += step) {
                        double value = array.get(i);
                        if (Double.isFinite(value) && value != Math.rint(value)) {
                            numbers.add(value);
                        }
                    }
                });
        return numbers.build().toArray();
    }
}

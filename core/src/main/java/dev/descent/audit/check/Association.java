package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Whether labels follow from inputs at all, and whether either was made on purpose. */
final class Association {
    private static final int WIDEST = 64;

    /** Deviations beyond which two columns do not go together by chance, of all the pairs that are looked at. */
    private static final double DEPENDENT = 5;

    private Association() {}

    /**
     * Deviations by which the share of a target's variance that a linear function of the inputs explains is above what chance explains
     * (R² of noise is a beta variable); infinite where there are too few samples to tell.
     */
    static double linear(Matrix inputs, Matrix targets) {
        int samples = inputs.rows();
        int width = inputs.columns();
        if (width > WIDEST || samples < 4 * (width + 2)) {
            return Double.POSITIVE_INFINITY;
        }
        double[][] basis = centred(inputs);
        int rank = 0;
        for (int k = 0; k < width; k++) {
            double before = product(basis[k], basis[k]);
            for (int other = 0; other < k; other++) {
                subtract(basis[k], basis[other], product(basis[k], basis[other]));
            }
            double left = product(basis[k], basis[k]);
            boolean fresh = left > 1e-9 * before;
            scale(basis[k], fresh ? 1 / Math.sqrt(left) : 0);
            rank += fresh ? 1 : 0;
        }
        double mean = rank / (samples - 1.0);
        double spread = Math.sqrt(2.0 * rank * (samples - rank - 1) / ((samples + 1.0) * Math.pow(samples - 1, 2)));
        double most = Double.NEGATIVE_INFINITY;
        for (int column = 0; column < targets.columns(); column++) {
            double[] target = centred(targets, column);
            double all = product(target, target);
            double explained = Arrays.stream(basis)
                    .mapToDouble(axis -> Math.pow(product(axis, target), 2))
                    .sum();
            most = all == 0 ? most : Math.max(most, (explained / all - mean) / spread);
        }
        return most;
    }

    /** Whether some columns go together: numbers drawn without a thought are independent. */
    static boolean areDependent(Matrix inputs) {
        double[][] columns = centred(inputs);
        for (int one = 0; one < columns.length; one++) {
            for (int other = 0; other < one; other++) {
                if (Math.abs(correlation(columns[one], columns[other])) * Math.sqrt(inputs.rows()) > DEPENDENT) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Of each column of the one with the first of the other, −1 to 1; 0 where one of them does not vary. */
    static double[] correlations(Matrix one, Matrix other) {
        double[] first = centred(other, 0);
        return Arrays.stream(centred(one))
                .mapToDouble(column -> correlation(column, first))
                .toArray();
    }

    private static double correlation(double[] one, double[] other) {
        double size = Math.sqrt(product(one, one) * product(other, other));
        return size == 0 ? 0 : product(one, other) / size;
    }

    /** Whether each class has as many samples, in no order: labels that were made class by class and shuffled since. */
    static boolean areEvenAndMixed(int[] labels) {
        int classes = 1 + Arrays.stream(labels).max().orElse(0);
        int[] counts = new int[classes];
        Arrays.stream(labels).forEach(label -> counts[label]++);
        int alike = (int) IntStream.range(1, labels.length)
                .filter(i -> labels[i] == labels[i - 1])
                .count();
        double chance = 1.0 / classes;
        double spread = Math.sqrt(chance * (1 - chance) * labels.length);
        return Arrays.stream(counts).distinct().count() == 1 && Math.abs(alike - chance * labels.length) < 3 * spread;
    }

    private static double[][] centred(Matrix matrix) {
        return IntStream.range(0, matrix.columns())
                .mapToObj(column -> centred(matrix, column))
                .toArray(double[][]::new);
    }

    private static double[] centred(Matrix matrix, int column) {
        double[] values = IntStream.range(0, matrix.rows())
                .mapToDouble(row -> matrix.get(row, column))
                .toArray();
        double mean = Arrays.stream(values).average().orElse(0);
        Arrays.setAll(values, i -> values[i] - mean);
        return values;
    }

    private static double product(double[] one, double[] other) {
        return IntStream.range(0, one.length)
                .mapToDouble(i -> one[i] * other[i])
                .sum();
    }

    private static void subtract(double[] from, double[] what, double times) {
        Arrays.setAll(from, i -> from[i] - times * what[i]);
    }

    private static void scale(double[] values, double by) {
        Arrays.setAll(values, i -> by * values[i]);
    }
}

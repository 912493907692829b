package dev.descent.audit.replay;

import dev.descent.audit.algebra.Matrix;

/** What the curves show. */
public enum Losses {
    SQUARED_ERROR("mean squared error"),
    CROSS_ENTROPY("cross-entropy"),
    BINARY_CROSS_ENTROPY("binary cross-entropy"),
    /** Of counts, up to what does not depend on the output (McCullagh and Nelder 1989, section 6.2). */
    POISSON("Poisson loss");

    private final String words;

    Losses(String words) {
        this.words = words;
    }

    /** Mean over the samples (squared error: over samples and outputs). */
    public double of(Matrix output, Matrix target) {
        double sum = 0;
        for (int i = 0; i < output.size(); i++) {
            double a = output.at(i);
            double t = target.at(i);
            sum += switch (this) {
                case SQUARED_ERROR -> (a - t) * (a - t);
                case CROSS_ENTROPY -> t == 0 ? 0 : -t * log(a);
                case BINARY_CROSS_ENTROPY -> -(t == 0 ? 0 : t * log(a)) - (t == 1 ? 0 : (1 - t) * log(1 - a));
                case POISSON -> a - t * log(a);
            };
        }
        return sum / (this == SQUARED_ERROR ? output.size() : output.rows());
    }

    private static double log(double x) {
        return Math.log(Math.max(x, 1e-300));
    }

    @Override
    public String toString() {
        return words;
    }

    /** Share of samples whose class is the strongest output; NaN when targets are no classes. */
    public static double accuracy(Matrix output, Matrix target) {
        int right = 0;
        for (int row = 0; row < output.rows(); row++) {
            right += strongest(output, row) == strongest(target, row) ? 1 : 0;
        }
        return (double) right / output.rows();
    }

    /** The class that a sample's row names: its largest number, or of a single one whether it is above 0.5. */
    public static int strongest(Matrix matrix, int row) {
        if (matrix.columns() == 1) {
            return matrix.get(row, 0) > 0.5 ? 1 : 0;
        }
        int best = 0;
        for (int column = 1; column < matrix.columns(); column++) {
            best = matrix.get(row, column) > matrix.get(row, best) ? column : best;
        }
        return best;
    }
}

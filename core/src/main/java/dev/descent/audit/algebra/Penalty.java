package dev.descent.audit.algebra;

/** What a penalty on a weight adds to its gradient, but for a factor. */
public enum Penalty {
    /** On the squares: the weight itself. */
    SQUARES,
    /** On the squares of all but the rows of inputs that never change, which hold the bias. */
    SQUARES_BUT_BIAS,
    /** On the sizes: the signs. */
    SIGNS;

    /**
     * @param weight inputs × units
     * @param inputs samples × inputs
     * @return of the weight's shape
     */
    public Matrix of(Matrix weight, Matrix inputs) {
        return switch (this) {
            case SQUARES -> weight;
            case SQUARES_BUT_BIAS -> weight.by(exceptBias(weight, inputs));
            case SIGNS -> weight.mapExactly(Math::signum);
        };
    }

    /** Whether it differs from the others beside such inputs. */
    public boolean isFor(Matrix inputs) {
        if (this != SQUARES_BUT_BIAS) {
            return true;
        }
        for (int column = 0; column < inputs.columns(); column++) {
            if (isBias(inputs, column)) {
                return inputs.rows() > 1;
            }
        }
        return false;
    }

    private static Matrix exceptBias(Matrix weight, Matrix inputs) {
        double[] kept = new double[weight.size()];
        for (int row = 0; row < weight.rows(); row++) {
            double value = isBias(inputs, row) ? 0 : 1;
            for (int column = 0; column < weight.columns(); column++) {
                kept[row * weight.columns() + column] = value;
            }
        }
        return Matrix.of(weight.rows(), weight.columns(), kept, weight.epsilon());
    }

    private static boolean isBias(Matrix inputs, int column) {
        double first = inputs.get(0, column);
        for (int row = 1; row < inputs.rows(); row++) {
            if (inputs.get(row, column) != first) {
                return false;
            }
        }
        return first != 0;
    }
}

package dev.descent.doctor;

import dev.descent.data.Dataset;

/**
 * The linear answer with the least squared error on standardised features, a little regularised (ridge regression, Hoerl and
 * Kennard 1970): {@code (XᵀX + n·ridge·I)·w = Xᵀy}, solved by Cholesky's factors.
 */
final class LeastSquares {
    private static final double RIDGE = 1e-3;

    private final int features;
    private final float[] means;
    private final float[] inverse;
    /** The factor L of the normal matrix, row-major, [features, features]; only its lower half counts. */
    private final double[] factor;

    private final Dataset train;

    /**
     * @param inverse one over the deviation of each feature, 0 for constant ones
     */
    LeastSquares(Dataset train, float[] inverse) {
        this.train = train;
        this.inverse = inverse;
        features = train.shape().size();
        means = new float[features];
        float[] row = new float[features];
        for (int sample = 0; sample < train.size(); sample++) {
            train.copyInput(sample, row, 0);
            for (int feature = 0; feature < features; feature++) {
                means[feature] += row[feature] / train.size();
            }
        }
        factor = new double[features * features];
        for (int sample = 0; sample < train.size(); sample++) {
            standardised(train, sample, row);
            for (int one = 0; one < features; one++) {
                for (int other = 0; other <= one; other++) {
                    factor[one * features + other] += (double) row[one] * row[other];
                }
            }
        }
        for (int feature = 0; feature < features; feature++) {
            factor[feature * features + feature] += RIDGE * train.size();
        }
        factorise();
    }

    /** Mean squared error of its answers for one target on other samples. */
    double squaredError(Dataset test, int output) {
        double mean = 0;
        for (int sample = 0; sample < train.size(); sample++) {
            mean += train.target(sample, output) / train.size();
        }
        double[] weights = new double[features];
        float[] row = new float[features];
        for (int sample = 0; sample < train.size(); sample++) {
            standardised(train, sample, row);
            double target = train.target(sample, output) - mean;
            for (int feature = 0; feature < features; feature++) {
                weights[feature] += row[feature] * target;
            }
        }
        solve(weights);
        double squares = 0;
        for (int sample = 0; sample < test.size(); sample++) {
            standardised(test, sample, row);
            double answer = mean;
            for (int feature = 0; feature < features; feature++) {
                answer += weights[feature] * row[feature];
            }
            double error = answer - test.target(sample, output);
            squares += error * error / test.size();
        }
        return squares;
    }

    private void standardised(Dataset data, int sample, float[] row) {
        data.copyInput(sample, row, 0);
        for (int feature = 0; feature < features; feature++) {
            row[feature] = (row[feature] - means[feature]) * inverse[feature];
        }
    }

    private void factorise() {
        for (int column = 0; column < features; column++) {
            for (int row = column; row < features; row++) {
                double sum = factor[row * features + column];
                for (int k = 0; k < column; k++) {
                    sum -= factor[row * features + k] * factor[column * features + k];
                }
                factor[row * features + column] =
                        row == column ? Math.sqrt(sum) : sum / factor[column * features + column];
            }
        }
    }

    /** Solves L·Lᵀ·x = b in place. */
    private void solve(double[] b) {
        for (int row = 0; row < features; row++) {
            for (int k = 0; k < row; k++) {
                b[row] -= factor[row * features + k] * b[k];
            }
            b[row] /= factor[row * features + row];
        }
        for (int row = features - 1; row >= 0; row--) {
            for (int k = row + 1; k < features; k++) {
                b[row] -= factor[k * features + row] * b[k];
            }
            b[row] /= factor[row * features + row];
        }
    }
}

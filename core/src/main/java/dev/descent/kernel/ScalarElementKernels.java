package dev.descent.kernel;

/** Element-wise passes in plain loops, transcendental functions in double. */
class ScalarElementKernels implements ElementKernels {

    @Override
    public void activate(Nonlinearity f, float shape, int n, float[] x, int xOffset, float[] y, int yOffset) {
        switch (f) {
            case IDENTITY -> System.arraycopy(x, xOffset, y, yOffset, n);
            case RELU -> {
                for (int i = 0; i < n; i++) {
                    y[yOffset + i] = Math.max(x[xOffset + i], 0);
                }
            }
            case LEAKY_RELU -> {
                for (int i = 0; i < n; i++) {
                    float value = x[xOffset + i];
                    y[yOffset + i] = Math.max(value, 0) + shape * Math.min(value, 0);
                }
            }
            case SIGMOID -> {
                for (int i = 0; i < n; i++) {
                    y[yOffset + i] = (float) (1 / (1 + Math.exp(-x[xOffset + i])));
                }
            }
            case TANH -> {
                for (int i = 0; i < n; i++) {
                    y[yOffset + i] = (float) Math.tanh(x[xOffset + i]);
                }
            }
            case ELU -> {
                for (int i = 0; i < n; i++) {
                    float value = x[xOffset + i];
                    y[yOffset + i] = value > 0 ? value : (float) (shape * Math.expm1(value));
                }
            }
        }
    }

    @Override
    public void derive(
            Nonlinearity f,
            float shape,
            int n,
            float[] y,
            int yOffset,
            float[] error,
            int errorOffset,
            float[] delta,
            int deltaOffset) {
        switch (f) {
            case IDENTITY -> System.arraycopy(error, errorOffset, delta, deltaOffset, n);
            case SIGMOID -> {
                for (int i = 0; i < n; i++) {
                    float value = y[yOffset + i];
                    delta[deltaOffset + i] = error[errorOffset + i] * (value * (1 - value));
                }
            }
            case TANH -> {
                for (int i = 0; i < n; i++) {
                    float value = y[yOffset + i];
                    delta[deltaOffset + i] = error[errorOffset + i] * (1 - value * value);
                }
            }
            case RELU -> {
                for (int i = 0; i < n; i++) {
                    delta[deltaOffset + i] = y[yOffset + i] > 0 ? error[errorOffset + i] : 0;
                }
            }
            case LEAKY_RELU -> {
                for (int i = 0; i < n; i++) {
                    float passed = error[errorOffset + i];
                    delta[deltaOffset + i] = y[yOffset + i] > 0 ? passed : shape * passed;
                }
            }
            case ELU -> {
                for (int i = 0; i < n; i++) {
                    float value = y[yOffset + i];
                    float passed = error[errorOffset + i];
                    delta[deltaOffset + i] = value > 0 ? passed : (value + shape) * passed;
                }
            }
        }
    }

    /** {@code y = eˣ}; x and y may be the same range. */
    void exp(int n, float[] x, int xOffset, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = (float) Math.exp(x[xOffset + i]);
        }
    }

    @Override
    public void softmax(int rows, int columns, float[] x, int xOffset, float[] y, int yOffset) {
        for (int row = 0; row < rows; row++) {
            subtractLargest(columns, x, xOffset + row * columns, y, yOffset + row * columns);
        }
        exp(rows * columns, y, yOffset, y, yOffset);
        for (int row = 0; row < rows; row++) {
            int from = yOffset + row * columns;
            float sum = 0;
            for (int i = from; i < from + columns; i++) {
                sum += y[i];
            }
            for (int i = from; i < from + columns; i++) {
                y[i] /= sum;
            }
        }
    }

    @Override
    public double crossEntropy(
            int rows, int columns, float[] logits, float[] targets, float smoothing, float factor, float[] gradient) {
        float rest = 1 - smoothing;
        float uniform = smoothing / columns;
        double loss = 0;
        for (int from = 0; from < rows * columns; from += columns) {
            subtractLargest(columns, logits, from, gradient, from);
            for (int i = from; i < from + columns; i++) {
                loss -= (double) (targets[i] * rest + uniform) * gradient[i];
            }
        }
        exp(rows * columns, gradient, 0, gradient, 0);
        for (int from = 0; from < rows * columns; from += columns) {
            float sum = 0;
            float targetSum = 0;
            for (int i = from; i < from + columns; i++) {
                sum += gradient[i];
                targetSum += targets[i] * rest + uniform;
            }
            loss += targetSum * Math.log(sum);
            float share = targetSum / sum;
            for (int i = from; i < from + columns; i++) {
                gradient[i] = factor * (gradient[i] * share - (targets[i] * rest + uniform));
            }
        }
        return loss;
    }

    @Override
    public double squaredError(int n, float[] y, float[] targets, float factor, float[] gradient) {
        double loss = 0;
        for (int i = 0; i < n; i++) {
            float difference = y[i] - targets[i];
            loss += (double) difference * difference;
            gradient[i] = 2 * factor * difference;
        }
        return loss;
    }

    @Override
    public double squaredDistance(int n, float[] x, float[] y) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double difference = (double) x[i] - y[i];
            sum += difference * difference;
        }
        return sum;
    }

    @Override
    public int agreements(int rows, int columns, float[] x, float[] y) {
        int count = 0;
        for (int from = 0; from < rows * columns; from += columns) {
            count += isLargest(columns, x, from, largest(columns, y, from)) ? 1 : 0;
        }
        return count;
    }

    /** Whether {@link #largest} would give that index; without branches, which nobody could predict. */
    static boolean isLargest(int n, float[] x, int offset, int index) {
        float value = x[offset + index];
        int greater = Float.isNaN(value) ? 1 : 0;
        for (int i = 0; i < index; i++) {
            greater |= x[offset + i] < value ? 0 : 1;
        }
        for (int i = index + 1; i < n; i++) {
            greater |= x[offset + i] <= value ? 0 : 1;
        }
        return greater == 0 || (Float.isNaN(value) && largest(n, x, offset) == index);
    }

    /** Index of the first NaN, or else of the first of the largest. */
    static int largest(int n, float[] x, int offset) {
        int best = 0;
        for (int i = 0; i < n; i++) {
            float value = x[offset + i];
            if (Float.isNaN(value)) {
                return i;
            }
            if (value > x[offset + best]) {
                best = i;
            }
        }
        return best;
    }

    @Override
    public void addScaled(int n, float factor, float[] x, int xOffset, float[] y, int yOffset) {
        ScalarMatrixKernels.addScaled(n, factor, x, xOffset, y, yOffset);
    }

    @Override
    public void scale(int n, float factor, float[] x, int offset) {
        for (int i = offset; i < offset + n; i++) {
            x[i] *= factor;
        }
    }

    @Override
    public double sum(int n, float[] x, int offset) {
        double sum = 0;
        for (int i = offset; i < offset + n; i++) {
            sum += x[i];
        }
        return sum;
    }

    @Override
    public double centredProduct(int n, float[] x, int xOffset, float xCentre, float[] y, int yOffset, float yCentre) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += (double) (x[xOffset + i] - xCentre) * (y[yOffset + i] - yCentre);
        }
        return sum;
    }

    @Override
    public double sumOfSquares(int n, float[] x, int offset) {
        double sum = 0;
        for (int i = offset; i < offset + n; i++) {
            sum += (double) x[i] * x[i];
        }
        return sum;
    }

    @Override
    public Statistics statistics(int n, float[] x, int offset) {
        int notFinite = 0;
        int zeros = 0;
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        double sum = 0;
        double squares = 0;
        for (int i = offset; i < offset + n; i++) {
            float value = x[i];
            if (!Float.isFinite(value)) {
                notFinite++;
                continue;
            }
            zeros += value == 0 ? 1 : 0;
            min = Math.min(min, value);
            max = Math.max(max, value);
            sum += value;
            squares += (double) value * value;
        }
        boolean isEmpty = notFinite == n;
        return new Statistics(n, notFinite, zeros, isEmpty ? Float.NaN : min, isEmpty ? Float.NaN : max, sum, squares);
    }

    private static void subtractLargest(int n, float[] x, int xOffset, float[] y, int yOffset) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, x[xOffset + i]);
        }
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = x[xOffset + i] - largest;
        }
    }
}

package dev.descent.kernel;

/** Element-wise passes in plain loops, transcendental functions in double. */
final class ScalarElementKernels implements ElementKernels {

    @Override
    public void activate(Nonlinearity f, float shape, int n, float[] x, int xOffset, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            float value = x[xOffset + i];
            y[yOffset + i] = switch (f) {
                case IDENTITY -> value;
                case SIGMOID -> (float) (1 / (1 + Math.exp(-value)));
                case TANH -> (float) Math.tanh(value);
                case RELU -> Math.max(value, 0);
                case LEAKY_RELU -> value > 0 ? value : shape * value;
                case ELU -> value > 0 ? value : (float) (shape * Math.expm1(value));
            };
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
        for (int i = 0; i < n; i++) {
            float value = y[yOffset + i];
            float slope = switch (f) {
                case IDENTITY -> 1;
                case SIGMOID -> value * (1 - value);
                case TANH -> 1 - value * value;
                case RELU -> value > 0 ? 1 : 0;
                case LEAKY_RELU -> value > 0 ? 1 : shape;
                case ELU -> value > 0 ? 1 : value + shape;
            };
            delta[deltaOffset + i] = error[errorOffset + i] * slope;
        }
    }

    @Override
    public void softmax(int rows, int columns, float[] x, int xOffset, float[] y, int yOffset) {
        for (int row = 0; row < rows; row++) {
            int from = xOffset + row * columns;
            int to = yOffset + row * columns;
            float largest = largest(columns, x, from);
            float sum = 0;
            for (int i = 0; i < columns; i++) {
                y[to + i] = (float) Math.exp(x[from + i] - largest);
                sum += y[to + i];
            }
            for (int i = 0; i < columns; i++) {
                y[to + i] /= sum;
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
            float largest = largest(columns, logits, from);
            double sum = 0;
            double targetSum = 0;
            double product = 0;
            for (int i = from; i < from + columns; i++) {
                double target = targets[i] * rest + uniform;
                product += target * (logits[i] - largest);
                targetSum += target;
                gradient[i] = (float) Math.exp(logits[i] - largest);
                sum += gradient[i];
            }
            loss += targetSum * Math.log(sum) - product;
            float share = (float) (targetSum / sum);
            for (int i = from; i < from + columns; i++) {
                gradient[i] = factor * (gradient[i] * share - (targets[i] * rest + uniform));
            }
        }
        return loss;
    }

    @Override
    public double squaredError(int n, float[] y, float[] targets, float factor, float[] gradient) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            float difference = y[i] - targets[i];
            sum += (double) difference * difference;
            gradient[i] = 2 * factor * difference;
        }
        return sum;
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

    private static float largest(int n, float[] x, int offset) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = offset; i < offset + n; i++) {
            largest = Math.max(largest, x[i]);
        }
        return largest;
    }
}

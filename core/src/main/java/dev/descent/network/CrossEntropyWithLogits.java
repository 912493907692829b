package dev.descent.network;

import dev.descent.spec.Spec;
import org.jspecify.annotations.Nullable;

/**
 * Cross-entropy of class targets against the softmax of the outputs, computed from the logits z without overflow:
 * {@code Σ t · ln Σⱼ e^zⱼ − Σᵢ tᵢ zᵢ}, gradient {@code softmax(z) Σ t − t} (Bridle 1990).
 *
 * @param smoothing label smoothing s in [0, 1): targets become {@code t (1 − s) + s / units} (Szegedy et al. 2016, § 7)
 */
public record CrossEntropyWithLogits(double smoothing) implements Loss {
    public CrossEntropyWithLogits {
        CrossEntropy.requireSmoothing(smoothing);
    }

    static CrossEntropyWithLogits parse(Spec spec) {
        return new CrossEntropyWithLogits(spec.arguments("label-smoothing").number("label-smoothing", 0));
    }

    @Override
    public Spec spec() {
        return Spec.of("cross-entropy-with-logits").withUnless(0, "label-smoothing", smoothing);
    }

    @Override
    public Activation outputActivation() {
        return Activations.SOFTMAX;
    }

    @Override
    public double value(double[] logits, double[] targets, int batch, int units) {
        double total = 0;
        for (int row = 0; row < batch * units; row += units) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int i = row; i < row + units; i++) {
                largest = Math.max(largest, logits[i]);
            }
            double sum = 0;
            double targetSum = 0;
            double product = 0;
            for (int i = row; i < row + units; i++) {
                double target = smooth(targets[i], units);
                sum += Math.exp(logits[i] - largest);
                targetSum += target;
                product += target * (logits[i] - largest);
            }
            total += targetSum * Math.log(sum) - product;
        }
        return total / batch;
    }

    @Override
    public void gradient(double[] logits, double[] targets, int batch, int units, double factor, double[] error) {
        new Softmax().forward(logits, error, batch, units);
        for (int row = 0; row < batch * units; row += units) {
            double targetSum = 0;
            for (int i = row; i < row + units; i++) {
                targetSum += smooth(targets[i], units);
            }
            for (int i = row; i < row + units; i++) {
                error[i] = factor * (error[i] * targetSum - smooth(targets[i], units));
            }
        }
    }

    @Override
    public double value(float[] logits, float[] targets, int batch, int units) {
        double total = 0;
        for (int row = 0; row < batch * units; row += units) {
            total += rowValue(logits, targets, row, units, Float.NaN, null);
        }
        return total / batch;
    }

    @Override
    public double gradient(float[] logits, float[] targets, int batch, int units, double factor, float[] error) {
        double total = 0;
        for (int row = 0; row < batch * units; row += units) {
            total += rowValue(logits, targets, row, units, (float) factor, error);
        }
        return total / batch;
    }

    /** Loss of the sample at {@code row}; writes its gradient where an error array is given. */
    private double rowValue(
            float[] logits, float[] targets, int row, int units, float factor, float @Nullable [] error) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = row; i < row + units; i++) {
            largest = Math.max(largest, logits[i]);
        }
        float rest = (float) (1 - smoothing);
        float uniform = (float) (smoothing / units);
        double sum = 0;
        float targetSum = 0;
        double product = 0;
        for (int i = row; i < row + units; i++) {
            float target = targets[i] * rest + uniform;
            double power = Math.exp(logits[i] - largest);
            sum += power;
            targetSum += target;
            product += target * (logits[i] - largest);
            if (error != null) {
                error[i] = (float) power;
            }
        }
        if (error != null) {
            float scale = (float) (targetSum / sum);
            for (int i = row; i < row + units; i++) {
                error[i] = factor * (error[i] * scale - (targets[i] * rest + uniform));
            }
        }
        return targetSum * Math.log(sum) - product;
    }

    private double smooth(double target, int units) {
        return target * (1 - smoothing) + smoothing / units;
    }
}

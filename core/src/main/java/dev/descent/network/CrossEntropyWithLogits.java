package dev.descent.network;

import dev.descent.kernel.Kernels;
import dev.descent.spec.Spec;

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
            float largest = Float.NEGATIVE_INFINITY;
            for (int i = row; i < row + units; i++) {
                largest = Math.max(largest, logits[i]);
            }
            double sum = 0;
            double targetSum = 0;
            double product = 0;
            for (int i = row; i < row + units; i++) {
                double target = smooth(targets[i], units);
                sum += Math.exp((double) logits[i] - largest);
                targetSum += target;
                product += target * ((double) logits[i] - largest);
            }
            total += targetSum * Math.log(sum) - product;
        }
        return total / batch;
    }

    @Override
    public double gradient(
            Kernels kernels, float[] logits, float[] targets, int batch, int units, double factor, float[] error) {
        return kernels.elements().crossEntropy(batch, units, logits, targets, (float) smoothing, (float) factor, error)
                / batch;
    }

    private double smooth(double target, int units) {
        return target * (1 - smoothing) + smoothing / units;
    }
}

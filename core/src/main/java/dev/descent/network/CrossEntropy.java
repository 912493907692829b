package dev.descent.network;

import dev.descent.kernel.Kernels;
import dev.descent.spec.Spec;
import java.util.Optional;

/**
 * Cross-entropy of class targets against probabilities: {@code −Σ t ln p}. After a softmax it is computed from the logits.
 * After anything else as Keras computes it: outputs divided by their sum, {@code p = o / Σ o}, then clipped to
 * [1e-7, 1 − 1e-7], so that beyond these limits the gradient is 0. Such a pair trains badly, but it is often written.
 *
 * @param smoothing label smoothing s in [0, 1): targets become {@code t (1 − s) + s / units} (Szegedy et al. 2016, § 7)
 */
public record CrossEntropy(double smoothing) implements Loss {
    private static final double CLIP = 1e-7;

    public CrossEntropy {
        requireSmoothing(smoothing);
    }

    static void requireSmoothing(double smoothing) {
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException("label-smoothing lies in [0, 1), got " + smoothing);
        }
    }

    static CrossEntropy parse(Spec spec) {
        return new CrossEntropy(spec.arguments("label-smoothing").number("label-smoothing", 0));
    }

    @Override
    public Spec spec() {
        return Spec.of("cross-entropy").withUnless(0, "label-smoothing", smoothing);
    }

    @Override
    public Optional<Loss> onLogitsOf(Activation last) {
        return last instanceof Softmax ? Optional.of(new CrossEntropyWithLogits(smoothing)) : Optional.empty();
    }

    @Override
    public double value(double[] outputs, double[] targets, int batch, int units) {
        double total = 0;
        for (int row = 0; row < batch * units; row += units) {
            double sum = 0;
            for (int i = row; i < row + units; i++) {
                sum += outputs[i];
            }
            for (int i = row; i < row + units; i++) {
                total -= smooth(targets[i], units) * Math.log(clip(outputs[i] / sum));
            }
        }
        return total / batch;
    }

    @Override
    public void gradient(double[] outputs, double[] targets, int batch, int units, double factor, double[] error) {
        for (int row = 0; row < batch * units; row += units) {
            double sum = 0;
            for (int i = row; i < row + units; i++) {
                sum += outputs[i];
            }
            double mean = 0;
            for (int i = row; i < row + units; i++) {
                double probability = outputs[i] / sum;
                error[i] = slope(probability, smooth(targets[i], units));
                mean += error[i] * probability;
            }
            for (int i = row; i < row + units; i++) {
                error[i] = factor * (error[i] - mean) / sum;
            }
        }
    }

    @Override
    public double value(float[] outputs, float[] targets, int batch, int units) {
        double total = 0;
        for (int row = 0; row < batch * units; row += units) {
            double sum = 0;
            for (int i = row; i < row + units; i++) {
                sum += outputs[i];
            }
            for (int i = row; i < row + units; i++) {
                total -= smooth(targets[i], units) * Math.log(clip(outputs[i] / sum));
            }
        }
        return total / batch;
    }

    @Override
    public double gradient(
            Kernels kernels, float[] outputs, float[] targets, int batch, int units, double factor, float[] error) {
        for (int row = 0; row < batch * units; row += units) {
            double sum = 0;
            for (int i = row; i < row + units; i++) {
                sum += outputs[i];
            }
            double mean = 0;
            for (int i = row; i < row + units; i++) {
                double probability = outputs[i] / sum;
                double slope = slope(probability, smooth(targets[i], units));
                error[i] = (float) slope;
                mean += slope * probability;
            }
            for (int i = row; i < row + units; i++) {
                error[i] = (float) (factor * (error[i] - mean) / sum);
            }
        }
        return value(outputs, targets, batch, units);
    }

    private double smooth(double target, int units) {
        return target * (1 - smoothing) + smoothing / units;
    }

    private static double clip(double probability) {
        return Math.clamp(probability, CLIP, 1 - CLIP);
    }

    /** ∂/∂p of −t ln clip(p). */
    private static double slope(double probability, double target) {
        return probability < CLIP || probability > 1 - CLIP ? 0 : -target / probability;
    }
}

package dev.descent.network;

import dev.descent.kernel.Kernels;
import dev.descent.spec.Spec;

/**
 * Softmax over the units of a sample: {@code fᵢ = e^(xᵢ − max x) / Σⱼ e^(xⱼ − max x)}; positive, sums to 1. Backward:
 * {@code deltaᵢ = fᵢ (errorᵢ − Σⱼ errorⱼ fⱼ)} (Bridle 1990).
 */
public record Softmax() implements Activation {
    static Softmax parse(Spec spec) {
        spec.arguments();
        return new Softmax();
    }

    @Override
    public Spec spec() {
        return Spec.of("softmax");
    }

    @Override
    public boolean needsLogits() {
        return false;
    }

    @Override
    public void forward(double[] logits, double[] activation, int batch, int units) {
        for (int row = 0; row < batch * units; row += units) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int i = row; i < row + units; i++) {
                largest = Math.max(largest, logits[i]);
            }
            double sum = 0;
            for (int i = row; i < row + units; i++) {
                activation[i] = Math.exp(logits[i] - largest);
                sum += activation[i];
            }
            for (int i = row; i < row + units; i++) {
                activation[i] /= sum;
            }
        }
    }

    @Override
    public void backward(double[] logits, double[] activation, double[] error, double[] delta, int batch, int units) {
        for (int row = 0; row < batch * units; row += units) {
            double mean = 0;
            for (int i = row; i < row + units; i++) {
                mean += error[i] * activation[i];
            }
            for (int i = row; i < row + units; i++) {
                delta[i] = activation[i] * (error[i] - mean);
            }
        }
    }

    @Override
    public void forward(Kernels kernels, float[] logits, float[] activation, int from, int samples, int units) {
        kernels.elements().softmax(samples, units, logits, from, activation, from);
    }

    @Override
    public void backward(
            Kernels kernels,
            float[] logits,
            float[] activation,
            float[] error,
            float[] delta,
            int from,
            int samples,
            int units) {
        for (int row = from; row < from + samples * units; row += units) {
            float mean = 0;
            for (int i = row; i < row + units; i++) {
                mean += error[i] * activation[i];
            }
            for (int i = row; i < row + units; i++) {
                delta[i] = activation[i] * (error[i] - mean);
            }
        }
    }
}

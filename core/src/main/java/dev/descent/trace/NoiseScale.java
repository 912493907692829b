package dev.descent.trace;

import dev.descent.network.Dense;
import dev.descent.network.Parameter;
import dev.descent.network.Place;
import dev.descent.network.Reduction;

/**
 * The simple noise scale tr(Σ)/|G|² (McCandlish et al. 2018, eq. 2.9) of the dense layers. The gradient of a sample is the outer
 * product of the layer's input and delta, so its norm is the product of their norms (Goodfellow 2015, "Efficient per-example
 * gradient computations") and no gradient of a single sample is ever made.
 */
final class NoiseScale {
    private final int batch;
    /** A delta of a mean has been divided by the batch. */
    private final double perSample;

    private double squaresOfSamples;
    private double squareOfMean;

    NoiseScale(int batch, Reduction reduction) {
        this.batch = batch;
        this.perSample = 1 / reduction.factor(batch);
    }

    /** @param gradients of the whole network, reduced as the experiment says */
    void add(Place place, float[] input, float[] delta, float[] gradients, double reductionOverMean) {
        if (!(place.layer() instanceof Dense)) {
            return;
        }
        int inputs = place.input().size();
        int units = place.output().size();
        boolean hasBias = place.parameters().size() > 1;
        for (int sample = 0; sample < batch; sample++) {
            double ofInput = squares(input, sample * inputs, (sample + 1) * inputs) + (hasBias ? 1 : 0);
            double ofDelta = squares(delta, sample * units, (sample + 1) * units);
            squaresOfSamples += ofInput * ofDelta * perSample * perSample / batch;
        }
        for (Parameter parameter : place.parameters()) {
            squareOfMean +=
                    squares(gradients, parameter.offset(), parameter.end()) / (reductionOverMean * reductionOverMean);
        }
    }

    /** NaN where nothing was added, for a single sample, or where noise hides the gradient altogether. */
    double value() {
        if (batch < 2 || squaresOfSamples == 0) {
            return Double.NaN;
        }
        double trace = (squaresOfSamples - squareOfMean) * batch / (batch - 1.0);
        double square = squareOfMean - trace / batch;
        return square > 0 ? Math.max(0, trace) / square : Double.NaN;
    }

    private static double squares(float[] values, int from, int to) {
        float sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i] * values[i];
        }
        return sum;
    }
}

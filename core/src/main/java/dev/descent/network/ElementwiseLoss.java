package dev.descent.network;

import dev.descent.kernel.Kernels;

/** A loss that compares each output with its target by itself and sums or averages over the outputs of the sample. */
public sealed interface ElementwiseLoss extends Loss
        permits SquaredError,
                AbsoluteError,
                AbsolutePercentageError,
                Huber,
                LogCosh,
                BinaryCrossEntropy,
                BinaryCrossEntropyWithLogits,
                Hinge,
                Poisson {

    /** How the outputs of a sample become one number. */
    Outputs outputs();

    /** Loss of one output. */
    double value(double output, double target);

    /** Its derivative by the output. */
    double derivative(double output, double target);

    @Override
    default double value(double[] outputs, double[] targets, int batch, int units) {
        double sum = 0;
        for (int i = 0; i < batch * units; i++) {
            sum += value(outputs[i], targets[i]);
        }
        return outputs().scale(units) * sum / batch;
    }

    @Override
    default void gradient(double[] outputs, double[] targets, int batch, int units, double factor, double[] error) {
        double scale = outputs().scale(units) * factor;
        for (int i = 0; i < batch * units; i++) {
            error[i] = scale * derivative(outputs[i], targets[i]);
        }
    }

    @Override
    default double value(float[] outputs, float[] targets, int batch, int units) {
        double sum = 0;
        for (int i = 0; i < batch * units; i++) {
            sum += value(outputs[i], targets[i]);
        }
        return outputs().scale(units) * sum / batch;
    }

    @Override
    default double gradient(
            Kernels kernels, float[] outputs, float[] targets, int batch, int units, double factor, float[] error) {
        double scale = outputs().scale(units) * factor;
        double sum = 0;
        for (int i = 0; i < batch * units; i++) {
            sum += value(outputs[i], targets[i]);
            error[i] = (float) (scale * derivative(outputs[i], targets[i]));
        }
        return outputs().scale(units) * sum / batch;
    }
}

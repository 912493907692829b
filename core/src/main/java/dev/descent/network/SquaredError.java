package dev.descent.network;

import dev.descent.kernel.Kernels;
import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;
import dev.descent.spec.Value;

/**
 * Squared error: {@code (output − target)²} (Gauss 1809; for networks Rumelhart, Hinton and Williams 1986, eq. 3, with ½ Σ).
 *
 * @param outputs mean (the default) or sum over the outputs of a sample, or half the sum
 */
public record SquaredError(Outputs outputs) implements ElementwiseLoss {
    static SquaredError parse(Spec spec) {
        Arguments arguments = spec.arguments("outputs");
        return new SquaredError(Outputs.read(arguments, Outputs.MEAN, Outputs.SUM, Outputs.HALF));
    }

    @Override
    public Spec spec() {
        return Spec.of("squared-error").withUnless(Value.of("mean"), "outputs", Value.of(outputs.toString()));
    }

    @Override
    public double value(double output, double target) {
        double difference = output - target;
        return difference * difference;
    }

    @Override
    public double derivative(double output, double target) {
        return 2 * (output - target);
    }

    @Override
    public double gradient(
            Kernels kernels, float[] outputs, float[] targets, int batch, int units, double factor, float[] error) {
        double scale = this.outputs.scale(units);
        double sum = kernels.elements().squaredError(batch * units, outputs, targets, (float) (scale * factor), error);
        return scale * sum / batch;
    }
}

package dev.descent.network;

import dev.descent.data.Shape;
import dev.descent.kernel.ElementKernels;
import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;
import java.util.Arrays;
import java.util.List;

/**
 * Layer normalisation (Ba, Kiros and Hinton 2016): {@code logits = scale · (input − mean) / √(variance + epsilon) + shift}, mean
 * and variance over all numbers of the sample, scale and shift for each. Backward, with x̂ the normalised input, g = delta · scale
 * and n numbers in a sample: ∂loss/∂scale = Σ over the batch of delta · x̂, ∂loss/∂shift = Σ over the batch of delta, ∂loss/∂input
 * = {@code (g − Σ g / n − x̂ · Σ g · x̂ / n) / √(variance + epsilon)}.
 *
 * @param epsilon added to the variance, above 0
 * @param activation the non-linearity after it
 */
public record LayerNorm(double epsilon, Activation activation) implements Layer {
    public LayerNorm {
        if (!(epsilon > 0)) {
            throw new IllegalArgumentException("the epsilon of layer-norm is above 0, got " + epsilon);
        }
    }

    public LayerNorm() {
        this(1e-5, Activations.IDENTITY);
    }

    static LayerNorm parse(Spec spec) {
        Arguments arguments = spec.arguments("epsilon", "activation");
        return new LayerNorm(
                arguments.number("epsilon", 1e-5),
                Activations.parse(arguments.spec("activation", Spec.of("identity"))));
    }

    @Override
    public Spec spec() {
        return Spec.of("layer-norm")
                .withUnless(1e-5, "epsilon", epsilon)
                .withUnless(Spec.of("identity"), "activation", activation.spec());
    }

    @Override
    public Shape output(Shape input) {
        return input;
    }

    @Override
    public List<Parameter> parameters(Shape input) {
        return List.of(
                Parameter.vector("scale", input.size(), Initializers.ONES),
                Parameter.vector("shift", input.size(), Initializers.ZEROS));
    }

    /** (x − mean) / √(variance + epsilon) of one sample, and the root last. */
    private double[] normalised(double[] input, int from, int size) {
        double mean = 0;
        double variance = 0;
        for (int i = 0; i < size; i++) {
            mean += input[from + i] / size;
        }
        for (int i = 0; i < size; i++) {
            variance += (input[from + i] - mean) * (input[from + i] - mean) / size;
        }
        double[] normalised = new double[size + 1];
        normalised[size] = Math.sqrt(variance + epsilon);
        for (int i = 0; i < size; i++) {
            normalised[i] = (input[from + i] - mean) / normalised[size];
        }
        return normalised;
    }

    @Override
    public double[] forward(Place place, Pass pass, double[] input) {
        int size = place.input().size();
        double[] logits = new double[input.length];
        for (int from = 0; from < input.length; from += size) {
            double[] normalised = normalised(input, from, size);
            for (int i = 0; i < size; i++) {
                logits[from + i] =
                        pass.values()[place.parameter(0) + i] * normalised[i] + pass.values()[place.parameter(1) + i];
            }
        }
        return logits;
    }

    @Override
    public double[] backward(Place place, Pass pass, double[] input, double[] delta, double[] gradients) {
        int size = place.input().size();
        double[] error = new double[input.length];
        for (int from = 0; from < input.length; from += size) {
            double[] normalised = normalised(input, from, size);
            double sum = 0;
            double product = 0;
            for (int i = 0; i < size; i++) {
                gradients[place.parameter(0) + i] += delta[from + i] * normalised[i];
                gradients[place.parameter(1) + i] += delta[from + i];
                double scaled = delta[from + i] * pass.values()[place.parameter(0) + i];
                sum += scaled;
                product += scaled * normalised[i];
            }
            for (int i = 0; i < size; i++) {
                double scaled = delta[from + i] * pass.values()[place.parameter(0) + i];
                error[from + i] = (scaled - sum / size - normalised[i] * product / size) / normalised[size];
            }
        }
        return error;
    }

    @Override
    public LayerEngine engine(Place place, Memory memory, Wiring wiring) {
        return new Engine(this, place, memory, wiring);
    }

    private static final class Engine extends LayerEngine {
        private final double epsilon;
        private final int scale;
        private final int shift;

        /** Of each sample of the last batch, kept for the way back. */
        private final float[] means;

        private final float[] inverseDeviations;

        Engine(LayerNorm norm, Place place, Memory memory, Wiring wiring) {
            super(place, memory, wiring);
            epsilon = norm.epsilon;
            scale = place.parameter(0);
            shift = place.parameter(1);
            means = new float[memory.maxBatch];
            inverseDeviations = new float[memory.maxBatch];
        }

        @Override
        void transform(int batch) {
            memory.forEach(batch, (long) batch * units * 4, sample -> {
                ElementKernels elements = memory.kernels().elements();
                int from = sample * units;
                float mean = (float) (elements.sum(units, input, from) / units);
                double squares = elements.centredProduct(units, input, from, mean, input, from, mean);
                float inverse = (float) (1 / Math.sqrt(squares / units + epsilon));
                means[sample] = mean;
                inverseDeviations[sample] = inverse;
                for (int i = 0; i < units; i++) {
                    logits[from + i] =
                            memory.values[scale + i] * ((input[from + i] - mean) * inverse) + memory.values[shift + i];
                }
            });
        }

        @Override
        void propagate(int batch) {
            Arrays.fill(memory.gradients, scale, scale + units, 0);
            Arrays.fill(memory.gradients, shift, shift + units, 0);
            for (int sample = 0; sample < batch; sample++) {
                int from = sample * units;
                float mean = means[sample];
                float inverse = inverseDeviations[sample];
                for (int i = 0; i < units; i++) {
                    memory.gradients[scale + i] += delta[from + i] * ((input[from + i] - mean) * inverse);
                    memory.gradients[shift + i] += delta[from + i];
                }
                if (inputError != null) {
                    propagate(inputError, from, mean, inverse);
                }
            }
        }

        private void propagate(float[] error, int from, float mean, float inverse) {
            double sum = 0;
            double product = 0;
            for (int i = 0; i < units; i++) {
                float scaled = delta[from + i] * memory.values[scale + i];
                sum += scaled;
                product += scaled * ((input[from + i] - mean) * inverse);
            }
            float meanScaled = (float) (sum / units);
            float slope = (float) (product / units);
            for (int i = 0; i < units; i++) {
                float scaled = delta[from + i] * memory.values[scale + i];
                error[from + i] = inverse * (scaled - meanScaled - slope * ((input[from + i] - mean) * inverse));
            }
        }
    }
}

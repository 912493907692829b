package dev.descent.network;

import dev.descent.data.Shape;
import dev.descent.kernel.ElementKernels;
import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;
import java.util.List;

/**
 * Batch normalisation (Ioffe and Szegedy 2015, algorithm 1): {@code logits = scale · (input − mean) / √(variance + epsilon) +
 * shift}, for each channel of images over batch and pixels, for each feature otherwise over the batch.
 *
 * <p>In training mean and variance are the batch's; running means of them (of the unbiased variance, n / (n − 1), as in the
 * paper and PyTorch) are kept for use afterwards: {@code running = momentum · running + (1 − momentum) · batch's}. Backward, with
 * x̂ the normalised input and n numbers per channel: ∂loss/∂scale = Σ delta · x̂, ∂loss/∂shift = Σ delta, ∂loss/∂input =
 * {@code scale / √(variance + epsilon) · (delta − Σ delta / n − x̂ · Σ delta · x̂ / n)}.
 *
 * @param momentum share of the running statistics kept at each step, in [0, 1); 0.9 is PyTorch's 0.1, Keras' default is 0.99
 * @param epsilon added to the variance, above 0; PyTorch's 1e-5, Keras' default is 1e-3
 * @param activation the non-linearity after it
 */
public record BatchNorm(double momentum, double epsilon, Activation activation) implements Layer {
    public BatchNorm {
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("the momentum of batch-norm lies in [0, 1), got " + momentum);
        }
        if (!(epsilon > 0)) {
            throw new IllegalArgumentException("the epsilon of batch-norm is above 0, got " + epsilon);
        }
    }

    public BatchNorm() {
        this(0.9, 1e-5, Activations.IDENTITY);
    }

    static BatchNorm parse(Spec spec) {
        Arguments arguments = spec.arguments("momentum", "epsilon", "activation");
        return new BatchNorm(
                arguments.number("momentum", 0.9),
                arguments.number("epsilon", 1e-5),
                Activations.parse(arguments.spec("activation", Spec.of("identity"))));
    }

    @Override
    public Spec spec() {
        return Spec.of("batch-norm")
                .withUnless(0.9, "momentum", momentum)
                .withUnless(1e-5, "epsilon", epsilon)
                .withUnless(Spec.of("identity"), "activation", activation.spec());
    }

    /** Channels of images, features otherwise. */
    private static int channels(Shape input) {
        return input.dimension(0);
    }

    @Override
    public Shape output(Shape input) {
        return input;
    }

    @Override
    public List<Parameter> parameters(Shape input) {
        return List.of(
                Parameter.vector("scale", channels(input), Initializers.ONES),
                Parameter.vector("shift", channels(input), Initializers.ZEROS));
    }

    @Override
    public List<Parameter> statistics(Shape input) {
        return List.of(
                Parameter.vector("running-mean", channels(input), Initializers.ZEROS),
                Parameter.vector("running-variance", channels(input), Initializers.ONES));
    }

    /** Mean and variance of one channel of the batch, divided by n, in double. */
    private static double[] moments(double[] input, int channel, int channels, int pixels) {
        int count = input.length / channels;
        double mean = 0;
        double variance = 0;
        for (int i = 0; i < input.length; i++) {
            mean += i / pixels % channels == channel ? input[i] / count : 0;
        }
        for (int i = 0; i < input.length; i++) {
            double distance = input[i] - mean;
            variance += i / pixels % channels == channel ? distance * distance / count : 0;
        }
        return new double[] {mean, variance};
    }

    @Override
    public double[] forward(Place place, Pass pass, double[] input) {
        int channels = channels(place.input());
        int pixels = place.input().size() / channels;
        double[] logits = new double[input.length];
        for (int channel = 0; channel < channels; channel++) {
            int runningMean = place.statistic(0) + channel;
            int runningVariance = place.statistic(1) + channel;
            double mean = pass.statistics()[runningMean];
            double variance = pass.statistics()[runningVariance];
            if (pass.training()) {
                double[] moments = moments(input, channel, channels, pixels);
                mean = moments[0];
                variance = moments[1];
                double unbiased = variance * unbiased(input.length / channels);
                pass.nextStatistics()[runningMean] = momentum * pass.statistics()[runningMean] + (1 - momentum) * mean;
                pass.nextStatistics()[runningVariance] =
                        momentum * pass.statistics()[runningVariance] + (1 - momentum) * unbiased;
            }
            double scale = pass.values()[place.parameter(0) + channel];
            double shift = pass.values()[place.parameter(1) + channel];
            for (int i = 0; i < input.length; i++) {
                if (i / pixels % channels == channel) {
                    logits[i] = scale * (input[i] - mean) / Math.sqrt(variance + epsilon) + shift;
                }
            }
        }
        return logits;
    }

    /** n / (n − 1), or 1 for a single number. */
    private static double unbiased(int count) {
        return count > 1 ? count / (count - 1.0) : 1;
    }

    @Override
    public double[] backward(Place place, Pass pass, double[] input, double[] delta, double[] gradients) {
        int channels = channels(place.input());
        int pixels = place.input().size() / channels;
        int count = input.length / channels;
        double[] error = new double[input.length];
        for (int channel = 0; channel < channels; channel++) {
            double[] moments = moments(input, channel, channels, pixels);
            double deviation = Math.sqrt(moments[1] + epsilon);
            double sumDelta = 0;
            double sumProduct = 0;
            for (int i = 0; i < input.length; i++) {
                if (i / pixels % channels == channel) {
                    sumDelta += delta[i];
                    sumProduct += delta[i] * (input[i] - moments[0]) / deviation;
                }
            }
            gradients[place.parameter(0) + channel] += sumProduct;
            gradients[place.parameter(1) + channel] += sumDelta;
            double scale = pass.values()[place.parameter(0) + channel];
            for (int i = 0; i < input.length; i++) {
                if (i / pixels % channels == channel) {
                    double normalised = (input[i] - moments[0]) / deviation;
                    error[i] = scale / deviation * (delta[i] - sumDelta / count - normalised * sumProduct / count);
                }
            }
        }
        return error;
    }

    @Override
    public LayerEngine engine(Place place, Memory memory, Wiring wiring) {
        return new Engine(this, place, memory, wiring);
    }

    /** Channels are independent. */
    private static final class Engine extends LayerEngine {
        private final BatchNorm norm;
        private final ElementKernels elements;
        private final int channels;
        private final int pixels;
        private final int scale;
        private final int shift;
        private final int runningMean;
        private final int runningVariance;

        /** Of the last batch, kept for the way back. */
        private final float[] means;

        private final float[] inverseDeviations;

        Engine(BatchNorm norm, Place place, Memory memory, Wiring wiring) {
            super(place, memory, wiring);
            this.norm = norm;
            elements = memory.kernels().elements();
            channels = channels(place.input());
            pixels = units / channels;
            scale = place.parameter(0);
            shift = place.parameter(1);
            runningMean = place.statistic(0);
            runningVariance = place.statistic(1);
            means = new float[channels];
            inverseDeviations = new float[channels];
        }

        @Override
        void transform(int batch) {
            memory.forEach(channels, (long) batch * units * 4, channel -> {
                if (memory.training) {
                    measure(channel, batch);
                } else {
                    means[channel] = memory.statistics[runningMean + channel];
                    inverseDeviations[channel] =
                            (float) (1 / Math.sqrt(memory.statistics[runningVariance + channel] + norm.epsilon));
                }
                float mean = means[channel];
                float factor = memory.values[scale + channel] * inverseDeviations[channel];
                float summand = memory.values[shift + channel];
                for (int from = channel * pixels; from < batch * units; from += units) {
                    for (int i = from; i < from + pixels; i++) {
                        logits[i] = factor * (input[i] - mean) + summand;
                    }
                }
            });
        }

        /** Mean and variance of a channel of the batch, in double. */
        private void measure(int channel, int batch) {
            int count = batch * pixels;
            double sum = 0;
            for (int from = channel * pixels; from < batch * units; from += units) {
                sum += elements.sum(pixels, input, from);
            }
            float mean = (float) (sum / count);
            double squares = 0;
            for (int from = channel * pixels; from < batch * units; from += units) {
                squares += elements.centredProduct(pixels, input, from, mean, input, from, mean);
            }
            double variance = squares / count;
            means[channel] = mean;
            inverseDeviations[channel] = (float) (1 / Math.sqrt(variance + norm.epsilon));
            update(runningMean + channel, mean);
            update(runningVariance + channel, variance * unbiased(count));
        }

        private void update(int statistic, double measured) {
            memory.statistics[statistic] =
                    (float) (norm.momentum * memory.statistics[statistic] + (1 - norm.momentum) * measured);
        }

        @Override
        void propagate(int batch) {
            memory.forEach(channels, (long) batch * units * 4, channel -> {
                float mean = means[channel];
                float inverse = inverseDeviations[channel];
                double sumDelta = 0;
                double sumProduct = 0;
                for (int from = channel * pixels; from < batch * units; from += units) {
                    sumDelta += elements.sum(pixels, delta, from);
                    sumProduct += elements.centredProduct(pixels, delta, from, 0, input, from, mean);
                }
                memory.gradients[scale + channel] = (float) (sumProduct * inverse);
                memory.gradients[shift + channel] = (float) sumDelta;
                if (inputError != null) {
                    int count = batch * pixels;
                    float factor = memory.values[scale + channel] * inverse;
                    float meanDelta = (float) (sumDelta / count);
                    float slope = (float) (sumProduct * inverse * inverse / count);
                    for (int from = channel * pixels; from < batch * units; from += units) {
                        for (int i = from; i < from + pixels; i++) {
                            inputError[i] = factor * (delta[i] - meanDelta - slope * (input[i] - mean));
                        }
                    }
                }
            });
        }
    }
}

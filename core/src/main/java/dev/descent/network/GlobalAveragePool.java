package dev.descent.network;

import dev.descent.data.Shape;
import dev.descent.spec.Spec;

/**
 * Mean of each channel over the whole image: {@code [channels, height, width]} becomes {@code [channels]} (Lin, Chen and Yan
 * 2014).
 */
public record GlobalAveragePool() implements Layer {
    static GlobalAveragePool parse(Spec spec) {
        spec.arguments();
        return new GlobalAveragePool();
    }

    @Override
    public Spec spec() {
        return Spec.of("global-average-pool");
    }

    @Override
    public Shape output(Shape input) {
        return Shape.of(Images.of(input, "global-average-pool").channels());
    }

    @Override
    public double[] forward(Place place, Pass pass, double[] input) {
        int pixels = place.input().size() / place.output().size();
        double[] output = new double[input.length / pixels];
        for (int i = 0; i < input.length; i++) {
            output[i / pixels] += input[i] / pixels;
        }
        return output;
    }

    @Override
    public double[] backward(Place place, Pass pass, double[] input, double[] delta, double[] gradients) {
        int pixels = place.input().size() / place.output().size();
        double[] error = new double[input.length];
        for (int i = 0; i < input.length; i++) {
            error[i] = delta[i / pixels] / pixels;
        }
        return error;
    }

    @Override
    public LayerEngine engine(Place place, Memory memory, Wiring wiring) {
        return new Engine(place, memory, wiring);
    }

    private static final class Engine extends LayerEngine {
        private final int pixels;

        Engine(Place place, Memory memory, Wiring wiring) {
            super(place, memory, wiring);
            pixels = inputs / units;
        }

        @Override
        void transform(int batch) {
            for (int i = 0; i < batch * units; i++) {
                float sum = 0;
                for (int pixel = i * pixels; pixel < (i + 1) * pixels; pixel++) {
                    sum += input[pixel];
                }
                logits[i] = sum / pixels;
            }
        }

        @Override
        void propagate(int batch) {
            if (inputError == null) {
                return;
            }
            for (int i = 0; i < batch * units; i++) {
                float share = delta[i] / pixels;
                for (int pixel = i * pixels; pixel < (i + 1) * pixels; pixel++) {
                    inputError[pixel] = share;
                }
            }
        }
    }
}

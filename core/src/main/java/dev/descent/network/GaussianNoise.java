package dev.descent.network;

import dev.descent.data.CounterRandom;
import dev.descent.data.Shape;
import dev.descent.spec.Spec;
import dev.descent.spec.Value;

/**
 * Adds normal noise of mean 0 in training and nothing afterwards: {@code output = input + deviation · n} (Bishop 1995, "Training
 * with Noise is Equivalent to Tikhonov Regularization").
 *
 * <p>The noise depends only on the seed, the layer's place, the step and the unit's index in the batch.
 *
 * @param deviation standard deviation, 0 or more
 */
public record GaussianNoise(double deviation) implements Layer {
    public GaussianNoise {
        if (!(deviation >= 0 && deviation < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the deviation of noise is 0 or more, got " + deviation);
        }
    }

    static GaussianNoise parse(Spec spec) {
        return new GaussianNoise(spec.arguments("deviation").number("deviation"));
    }

    @Override
    public Spec spec() {
        return Spec.of("gaussian-noise").with(Value.of(deviation));
    }

    @Override
    public Shape output(Shape input) {
        return input;
    }

    private static CounterRandom random(long seed, Place place) {
        return CounterRandom.of(seed, CounterRandom.Purpose.DROPOUT, place.index());
    }

    private double noise(CounterRandom random, long step, int index) {
        return deviation * random.normal((step << 31) + index);
    }

    @Override
    public double[] forward(Place place, Pass pass, double[] input) {
        double[] output = input.clone();
        if (pass.training() && pass.dropout()) {
            CounterRandom random = random(pass.seed(), place);
            for (int i = 0; i < output.length; i++) {
                output[i] += noise(random, pass.step(), i);
            }
        }
        return output;
    }

    @Override
    public double[] backward(Place place, Pass pass, double[] input, double[] delta, double[] gradients) {
        return delta.clone();
    }

    @Override
    public LayerEngine engine(Place place, Memory memory, Wiring wiring) {
        return new Engine(this, place, memory, wiring);
    }

    private static final class Engine extends LayerEngine {
        /** A normal number costs about as much as so many multiply-adds. */
        private static final long COST = 100;

        private final GaussianNoise layer;

        Engine(GaussianNoise layer, Place place, Memory memory, Wiring wiring) {
            super(place, memory, wiring);
            this.layer = layer;
        }

        @Override
        void transform(int batch) {
            if (!memory.training) {
                System.arraycopy(input, 0, logits, 0, batch * units);
                return;
            }
            CounterRandom random = random(memory.seed, place);
            memory.forEach(batch, COST * batch * units, sample -> {
                for (int i = sample * units; i < (sample + 1) * units; i++) {
                    logits[i] = (float) (input[i] + layer.noise(random, memory.step, i));
                }
            });
        }

        @Override
        void propagate(int batch) {
            if (inputError != null) {
                System.arraycopy(delta, 0, inputError, 0, batch * units);
            }
        }
    }
}

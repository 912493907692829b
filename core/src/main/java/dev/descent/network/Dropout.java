package dev.descent.network;

import dev.descent.data.CounterRandom;
import dev.descent.data.Shape;
import dev.descent.spec.Spec;
import dev.descent.spec.Value;

/**
 * Drops units at random in training and enlarges the others, so that nothing need be done afterwards (inverted dropout):
 * {@code output = input / (1 − rate)} with probability 1 − rate, else 0 (Srivastava et al. 2014, § 10).
 *
 * <p>Whether a unit is dropped depends only on the seed, the layer's place, the step and the unit's index in the batch.
 *
 * @param rate share dropped, in [0, 1)
 */
public record Dropout(double rate) implements Layer {
    public Dropout {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("the rate of dropout lies in [0, 1), got " + rate);
        }
    }

    static Dropout parse(Spec spec) {
        return new Dropout(spec.arguments("rate").number("rate"));
    }

    @Override
    public Spec spec() {
        return Spec.of("dropout").with(Value.of(rate));
    }

    @Override
    public Shape output(Shape input) {
        return input;
    }

    private static CounterRandom random(long seed, Place place) {
        return CounterRandom.of(seed, CounterRandom.Purpose.DROPOUT, place.index());
    }

    private boolean keeps(CounterRandom random, long step, int index) {
        return random.uniform((step << 32) + index) >= rate;
    }

    @Override
    public double[] forward(Place place, Pass pass, double[] input) {
        double[] output = input.clone();
        if (pass.training() && pass.dropout()) {
            CounterRandom random = random(pass.seed(), place);
            for (int i = 0; i < output.length; i++) {
                output[i] = keeps(random, pass.step(), i) ? input[i] / (1 - rate) : 0;
            }
        }
        return output;
    }

    @Override
    public double[] backward(Place place, Pass pass, double[] input, double[] delta, double[] gradients) {
        return forward(place, pass, delta);
    }

    @Override
    public LayerEngine engine(Place place, Memory memory, Wiring wiring) {
        return new Engine(this, place, memory, wiring);
    }

    private static final class Engine extends LayerEngine {
        private final Dropout dropout;

        /** Below so many of 2⁵³ a unit is dropped. */
        private final long limit;

        private CounterRandom random;
        private long seed;

        /** 0 where dropped, 1 / (1 − rate) elsewhere. */
        private final float[] mask;

        Engine(Dropout dropout, Place place, Memory memory, Wiring wiring) {
            super(place, memory, wiring);
            this.dropout = dropout;
            this.limit = (long) Math.ceil(dropout.rate * 0x1p53);
            this.mask = memory.trainingBuffer(units);
            this.seed = memory.seed;
            this.random = random(seed, place);
        }

        @Override
        void transform(int batch) {
            if (!memory.training) {
                System.arraycopy(input, 0, logits, 0, batch * units);
                return;
            }
            if (seed != memory.seed) {
                seed = memory.seed;
                random = random(seed, place);
            }
            // A random number costs about as much as ten multiply-adds.
            memory.forEach(batch, 10L * batch * units, this::drop);
        }

        private void drop(int sample) {
            float kept = (float) (1 / (1 - dropout.rate));
            long first = memory.step << 32;
            for (int i = sample * units; i < (sample + 1) * units; i++) {
                // The same as keeps, without a branch that nobody could predict.
                long isDropped = ((random.bits(first + i) >>> 11) - limit) >>> 63;
                mask[i] = kept * (1 - isDropped);
                logits[i] = mask[i] * input[i];
            }
        }

        @Override
        void propagate(int batch) {
            if (inputError != null) {
                for (int i = 0; i < batch * units; i++) {
                    inputError[i] = mask[i] * delta[i];
                }
            }
        }
    }
}

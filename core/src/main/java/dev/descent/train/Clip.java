package dev.descent.train;

import dev.descent.spec.Family;
import dev.descent.spec.Spec;
import java.util.List;

/** A limit on the gradient before the optimizer sees it (and before weight decay is added). */
public sealed interface Clip {
    /** The list of limits. */
    Family<Clip> FAMILY = Family.<Clip>of("kind of clipping")
            .add("none", None::parse)
            .add("norm", ByNorm::parse)
            .add("value", ByValue::parse);

    static Clip parse(Spec spec) {
        return FAMILY.parse(spec);
    }

    static List<String> names() {
        return FAMILY.names();
    }

    Spec spec();

    /** Limits the gradient in place. */
    void apply(float[] gradients);

    /** The same in double, for the reference. */
    void apply(double[] gradients);

    /** No limit. */
    record None() implements Clip {
        static None parse(Spec spec) {
            spec.arguments();
            return new None();
        }

        @Override
        public Spec spec() {
            return Spec.of("none");
        }

        @Override
        public void apply(float[] gradients) {}

        @Override
        public void apply(double[] gradients) {}
    }

    /**
     * The whole gradient is shortened to a length (Pascanu, Mikolov and Bengio 2013, algorithm 1), as PyTorch's
     * {@code clip_grad_norm_}.
     *
     * @param largest the greatest Euclidean norm, above 0
     */
    record ByNorm(double largest) implements Clip {
        // PyTorch adds this to the norm before it divides.
        private static final double GUARD = 1e-6;

        public ByNorm {
            Require.positive(largest, "largest");
        }

        static ByNorm parse(Spec spec) {
            return new ByNorm(spec.arguments("largest").number("largest"));
        }

        @Override
        public Spec spec() {
            return Spec.of("norm", largest);
        }

        @Override
        public void apply(float[] gradients) {
            double squares = 0;
            for (float gradient : gradients) {
                squares += (double) gradient * gradient;
            }
            float factor = (float) (largest / (Math.sqrt(squares) + GUARD));
            if (factor < 1) {
                for (int i = 0; i < gradients.length; i++) {
                    gradients[i] *= factor;
                }
            }
        }

        @Override
        public void apply(double[] gradients) {
            double squares = 0;
            for (double gradient : gradients) {
                squares += gradient * gradient;
            }
            double factor = largest / (Math.sqrt(squares) + GUARD);
            if (factor < 1) {
                for (int i = 0; i < gradients.length; i++) {
                    gradients[i] *= factor;
                }
            }
        }
    }

    /**
     * Every element is limited by itself, as PyTorch's {@code clip_grad_value_}.
     *
     * @param largest the greatest magnitude of an element, above 0
     */
    record ByValue(double largest) implements Clip {
        public ByValue {
            Require.positive(largest, "largest");
        }

        static ByValue parse(Spec spec) {
            return new ByValue(spec.arguments("largest").number("largest"));
        }

        @Override
        public Spec spec() {
            return Spec.of("value", largest);
        }

        @Override
        public void apply(float[] gradients) {
            float limit = (float) largest;
            for (int i = 0; i < gradients.length; i++) {
                gradients[i] = Math.clamp(gradients[i], -limit, limit);
            }
        }

        @Override
        public void apply(double[] gradients) {
            for (int i = 0; i < gradients.length; i++) {
                gradients[i] = Math.clamp(gradients[i], -largest, largest);
            }
        }
    }
}

package dev.descent.network;

import dev.descent.data.CounterRandom;
import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;

/**
 * Normal distribution, written {@code normal(mean, deviation)}; {@code truncated-normal} draws again beyond two deviations,
 * as Keras does.
 *
 * @param mean any
 * @param deviation standard deviation (before truncation), at least 0
 * @param truncated whether values beyond two deviations are drawn again
 */
public record Gaussian(double mean, double deviation, boolean truncated) implements Initializer {
    public Gaussian {
        if (!(deviation >= 0)) {
            throw new IllegalArgumentException("the deviation of normal is at least 0, got " + deviation);
        }
    }

    static Gaussian parse(Spec spec) {
        Arguments arguments = spec.arguments("mean", "deviation");
        return new Gaussian(
                arguments.number("mean", 0),
                arguments.number("deviation", 0.05),
                spec.name().startsWith("truncated"));
    }

    @Override
    public Spec spec() {
        return Spec.of(truncated ? "truncated-normal" : "normal", mean, deviation);
    }

    @Override
    public void fill(double[] values, Parameter parameter, CounterRandom random) {
        for (int i = parameter.offset(); i < parameter.end(); i++) {
            values[i] = mean + deviation * (truncated ? truncated(random, i) : random.normal(i));
        }
    }

    /** A standard normal number within ±2: the first such of this element's own sequence of draws. */
    static double truncated(CounterRandom random, int element) {
        for (long attempt = 0; ; attempt++) {
            double number = random.normal(element + (attempt << 32));
            if (Math.abs(number) <= 2) {
                return number;
            }
        }
    }
}

package dev.descent.network;

import dev.descent.data.CounterRandom;
import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;

/**
 * Uniform in [from, to).
 *
 * @param from smallest value
 * @param to above {@code from}
 */
public record Uniform(double from, double to) implements Initializer {
    public Uniform {
        if (!(from < to)) {
            throw new IllegalArgumentException(
                    "uniform(from, to) needs from below to, got %s and %s".formatted(from, to));
        }
    }

    static Uniform parse(Spec spec) {
        Arguments arguments = spec.arguments("from", "to");
        return new Uniform(arguments.number("from", -0.05), arguments.number("to", 0.05));
    }

    @Override
    public Spec spec() {
        return Spec.of("uniform", from, to);
    }

    @Override
    public void fill(double[] values, Parameter parameter, CounterRandom random) {
        for (int i = parameter.offset(); i < parameter.end(); i++) {
            values[i] = random.uniform(i, from, to);
        }
    }
}

package dev.descent.network;

import dev.descent.data.CounterRandom;
import dev.descent.spec.Spec;

/**
 * Every element the same number. For weights all units start equal and stay equal; right for biases.
 *
 * @param value any finite number
 */
public record Constant(double value) implements Initializer {
    static Constant parse(Spec spec) {
        return new Constant(spec.arguments("value").number("value"));
    }

    static Constant parseZeros(Spec spec) {
        spec.arguments();
        return new Constant(0);
    }

    static Constant parseOnes(Spec spec) {
        spec.arguments();
        return new Constant(1);
    }

    @Override
    public Spec spec() {
        if (value == 0) {
            return Spec.of("zeros");
        }
        return value == 1 ? Spec.of("ones") : Spec.of("constant", value);
    }

    @Override
    public void fill(double[] values, Parameter parameter, CounterRandom random) {
        for (int i = parameter.offset(); i < parameter.end(); i++) {
            values[i] = value;
        }
    }
}

package dev.descent.audit.replay;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parameters of a run, weights as inputs x units. */
public record State(Map<Symbol, Matrix> parameters) {
    public State {
        parameters = new LinkedHashMap<>(parameters);
    }

    /** A parameter's value. */
    public Matrix get(Symbol parameter) {
        Matrix value = parameters.get(parameter);
        if (value == null) {
            throw new IllegalArgumentException("no " + parameter.standardName());
        }
        return value;
    }

    /** this − other, parameter by parameter. */
    State minus(State other) {
        Map<Symbol, Matrix> difference = new LinkedHashMap<>();
        parameters.forEach((symbol, value) -> difference.put(symbol, bare(value.minus(other.get(symbol)))));
        return new State(difference);
    }

    /** this + amount · direction. */
    State moved(Map<Symbol, Matrix> direction, double amount) {
        Map<Symbol, Matrix> moved = new LinkedHashMap<>();
        parameters.forEach((symbol, value) -> {
            Matrix along = direction.get(symbol);
            moved.put(symbol, along == null ? value : bare(value.plus(along.scaled(amount))));
        });
        return new State(moved);
    }

    /** Without the memory of rounding, which a run does not need. */
    static Matrix bare(Matrix matrix) {
        return matrix.bare();
    }
}

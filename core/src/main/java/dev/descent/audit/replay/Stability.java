package dev.descent.audit.replay;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.data.CounterRandom;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far a step of gradient descent is from the largest stable one. A step takes parameters θ to θ − P·∇L(θ), P holding the
 * rates of all parameters; near a minimum errors grow when an eigenvalue of P·H exceeds 2, H being the loss's Hessian. The
 * largest eigenvalue is found by power iteration, P·H·v as a central difference of the step itself.
 */
public final class Stability {
    private static final int ITERATIONS = 12;

    private Stability() {}

    /** The largest eigenvalue of P·H at a state: the step is stable below 2, and 2 divided by it is how much larger it may be. */
    public static double eigenvalue(Replay replay, Recipe recipe, State state) {
        Map<Symbol, Matrix> direction = random(state);
        double eigenvalue = 0;
        for (int i = 0; i < ITERATIONS; i++) {
            double size = norm(state.parameters());
            double small = 1e-5 * Math.max(1, size) / Math.sqrt(elements(state));
            Map<Symbol, Matrix> next = product(replay, recipe, state, direction, small);
            double length = norm(next);
            if (!(length > 0) || Double.isInfinite(length)) {
                return length;
            }
            eigenvalue = length;
            next.replaceAll((_, value) -> State.bare(value.scaled(1 / length)));
            direction = next;
        }
        return eigenvalue;
    }

    private static Map<Symbol, Matrix> product(
            Replay replay, Recipe recipe, State state, Map<Symbol, Matrix> direction, double small) {
        Map<Symbol, Matrix> sum = new LinkedHashMap<>();
        for (Batch batch : replay.batches()) {
            Map<Symbol, Matrix> up = change(replay, recipe, state.moved(direction, small), batch);
            Map<Symbol, Matrix> down = change(replay, recipe, state.moved(direction, -small), batch);
            up.forEach((symbol, value) -> sum.merge(
                    symbol,
                    value.minus(down.get(symbol))
                            .scaled(1 / (2 * small * replay.batches().size())),
                    Matrix::plus));
        }
        return sum;
    }

    private static Map<Symbol, Matrix> change(Replay replay, Recipe recipe, State state, Batch batch) {
        State next = replay.step(recipe, state, batch);
        Map<Symbol, Matrix> change = new LinkedHashMap<>();
        next.parameters()
                .forEach((symbol, value) ->
                        change.put(symbol, value.minus(state.parameters().get(symbol))));
        return change;
    }

    private static Map<Symbol, Matrix> random(State state) {
        CounterRandom random = CounterRandom.of(2, CounterRandom.Purpose.MEASUREMENT);
        Map<Symbol, Matrix> direction = new LinkedHashMap<>();
        long counter = 0;
        for (Map.Entry<Symbol, Matrix> entry : state.parameters().entrySet()) {
            double[] values = new double[entry.getValue().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.normal(counter++);
            }
            direction.put(
                    entry.getKey(),
                    Matrix.of(entry.getValue().rows(), entry.getValue().columns(), values, Matrix.DOUBLE));
        }
        double length = norm(direction);
        direction.replaceAll((_, value) -> value.scaled(1 / length));
        return direction;
    }

    private static double norm(Map<Symbol, Matrix> parts) {
        double sum = 0;
        for (Matrix part : parts.values()) {
            sum += part.norm() * part.norm();
        }
        return Math.sqrt(sum);
    }

    private static int elements(State state) {
        return state.parameters().values().stream().mapToInt(Matrix::size).sum();
    }
}

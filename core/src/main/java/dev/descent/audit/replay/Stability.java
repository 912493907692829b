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

    /** How far from a kink, in units of the difference's step: the random direction has few elements below a hundredth of its mean. */
    private static final double BESIDE = 1000;

    private Stability() {}

    /** The largest eigenvalue of P·H at a state: the step is stable below 2, and 2 divided by it is how much larger it may be. */
    public static double eigenvalue(Replay replay, Recipe recipe, State state) {
        State direction = random(state);
        double small = 1e-5 * Math.max(1, norm(state)) / Math.sqrt(elements(state));
        return eigenvalue(
                replay, recipe, recipe.hasKinks() ? beside(state, direction, small) : state, direction, small);
    }

    /** A state without sums of exactly 0, as black inputs and biases of 0 give: at a ReLU's kink a difference is no derivative. */
    private static State beside(State state, State direction, double small) {
        return state.moved(direction.parameters(), BESIDE * small);
    }

    private static double eigenvalue(Replay replay, Recipe recipe, State state, State start, double small) {
        State direction = start;
        double eigenvalue = 0;
        for (int i = 0; i < ITERATIONS; i++) {
            State next = product(replay, recipe, state, direction, small);
            eigenvalue = norm(next);
            if (!(eigenvalue > 0) || Double.isInfinite(eigenvalue)) {
                return eigenvalue;
            }
            direction = scaled(next, 1 / eigenvalue);
        }
        return eigenvalue;
    }

    /** P·H·direction, averaged over the batches. */
    private static State product(Replay replay, Recipe recipe, State state, State direction, double small) {
        State sum = scaled(direction, 0);
        double share = 1 / (2 * small * replay.batches().size());
        for (Batch batch : replay.batches()) {
            State up = change(replay, recipe, state.moved(direction.parameters(), small), batch);
            State down = change(replay, recipe, state.moved(direction.parameters(), -small), batch);
            sum = sum.moved(up.minus(down).parameters(), share);
        }
        return sum;
    }

    private static State change(Replay replay, Recipe recipe, State state, Batch batch) {
        return replay.change(recipe, state, batch);
    }

    private static State random(State state) {
        CounterRandom random = CounterRandom.of(2, CounterRandom.Purpose.MEASUREMENT);
        Map<Symbol, Matrix> direction = new LinkedHashMap<>();
        long counter = 0;
        for (Map.Entry<Symbol, Matrix> entry : state.parameters().entrySet()) {
            Matrix like = entry.getValue();
            double[] values = new double[like.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.normal(counter++);
            }
            direction.put(entry.getKey(), Matrix.of(like.rows(), like.columns(), values, Matrix.DOUBLE));
        }
        State drawn = new State(direction);
        return scaled(drawn, 1 / norm(drawn));
    }

    private static State scaled(State state, double by) {
        Map<Symbol, Matrix> scaled = new LinkedHashMap<>();
        state.parameters().forEach((symbol, value) -> scaled.put(symbol, State.bare(value.scaled(by))));
        return new State(scaled);
    }

    private static double norm(State state) {
        double sum = 0;
        for (Matrix part : state.parameters().values()) {
            sum += part.norm() * part.norm();
        }
        return Math.sqrt(sum);
    }

    private static int elements(State state) {
        return state.parameters().values().stream().mapToInt(Matrix::size).sum();
    }
}

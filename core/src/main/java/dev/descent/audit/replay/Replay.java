package dev.descent.audit.replay;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Update;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains by a recipe.
 *
 * @param batches taken one after another, round and round
 */
public record Replay(List<Batch> batches, Losses loss) {
    public Replay {
        batches = List.copyOf(batches);
    }

    /**
     * What a run gave: before each step, and after the last.
     *
     * @param losses over all batches together
     * @param accuracies likewise
     */
    public record Run(List<Double> losses, List<Double> accuracies, State last) {
        public double first() {
            return losses.getFirst();
        }

        public double end() {
            return losses.getLast();
        }

        /** The end, smoothed: mean of the last quarter; infinite when it blew up. */
        public double settled() {
            int from = losses.size() * 3 / 4;
            double mean = losses.subList(from, losses.size()).stream()
                    .mapToDouble(Double::doubleValue)
                    .average()
                    .orElse(Double.NaN);
            return Double.isNaN(mean) ? Double.POSITIVE_INFINITY : mean;
        }

        public double lastAccuracy() {
            return accuracies.getLast();
        }
    }

    public Run train(Recipe recipe, State start, int steps) {
        List<Double> losses = new ArrayList<>();
        List<Double> accuracies = new ArrayList<>();
        Map<Symbol, Update.Memory> memories = new HashMap<>();
        State state = start;
        for (int step = 0; step < steps; step++) {
            Batch batch = batches.get(step % batches.size());
            SimulatedStep simulated = new SimulatedStep(recipe, state, batch, memories);
            if (step % batches.size() == 0) {
                note(recipe, state, simulated, losses, accuracies);
            }
            state = simulated.next();
        }
        note(recipe, state, new SimulatedStep(recipe, state, batches.getFirst(), memories), losses, accuracies);
        return new Run(losses, accuracies, state);
    }

    private void note(Recipe recipe, State state, SimulatedStep first, List<Double> losses, List<Double> accuracies) {
        double sum = 0;
        double right = 0;
        for (int i = 0; i < batches.size(); i++) {
            Batch batch = batches.get(i);
            SimulatedStep step = i == 0 ? first : new SimulatedStep(recipe, state, batch, new HashMap<>());
            Matrix output = step.get(Symbol.activation(recipe.depth()));
            sum += loss.of(output, batch.target());
            right += Losses.accuracy(output, batch.target());
        }
        losses.add(sum / batches.size());
        accuracies.add(right / batches.size());
    }

    /** Parameters after each of some steps, a batch each. */
    public List<State> states(Recipe recipe, State start, List<Batch> taken) {
        List<State> states = new ArrayList<>();
        Map<Symbol, Update.Memory> memories = new HashMap<>();
        State state = start;
        for (Batch batch : taken) {
            state = new SimulatedStep(recipe, state, batch, memories).next();
            states.add(state);
        }
        return states;
    }

    /** Parameters after one step. */
    public State step(Recipe recipe, State state, Batch batch) {
        return new SimulatedStep(recipe, state, batch, new HashMap<>()).next();
    }

    /** What one step adds to the parameters. */
    State change(Recipe recipe, State state, Batch batch) {
        return new SimulatedStep(recipe, state, batch, new HashMap<>()).changes();
    }

    /** An array of a step. */
    public Matrix array(Recipe recipe, State state, Batch batch, Symbol symbol) {
        return new SimulatedStep(recipe, state, batch, new HashMap<>()).get(symbol);
    }
}

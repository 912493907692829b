package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Step;
import dev.descent.audit.recover.Update;
import dev.descent.audit.replay.Batch;
import dev.descent.audit.replay.State;
import dev.descent.report.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs the recovered program from its own weights on its own batches: equal numbers show that it was understood. */
final class Replayed {
    /** Multiplications of all steps together. */
    private static final double AFFORDABLE = 5e9;

    /** Rounding grows from step to step; what is further off than this was computed in another way. */
    private static final double NEAR = 1e-3;

    private static final double ROUNDINGS = 1000;

    private final Examination examination;
    private final Program program;

    Replayed(Examination examination) {
        this.examination = examination;
        this.program = examination.program();
    }

    /** How near the replay comes to the program's own parameters; empty where it cannot be run or departs. */
    Optional<Check> check() {
        Setup setup = examination.asItIs();
        int from = start();
        if (setup == null || !setup.recipe().isWhole() || from < 0) {
            return Optional.empty();
        }
        List<Batch> batches = batches(from);
        if (batches.isEmpty() || setup.cost() * batches.size() > AFFORDABLE) {
            return Optional.empty();
        }
        State start = java.util.Objects.requireNonNull(examination.state(from));
        List<State> states = setup.replay().states(setup.recipe(), start, batches);
        double difference = 0;
        double largest = 0;
        double epsilon = 0;
        int compared = 0;
        for (int i = 0; i < states.size(); i++) {
            for (Symbol parameter : program.parameters()) {
                Matrix own = program.after(parameter, from + i);
                if (own != null && own.isFinite()) {
                    difference = Math.max(
                            difference, own.minus(states.get(i).get(parameter)).largestFinite());
                    largest = Math.max(largest, own.largestFinite());
                    epsilon = Math.max(epsilon, own.epsilon());
                    compared++;
                }
            }
        }
        if (compared == 0 || !(difference <= NEAR * largest)) {
            return Optional.empty();
        }
        return Optional.of(new Check(
                "replayed from its own weights on its own batches: the same parameters in each of %d steps"
                        .formatted(states.size()),
                "",
                difference,
                ROUNDINGS * epsilon * largest));
    }

    /** The first iteration whose parameters are known before the update; what momentum keeps is known at the very first only. */
    private int start() {
        boolean remembers = program.updates().values().stream()
                .anyMatch(update -> !(update instanceof Update.Plain || update instanceof Update.Still));
        for (int t = 0; t < (remembers ? 1 : program.iterations()); t++) {
            if (examination.state(t) != null) {
                return t;
            }
        }
        return -1;
    }

    private List<Batch> batches(int from) {
        List<Batch> batches = new ArrayList<>();
        for (Step step : examination.steps().subList(from, program.iterations())) {
            Matrix input = step.find(Symbol.activation(0));
            Matrix target = step.find(program.targetSymbol());
            if (input == null || target == null || input.rows() != target.rows()) {
                return batches;
            }
            batches.add(new Batch(input.bare(), target.bare(), 1));
        }
        return batches;
    }
}

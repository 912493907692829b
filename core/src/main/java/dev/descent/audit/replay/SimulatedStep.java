package dev.descent.audit.replay;

import dev.descent.audit.algebra.Formula;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.algebra.Symbol.Role;
import dev.descent.audit.recover.Update;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** One training step by a recipe: arrays are computed when asked for, once. */
final class SimulatedStep implements Formula.Arrays {
    private final Recipe recipe;
    private final State state;
    private final Batch batch;
    private final Map<Symbol, Update.Memory> memories;
    private final Map<Symbol, Matrix> arrays = new HashMap<>();

    SimulatedStep(Recipe recipe, State state, Batch batch, Map<Symbol, Update.Memory> memories) {
        this.recipe = recipe;
        this.state = state;
        this.batch = batch;
        this.memories = memories;
    }

    @Override
    public Matrix get(Symbol symbol) {
        Matrix known = arrays.get(symbol);
        if (known == null) {
            known = State.bare(compute(symbol));
            arrays.put(symbol, known);
        }
        return known;
    }

    private Matrix compute(Symbol symbol) {
        return switch (symbol.role()) {
            case TARGET -> batch.target();
            case WEIGHT, BIAS -> state.get(symbol);
            case NEW_WEIGHT -> updated(Symbol.weight(symbol.layer()));
            case NEW_BIAS -> updated(Symbol.bias(symbol.layer()));
            case ACTIVATION -> symbol.layer() == 0 ? batch.input() : formula(symbol, 1);
            case GRADIENT, BIAS_GRADIENT -> formula(symbol, batch.fraction());
            default -> formula(symbol, 1);
        };
    }

    private Matrix formula(Symbol symbol, double times) {
        Formula formula = recipe.formulas().get(symbol);
        if (formula == null) {
            throw new IllegalArgumentException("no formula for " + symbol.standardName());
        }
        double scale = recipe.scale(symbol) * times;
        Matrix value = formula.compute(this);
        return scale == 1 ? value : value.scaled(scale);
    }

    private Matrix updated(Symbol parameter) {
        Update update = recipe.updates().getOrDefault(parameter, new Update.Unknown());
        Matrix value = state.get(parameter);
        return update.moves() ? value.plus(change(parameter, update, value)) : value;
    }

    private Matrix change(Symbol parameter, Update update, Matrix value) {
        Matrix gradient = get(
                parameter.role() == Role.BIAS
                        ? Symbol.biasGradient(parameter.layer())
                        : Symbol.gradient(parameter.layer()));
        if (!gradient.sameShape(value)) {
            // A bias gradient of one number for all units is spread, as NumPy does.
            gradient = Matrix.filled(value.rows(), value.columns(), 0).plus(gradient);
        }
        Update.Memory memory = memories.computeIfAbsent(parameter, _ -> new Update.Memory());
        return memory.change(update, value, gradient);
    }

    /** What the step adds to all parameters: exact to rounding however small it is against them. */
    State changes() {
        Map<Symbol, Matrix> changes = new LinkedHashMap<>();
        for (Symbol parameter : recipe.parameters()) {
            Update update = recipe.updates().getOrDefault(parameter, new Update.Unknown());
            changes.put(parameter, State.bare(change(parameter, update, state.get(parameter))));
        }
        return new State(changes);
    }

    /** All parameters after the step. */
    State next() {
        Map<Symbol, Matrix> next = new LinkedHashMap<>();
        for (Symbol parameter : recipe.parameters()) {
            next.put(parameter, get(parameter.updated()));
        }
        return new State(next);
    }
}

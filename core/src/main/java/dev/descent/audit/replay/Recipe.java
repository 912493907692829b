package dev.descent.audit.replay;

import dev.descent.audit.algebra.Formula;
import dev.descent.audit.algebra.Formula.Activate;
import dev.descent.audit.algebra.Formula.Of;
import dev.descent.audit.algebra.Nonlinearity;
import dev.descent.audit.algebra.Slope;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Explanation;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Update;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A training step as formulas: how every array is computed from those before it, and how every parameter is updated.
 *
 * @param parameters weights and biases
 * @param formulas of every array that is neither parameter, input nor target
 * @param scales factors of the formulas, 1 where none is given
 * @param updates of the parameters
 * @param depth layers
 */
public record Recipe(
        List<Symbol> parameters,
        Map<Symbol, Formula> formulas,
        Map<Symbol, Double> scales,
        Map<Symbol, Update> updates,
        int depth) {
    public Recipe {
        parameters = List.copyOf(parameters);
        formulas = Map.copyOf(formulas);
        scales = Map.copyOf(scales);
        updates = Map.copyOf(updates);
    }

    /** The program as it is. */
    public static Recipe of(Program program) {
        Map<Symbol, Formula> formulas = new HashMap<>();
        Map<Symbol, Double> scales = new HashMap<>();
        for (int k = 1; k <= program.depth(); k++) {
            for (Symbol symbol : List.of(
                    Symbol.logits(k),
                    Symbol.activation(k),
                    Symbol.undropped(k),
                    Symbol.mask(k),
                    Symbol.back(k),
                    Symbol.delta(k),
                    Symbol.gradient(k),
                    Symbol.biasGradient(k))) {
                Formula formula = program.formula(symbol);
                if (formula != null) {
                    formulas.put(symbol, formula);
                }
            }
        }
        Formula error = program.formula(program.error());
        if (error != null) {
            formulas.put(program.error(), error);
        }
        for (Map.Entry<Symbol, Explanation> entry : program.explanations().entrySet()) {
            formulas.put(entry.getKey(), entry.getValue().formula());
            scales.put(entry.getKey(), entry.getValue().scale());
        }
        return new Recipe(program.parameters(), formulas, scales, program.updates(), program.depth());
    }

    public double scale(Symbol symbol) {
        return scales.getOrDefault(symbol, 1.0);
    }

    public Recipe with(Symbol symbol, Formula formula, double scale) {
        Map<Symbol, Formula> other = new HashMap<>(formulas);
        other.put(symbol, formula);
        Map<Symbol, Double> otherScales = new HashMap<>(scales);
        otherScales.put(symbol, scale);
        return new Recipe(parameters, other, otherScales, updates, depth);
    }

    public Recipe with(Symbol parameter, Update update) {
        Map<Symbol, Update> other = new LinkedHashMap<>(updates);
        other.put(parameter, update);
        return new Recipe(parameters, formulas, scales, other, depth);
    }

    public Recipe withActivation(int layer, Nonlinearity activation) {
        return with(Symbol.activation(layer), new Activate(activation, new Of(Symbol.logits(layer))), 1);
    }

    /** With another activation of a hidden layer, and the delta that goes with it: the error sent back times this derivative of the activation. */
    public Recipe withActivation(int layer, Nonlinearity activation, Slope derivative, double scale) {
        Formula sent = new Formula.Product(
                new Of(Symbol.delta(layer + 1)), new Formula.Transpose(new Of(Symbol.weight(layer + 1))));
        Formula slope = new Formula.Derivative(derivative, new Of(Symbol.activation(layer)));
        return withActivation(layer, activation).with(Symbol.delta(layer), new Formula.Times(sent, slope), scale);
    }

    /** Every update's factor multiplied. */
    public Recipe rate(double by) {
        Map<Symbol, Update> other = new LinkedHashMap<>();
        updates.forEach((parameter, update) -> other.put(parameter, update.times(by)));
        return new Recipe(parameters, formulas, scales, other, depth);
    }

    /** Whether an activation is a ReLU or like, whose derivative jumps where its sum is 0. */
    boolean hasKinks() {
        return formulas.values().stream()
                .anyMatch(formula -> formula instanceof Activate(Nonlinearity activation, Formula _)
                        && (activation.kind() == Nonlinearity.Kind.RELU
                                || activation.kind() == Nonlinearity.Kind.LEAKY_RELU));
    }

    /** Whether every parameter's update is known. */
    public boolean isWhole() {
        return updates.size() == parameters.size()
                && updates.values().stream().noneMatch(Update.Unknown.class::isInstance);
    }

    /** Whether all parameters follow their gradient directly, so that a largest stable step is defined. */
    public boolean isDescent() {
        return updates.values().stream()
                .allMatch(update -> update instanceof Update.Plain
                        || update instanceof Update.Still
                        || update instanceof Update.Momentum);
    }
}

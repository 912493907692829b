package dev.descent.audit.recover;

import dev.descent.audit.algebra.Formula;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.algebra.Symbol.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The user's training program as far as it is recovered: which variable is what, and which formula made it. */
public final class Program implements Formula.Names {
    private final Book book;
    private final Forward forward;
    private final Map<Variable, Matrix> start = new HashMap<>();
    private final Map<Symbol, Ref> roles = new HashMap<>();
    private final Map<Symbol, Formula> formulas = new HashMap<>();
    private final Map<Symbol, Explanation> explanations = new LinkedHashMap<>();
    private final Map<Symbol, Update> updates = new LinkedHashMap<>();
    private final Set<Variable> kept = new HashSet<>();

    Program(Book book, Forward forward, Map<Variable, Matrix> start) {
        this.book = book;
        this.forward = forward;
        this.start.putAll(start);
        for (int k = 1; k <= forward.depth(); k++) {
            Layer layer = forward.layer(k);
            if (layer.logits() != null) {
                roles.put(Symbol.logits(k), layer.logits());
            }
            if (layer.output() != null) {
                roles.put(Symbol.activation(k), layer.output());
            }
            Formula sum =
                    new Formula.Product(new Formula.Of(Symbol.activation(k - 1)), new Formula.Of(Symbol.weight(k)));
            formulas.put(
                    Symbol.logits(k),
                    layer.bias() == null ? sum : new Formula.Plus(sum, new Formula.Of(Symbol.bias(k))));
            formulas.put(
                    Symbol.activation(k), new Formula.Activate(layer.activation(), new Formula.Of(Symbol.logits(k))));
        }
        for (int k = 1; k <= forward.depth(); k++) {
            if (forward.layer(k).drops()) {
                formulas.put(
                        Symbol.undropped(k),
                        new Formula.Activate(forward.layer(k).activation(), new Formula.Of(Symbol.logits(k))));
                formulas.put(
                        Symbol.mask(k),
                        new Formula.Kept(
                                new Formula.Of(Symbol.activation(k)),
                                forward.layer(k).kept()));
            }
        }
        Target target = forward.target();
        if (target != null && target.error() != null) {
            roles.put(error(), target.error());
        }
        if (target != null) {
            formulas.put(
                    error(),
                    target.errorSign() < 0 ? new Formula.Minus(goal(), output()) : new Formula.Minus(output(), goal()));
        }
    }

    public Book book() {
        return book;
    }

    public Forward forward() {
        return forward;
    }

    public int depth() {
        return forward.depth();
    }

    public int iterations() {
        return book.iterations();
    }

    public Symbol error() {
        return new Symbol(Role.ERROR, depth());
    }

    public Symbol targetSymbol() {
        return new Symbol(Role.TARGET, depth());
    }

    public Formula goal() {
        return new Formula.Of(targetSymbol());
    }

    public Formula output() {
        return new Formula.Of(Symbol.activation(depth()));
    }

    // ---------------------------------------------------------------- roles and formulas

    public @Nullable Ref role(Symbol symbol) {
        return roles.get(symbol);
    }

    void role(Symbol symbol, Ref ref) {
        roles.put(symbol, ref);
    }

    void dropRole(Symbol symbol) {
        roles.remove(symbol);
        explanations.remove(symbol);
    }

    /** What the program computes for it. */
    public @Nullable Formula formula(Symbol symbol) {
        return formulas.get(symbol);
    }

    void formula(Symbol symbol, Formula formula) {
        formulas.put(symbol, formula);
    }

    /** What an array of the dump is of its exact value, as 1 / samples where it is a mean; 1 where the dump has none. */
    public double shownScale(Symbol symbol) {
        Explanation explanation = explanations.get(symbol);
        return explanation == null || role(symbol) == null ? 1 : explanation.scale();
    }

    /** How the formulas of the backward pass were found. */
    public Map<Symbol, Explanation> explanations() {
        return explanations;
    }

    void explain(Symbol symbol, Explanation explanation) {
        explanations.put(symbol, explanation);
        formulas.put(symbol, explanation.formula());
    }

    /** How each weight and bias is updated. */
    public Map<Symbol, Update> updates() {
        return updates;
    }

    /** What the optimizer keeps from step to step: velocities and moments. */
    Set<Variable> kept() {
        return kept;
    }

    /** All weights and biases, first layer first. */
    public List<Symbol> parameters() {
        List<Symbol> parameters = new ArrayList<>();
        for (int k = 1; k <= depth(); k++) {
            parameters.add(Symbol.weight(k));
            if (forward.layer(k).bias() != null) {
                parameters.add(Symbol.bias(k));
            }
        }
        return parameters;
    }

    public Ref parameter(Symbol symbol) {
        Layer layer = forward.layer(symbol.layer());
        Ref ref = symbol.role() == Role.BIAS ? layer.bias() : layer.weight();
        if (ref == null) {
            throw new IllegalArgumentException("layer " + symbol.layer() + " has no bias");
        }
        return ref;
    }

    /** A parameter as an iteration's forward pass used it. */
    public @Nullable Matrix before(Symbol symbol, int iteration) {
        Layer layer = forward.layer(symbol.layer());
        Ref ref = symbol.role() == Role.BIAS ? layer.bias() : layer.weight();
        if (ref == null) {
            return null;
        }
        if (iteration == 0 && ref.lag() == 1) {
            Matrix value = start.get(ref.variable());
            return value == null ? null : ref.variable().view(value, ref.transposed(), ref.part());
        }
        return ref.at(iteration);
    }

    /** A parameter after an iteration's update; the symbol may be of either. */
    public @Nullable Matrix after(Symbol symbol, int iteration) {
        boolean bias = symbol.role() == Role.BIAS || symbol.role() == Role.NEW_BIAS;
        Ref ref = bias
                ? forward.layer(symbol.layer()).bias()
                : forward.layer(symbol.layer()).weight();
        return ref == null ? null : ref.lag(ref.lag() - 1).at(iteration);
    }

    /** By what an iteration's update changes a parameter; null where the dump does not show it. */
    public @Nullable Matrix change(Symbol symbol, int iteration) {
        Matrix before = before(symbol, iteration);
        Matrix after = after(symbol, iteration);
        return before == null || after == null || !before.sameShape(after) ? null : after.minus(before);
    }

    /** Sets a parameter's value before the first iteration, worked back. */
    void start(Symbol symbol, Matrix value) {
        Ref ref = parameter(symbol);
        if (!ref.part().isFolded()) {
            Matrix own = ref.part() == Part.NEGATED ? value.scaled(-1) : value;
            start.put(ref.variable(), ref.transposed() ? own.transpose() : own);
        }
    }

    public Step step(int iteration) {
        return new Step(this, iteration, null);
    }

    Step sampledStep(int iteration) {
        return sampledStep(iteration, 48);
    }

    Step sampledStep(int iteration, int most) {
        return new Step(this, iteration, ForwardCheck.spread(samples(iteration), most));
    }

    public int samples(int iteration) {
        Matrix input = forward.input().atOrBefore(iteration);
        return input == null ? forward.samples() : input.rows();
    }

    // ---------------------------------------------------------------- names

    @Override
    public Formula.@Nullable Name name(Symbol symbol) {
        Ref ref = switch (symbol.role()) {
            case WEIGHT -> forward.layer(symbol.layer()).weight();
            case BIAS -> forward.layer(symbol.layer()).bias();
            case NEW_WEIGHT -> forward.layer(symbol.layer()).weight();
            case NEW_BIAS -> forward.layer(symbol.layer()).bias();
            case TARGET -> forward.target() == null ? null : forward.target().source();
            case ACTIVATION -> symbol.layer() == 0 ? forward.input() : roles.get(symbol);
            default -> roles.get(symbol);
        };
        if (ref == null) {
            return symbol.role() == Role.TARGET ? new Formula.Name("targets", false, false) : null;
        }
        Formula.Name name = ref.printed();
        Target target = forward.target();
        if (symbol.role() == Role.TARGET && target != null && target.classes() > 0) {
            return new Formula.Name("one_hot(" + name.text() + ")", false, false);
        }
        return switch (symbol.role()) {
            case NEW_WEIGHT, NEW_BIAS -> new Formula.Name("new_" + name.text(), name.transposed(), name.vector());
            default -> name;
        };
    }

    @Override
    public @Nullable Formula meaning(Symbol symbol) {
        return formulas.get(symbol);
    }

    /** A formula in the user's names and layout; {@code as} says whose layout its value has. */
    public String print(Formula formula, @Nullable Ref as) {
        return formula.print(
                this, as != null && as.transposed() && as.variable().rank() > 1);
    }
}

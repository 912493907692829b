package dev.descent.audit.recover;

import dev.descent.audit.algebra.Formula;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import dev.descent.audit.algebra.Symbol;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arrays of one iteration by their role: the user's own where the dump has them, else computed from the user's own by the
 * formulas recovered so far. So every formula is judged by what it was given, and only the first wrong one is blamed.
 */
public final class Step implements Formula.Arrays {
    private final Program program;
    private final int iteration;
    private final int @Nullable [] rows;
    private final Map<Symbol, Matrix> known = new HashMap<>();

    /** An array that neither the dump has nor the formulas give. */
    private static final class Missing extends RuntimeException {
        Missing(Symbol symbol) {
            super(symbol.standardName(), null, false, false);
        }
    }

    /** @param rows samples to look at; null for all */
    Step(Program program, int iteration, int @Nullable [] rows) {
        this.program = program;
        this.iteration = iteration;
        this.rows = rows;
    }

    public int iteration() {
        return iteration;
    }

    /** The formula's value, null where an array for it is missing or shapes disagree. */
    public @Nullable Matrix compute(Formula formula) {
        try {
            return formula.compute(this);
        } catch (Missing _) {
            return null;
        } catch (Matrix.ShapeMismatch _) {
            // Shapes disagree: a dump may hold only some of the samples of an array.
            return null;
        }
    }

    public @Nullable Matrix find(Symbol symbol) {
        return compute(new Formula.Of(symbol));
    }

    @Override
    public Matrix get(Symbol symbol) {
        Matrix value = known.get(symbol);
        if (value == null) {
            value = lookUp(symbol);
            if (value == null) {
                throw new Missing(symbol);
            }
            known.put(symbol, value);
        }
        return value;
    }

    @Override
    public void worked(long multiplications) {
        program.book().effort().add(multiplications);
    }

    private @Nullable Matrix lookUp(Symbol symbol) {
        Matrix dumped = dumped(symbol);
        if (dumped != null) {
            return dumped;
        }
        Formula formula = program.formula(symbol);
        if (formula == null || formula.equals(new Formula.Of(symbol))) {
            // Of an array that was not recognised only the dump tells.
            return null;
        }
        if (symbol.role() != Symbol.Role.LOGITS) {
            return formula.compute(this);
        }
        try {
            return formula.compute(this);
        } catch (Missing missing) {
            // Of the first iteration the weights before may not be known, but the activation gives its sums away.
            Matrix worked = workedBack(symbol.layer());
            if (worked == null) {
                throw missing;
            }
            return worked;
        }
    }

    /** The sums that give a layer's dumped activation; null where it is not dumped or some are badly determined. */
    private @Nullable Matrix workedBack(int layer) {
        Matrix shown = role(Symbol.activation(layer));
        Nonlinearity activation = program.forward().layer(layer).activation();
        if (shown == null) {
            return null;
        }
        double[] sums = new double[shown.size()];
        double[] bounds = new double[sums.length];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = activation.logit(shown.at(i));
            bounds[i] = Math.abs(sums[i]) + shown.bound(i) / activation.slope(sums[i]);
        }
        Matrix worked = Matrix.of(shown.rows(), shown.columns(), sums, bounds, shown.epsilon());
        return worked.isFinite() ? worked : null;
    }

    private @Nullable Matrix dumped(Symbol symbol) {
        return switch (symbol.role()) {
            case WEIGHT, BIAS -> program.before(symbol, iteration);
            case NEW_WEIGHT, NEW_BIAS -> program.after(symbol, iteration);
            case TARGET -> target();
            case ACTIVATION ->
                symbol.layer() == 0 ? some(program.forward().input().atOrBefore(iteration)) : role(symbol);
            default -> role(symbol);
        };
    }

    private @Nullable Matrix role(Symbol symbol) {
        Ref ref = program.role(symbol);
        Matrix value = ref == null ? null : ref.at(iteration);
        return value == null || symbol.role() == Symbol.Role.GRADIENT || symbol.role() == Symbol.Role.BIAS_GRADIENT
                ? value
                : some(value);
    }

    private @Nullable Matrix target() {
        Target target = program.forward().target();
        if (target == null) {
            return null;
        }
        if (target.source() != null) {
            return some(target.at(iteration, null));
        }
        Ref output = program.role(Symbol.activation(program.depth()));
        return some(target.at(iteration, output == null ? null : output.at(iteration)));
    }

    /** Some rows of an array with one row per sample. */
    @Nullable
    Matrix some(@Nullable Matrix all) {
        if (all == null || rows == null || all.rows() <= rows.length) {
            return all;
        }
        return all.rows(rows);
    }
}

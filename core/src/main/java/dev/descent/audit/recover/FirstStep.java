package dev.descent.audit.recover;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The step of the first iteration where no later one shows any: a program that collapses in its first step stands still ever after.
 * What a layer's first sums were made of gives its weights before, weight = after − s · gradient, with the s that fits them all.
 */
final class FirstStep {
    /** Sums that agree on one factor: fewer do by chance. */
    private static final int FEWEST = 8;

    private final Program program;
    private final int layer;
    private final Step first;
    private final Step some;

    FirstStep(Program program, int layer, Step first) {
        this.program = program;
        this.layer = layer;
        this.first = first;
        this.some = program.sampledStep(0);
    }

    /** Sets weight and bias as they were before the first step, and its rule, where the sums show it and no later step speaks against it. */
    void recover(List<Step> steps) {
        Symbol weight = Symbol.weight(layer);
        Symbol bias = Symbol.bias(layer);
        boolean hasBias = program.forward().layer(layer).bias() != null;
        Matrix after = program.after(weight, 0);
        Matrix gradient = first.find(Symbol.gradient(layer));
        Matrix shift = hasBias ? program.after(bias, 0) : null;
        Matrix shiftGradient = hasBias ? first.find(Symbol.biasGradient(layer)) : null;
        if (program.before(weight, 0) != null
                || after == null
                || gradient == null
                || !gradient.sameShape(after)
                || (hasBias && (shift == null || shiftGradient == null || !shiftGradient.sameShape(shift)))) {
            return;
        }
        Matrix input = some.find(Symbol.activation(layer - 1));
        Matrix sums = some.find(Symbol.logits(layer));
        if (input == null || sums == null || input.columns() != after.rows() || input.rows() != sums.rows()) {
            return;
        }
        Double factor = factor(sums, plus(input.times(after), shift), plus(input.times(gradient), shiftGradient));
        if (factor == null) {
            return;
        }
        boolean plain = isPlain(weight) && (!hasBias || isPlain(bias));
        if (!plain && (!allows(weight, factor, steps) || (hasBias && !allows(bias, factor, steps)))) {
            return;
        }
        set(weight, after, gradient, factor, plain);
        if (hasBias && shift != null && shiftGradient != null) {
            set(bias, shift, shiftGradient, factor, plain);
        }
    }

    private static Matrix plus(Matrix sums, @Nullable Matrix shift) {
        return shift == null ? sums : sums.plus(shift);
    }

    private static @Nullable Double factor(Matrix sums, Matrix after, Matrix change) {
        if (!sums.sameShape(after) || !after.isFinite() || change.isZero()) {
            return null;
        }
        Fit fit = Fit.scaled(after.minus(sums), change);
        return fit.matches() && fit.informative() >= FEWEST ? Double.valueOf(fit.scale()) : null;
    }

    private boolean allows(Symbol parameter, double factor, List<Step> steps) {
        return Motion.of(program, parameter, steps).changes().stream()
                .allMatch(change ->
                        Fit.same(change.by(), change.gradient().scaled(factor)).matches());
    }

    private boolean isPlain(Symbol parameter) {
        return program.updates().get(parameter) instanceof Update.Plain plain && plain.decay() == 0;
    }

    private void set(Symbol parameter, Matrix after, Matrix gradient, double factor, boolean isKnown) {
        program.start(parameter, after.minus(gradient.scaled(factor)));
        if (!isKnown) {
            program.updates().put(parameter, new Update.Plain(factor, 0, true));
        }
    }
}

package dev.descent.audit.recover;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Formula;
import dev.descent.audit.algebra.Formula.Axis;
import dev.descent.audit.algebra.Formula.Of;
import dev.descent.audit.algebra.Formula.Product;
import dev.descent.audit.algebra.Formula.Sum;
import dev.descent.audit.algebra.Formula.Transpose;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.BackwardSearch.Delta;
import dev.descent.report.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Recovers the gradients of a layer's weight and bias, and with them which delta the program really uses. */
final class GradientSearch {
    private final Program program;
    private final int layer;
    private final Set<Variable> taken;
    private final List<Step> steps = new ArrayList<>();
    private final Matrix[] projected;
    private final Map<Integer, Optional<Matrix>> lastValues = new HashMap<>();
    private @Nullable Delta lastDelta;
    private final Map<Change, Optional<Matrix>> changes = new HashMap<>();
    private final Map<Look, Matrix> narrowed = new HashMap<>();
    private final List<Evidence> weightEvidence;
    private final List<Evidence> biasEvidence;

    /** Something that a gradient shows in: an array of the dump, or (without one) the change of the parameter. */
    private record Evidence(@Nullable Ref array, Symbol parameter) {}

    private record Change(Symbol parameter, int iteration) {}

    private record Look(Evidence evidence, int iteration) {}

    GradientSearch(Program program, int layer, Set<Variable> taken) {
        this.program = program;
        this.layer = layer;
        this.taken = taken;
        for (int t = 0; t < program.iterations(); t++) {
            steps.add(program.step(t));
        }
        this.projected = new Matrix[steps.size()];
        this.weightEvidence = evidence(Symbol.weight(layer));
        this.biasEvidence = program.forward().layer(layer).bias() == null ? List.of() : evidence(Symbol.bias(layer));
    }

    private List<Evidence> evidence(Symbol parameter) {
        Ref own = program.parameter(parameter);
        int pivot = program.iterations() > 1 ? 1 : 0;
        Matrix value = program.after(parameter, pivot);
        value = value == null ? program.before(parameter, pivot) : value;
        List<Evidence> all = new ArrayList<>();
        if (value != null) {
            for (Ref ref :
                    program.book().shaped(pivot, value.rows(), value.columns(), other -> !taken.contains(other))) {
                all.add(new Evidence(ref, parameter));
            }
            if (own.part() != Part.ALL) {
                int rows = value.rows() + (parameter.role() == Symbol.Role.BIAS ? 0 : 1);
                if (parameter.role() == Symbol.Role.WEIGHT) {
                    for (Ref ref :
                            program.book().shaped(pivot, rows, value.columns(), other -> !taken.contains(other))) {
                        all.add(new Evidence(ref.part(own.part()), parameter));
                    }
                } else {
                    Matrix weight = program.after(Symbol.weight(layer), pivot);
                    int folded = weight == null ? -1 : weight.rows() + 1;
                    for (Ref ref :
                            program.book().shaped(pivot, folded, value.columns(), other -> !taken.contains(other))) {
                        all.add(new Evidence(ref.part(own.part()), parameter));
                    }
                }
            }
        }
        all.add(new Evidence(null, parameter));
        return all;
    }

    private @Nullable Matrix value(Evidence evidence, int iteration) {
        if (evidence.array() != null) {
            return evidence.array().at(iteration);
        }
        return changes.computeIfAbsent(new Change(evidence.parameter(), iteration), this::change)
                .orElse(null);
    }

    private Optional<Matrix> change(Change change) {
        Matrix before = program.before(change.parameter(), change.iteration());
        Matrix after = program.after(change.parameter(), change.iteration());
        return before == null || after == null || !before.sameShape(after)
                ? Optional.empty()
                : Optional.of(after.minus(before));
    }

    /** An array along the random directions, which do not change: computed once for all the deltas it is compared with. */
    private Matrix narrowed(Evidence evidence, int iteration, Matrix seen, Matrix directions) {
        return narrowed.computeIfAbsent(new Look(evidence, iteration), _ -> directions.transposeTimes(seen));
    }

    // ---------------------------------------------------------------- which delta

    /** The first delta that a gradient of the dump, or the change of the weight, is made of; null when none is. */
    @Nullable
    Delta used(List<Delta> deltas) {
        for (Delta delta : deltas) {
            if (match(weightEvidence, Symbol.activation(layer - 1), delta) != null) {
                return delta;
            }
        }
        return null;
    }

    /** The first delta that the gradient of the bias is made of; null when none is. */
    @Nullable
    Delta usedByBias(List<Delta> deltas) {
        for (Delta delta : deltas) {
            for (Evidence evidence : biasEvidence) {
                if (biasMatch(evidence, delta, Axis.SAMPLES) != null) {
                    return delta;
                }
            }
        }
        return null;
    }

    private @Nullable Explanation match(List<Evidence> evidences, Symbol input, Delta delta) {
        for (Evidence evidence : evidences) {
            Explanation explanation = match(evidence, input, delta);
            if (explanation != null) {
                return explanation;
            }
        }
        return null;
    }

    /** Whether evidence = s · inputᵀ · delta, looked at through a few random directions of the input. */
    private @Nullable Explanation match(Evidence evidence, Symbol input, Delta delta) {
        double scale = Double.NaN;
        int shown = 0;
        int elements = 0;
        for (Step step : steps) {
            Matrix seen = value(evidence, step.iteration());
            Matrix inputs = seen == null ? null : step.find(input);
            Matrix deltas = inputs == null ? null : deltaValue(delta, step);
            if (seen == null
                    || inputs == null
                    || deltas == null
                    || inputs.rows() != deltas.rows()
                    || seen.rows() != inputs.columns()
                    || seen.columns() != deltas.columns()) {
                continue;
            }
            Matrix directions = Directions.of(inputs.columns());
            Matrix narrow = input.equals(Symbol.activation(layer - 1))
                    ? projected(step.iteration(), inputs, directions)
                    : inputs.times(directions);
            Fit fit = Fit.scaled(narrowed(evidence, step.iteration(), seen, directions), narrow.transposeTimes(deltas));
            if (!fit.matches()) {
                return null;
            }
            if (fit.informative() > 2 || (fit.informative() > 0 && usual(fit.scale(), inputs.rows()))) {
                if (!Explainer.steady(scale, fit.scale())) {
                    return null;
                }
                shown++;
                elements += seen.size();
                scale = Double.isNaN(scale) ? fit.scale() : scale;
            }
        }
        return shown == 0
                ? null
                : new Explanation(
                        new Product(new Transpose(new Of(input)), new Of(Symbol.delta(layer))),
                        evidence.array() == null ? 1 : scale,
                        null,
                        "",
                        shown,
                        elements);
    }

    private static boolean usual(double scale, int samples) {
        for (double usual : new double[] {1, 2, 0.5}) {
            for (double count : new double[] {1, samples}) {
                if (Math.abs(Math.abs(scale) * count / usual - 1) < 1e-6) {
                    return true;
                }
            }
        }
        return false;
    }

    private Matrix projected(int iteration, Matrix inputs, Matrix directions) {
        Matrix narrow = projected[iteration];
        if (narrow == null) {
            narrow = inputs.times(directions);
            projected[iteration] = narrow;
        }
        return narrow;
    }

    /** Of the delta asked for last, computed once for all the arrays it is compared with. */
    private @Nullable Matrix deltaValue(Delta delta, Step step) {
        if (delta.array() != null) {
            return delta.array().at(step.iteration());
        }
        if (!delta.equals(lastDelta)) {
            lastDelta = delta;
            lastValues.clear();
        }
        return lastValues
                .computeIfAbsent(
                        step.iteration(),
                        _ -> Optional.ofNullable(
                                step.compute(delta.explanation().formula())))
                .orElse(null);
    }

    private @Nullable Explanation biasMatch(Evidence evidence, Delta delta, Axis axis) {
        double scale = Double.NaN;
        int shown = 0;
        int elements = 0;
        for (Step step : steps) {
            Matrix seen = value(evidence, step.iteration());
            Matrix deltas = seen == null ? null : deltaValue(delta, step);
            if (seen == null || deltas == null) {
                continue;
            }
            Matrix sum = new Sum(axis, new Of(Symbol.delta(layer))).compute(_ -> deltas);
            if (sum.size() == 1 && seen.size() > 1) {
                sum = Matrix.filled(seen.rows(), seen.columns(), 0).plus(sum);
            }
            Fit fit = Fit.scaled(seen, sum);
            if (!fit.matches()) {
                return null;
            }
            boolean usual = usual(fit.scale(), deltas.rows());
            if (axis == Axis.EVERYTHING && fit.informative() > 0 && !usual) {
                return null;
            }
            if (fit.informative() > 1 || (fit.informative() > 0 && usual)) {
                if (!Explainer.steady(scale, fit.scale())) {
                    return null;
                }
                shown++;
                elements += seen.size();
                scale = Double.isNaN(scale) ? fit.scale() : scale;
            }
        }
        return shown == 0
                ? null
                : new Explanation(
                        new Sum(axis, new Of(Symbol.delta(layer))),
                        evidence.array() == null ? 1 : scale,
                        null,
                        "",
                        shown,
                        elements);
    }

    // ---------------------------------------------------------------- wrong gradients

    private @Nullable Explanation wrongWeight;

    /** A delta whose gradient is built from the wrong arrays; null when that is not recognised either. */
    @Nullable
    Delta builtWrongly(List<Delta> deltas) {
        for (Symbol input : otherInputs()) {
            for (Delta delta : deltas.stream().filter(Delta::isExact).toList()) {
                Explanation explanation = match(weightEvidence, input, delta);
                if (explanation != null) {
                    wrongWeight = explanation.blamed(
                            Fault.GRADIENT_WRONG,
                            "multiplies the delta by the wrong array, not by the input of the layer");
                    return delta;
                }
            }
        }
        return null;
    }

    private List<Symbol> otherInputs() {
        return otherInputs(program, layer);
    }

    /** Arrays that a weight gradient may be built from by mistake. */
    static List<Symbol> otherInputs(Program program, int layer) {
        List<Symbol> inputs = new ArrayList<>();
        if (layer > 1) {
            inputs.add(Symbol.logits(layer - 1));
        }
        for (int k = 0; k <= program.depth(); k++) {
            if (k != layer - 1) {
                inputs.add(Symbol.activation(k));
            }
        }
        for (int k = 1; k <= program.depth(); k++) {
            if (k != layer - 1) {
                inputs.add(Symbol.logits(k));
            }
        }
        return inputs;
    }

    // ---------------------------------------------------------------- roles

    /** Gives the gradient arrays of the dump their roles, once the delta is settled. */
    void settle() {
        settleWeight();
        if (program.forward().layer(layer).bias() != null) {
            settleBias();
        }
    }

    private void settleWeight() {
        Symbol gradient = Symbol.gradient(layer);
        Product exact = new Product(new Transpose(new Of(Symbol.activation(layer - 1))), new Of(Symbol.delta(layer)));
        program.formula(gradient, exact);
        Delta settled = settledDelta();
        Symbol input = Symbol.activation(layer - 1);
        if (wrongWeight != null && wrongWeight.formula() instanceof Product(Transpose(Of(Symbol other)), Formula _)) {
            input = other;
            program.explain(gradient, wrongWeight);
        }
        for (Evidence evidence : weightEvidence) {
            Explanation explanation = evidence.array() == null ? null : match(evidence, input, settled);
            if (explanation != null && evidence.array() != null) {
                program.role(gradient, evidence.array());
                taken.add(evidence.array().variable());
                program.explain(
                        gradient,
                        wrongWeight == null
                                ? explanation
                                : new Explanation(
                                        explanation.formula(),
                                        explanation.scale(),
                                        wrongWeight.fault(),
                                        wrongWeight.says(),
                                        explanation.iterations(),
                                        explanation.elements()));
                return;
            }
        }
    }

    private Delta settledDelta() {
        Symbol delta = Symbol.delta(layer);
        Explanation explanation = program.explanations().get(delta);
        if (explanation == null) {
            throw new IllegalStateException("the delta of layer " + layer + " is settled first");
        }
        return new Delta(program.role(delta), explanation);
    }

    private void settleBias() {
        Symbol gradient = Symbol.biasGradient(layer);
        program.formula(gradient, new Sum(Axis.SAMPLES, new Of(Symbol.delta(layer))));
        Delta settled = settledDelta();
        Ref delta = program.role(Symbol.delta(layer));
        for (Axis axis : List.of(Axis.SAMPLES, Axis.EVERYTHING, Axis.UNITS)) {
            for (Evidence evidence : biasEvidence) {
                if (delta != null
                        && evidence.array() != null
                        && evidence.array().sameVariable(delta)) {
                    // Of one sample the sum is the delta itself, which shows nothing.
                    continue;
                }
                Explanation explanation = biasMatch(evidence, settled, axis);
                if (explanation == null) {
                    continue;
                }
                if (evidence.array() != null) {
                    program.role(gradient, evidence.array());
                    taken.add(evidence.array().variable());
                }
                if (evidence.array() != null || axis != Axis.SAMPLES) {
                    program.explain(
                            gradient,
                            axis == Axis.SAMPLES
                                    ? explanation
                                    : explanation.blamed(
                                            Fault.GRADIENT_WRONG_AXIS,
                                            axis == Axis.EVERYTHING
                                                    ? "sums the delta over samples and units, so that every unit gets the same"
                                                            + " number"
                                                    : "sums the delta over the units instead of the samples"));
                }
                return;
            }
        }
    }
}

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
import dev.descent.audit.recover.GradientEvidence.Evidence;
import dev.descent.report.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Recovers the gradients of a layer's weight and bias, and with them which delta the program really uses. */
final class GradientSearch {
    private static final String ADDED_UP = "is added to the gradients of the steps before, which are never reset";

    private static final int FEWEST_UNITS = 3;
    private static final int FEWEST_STEPS = 3;

    private final Program program;
    private final int layer;
    private final Set<Variable> taken;
    private final List<Step> steps = new ArrayList<>();
    private final Matrix[] projected;
    private final Map<Integer, Matrix> directions = new HashMap<>();
    private final Map<Integer, Optional<Matrix>> lastValues = new HashMap<>();
    private @Nullable Delta lastDelta;
    private final GradientEvidence shown;
    private final List<Evidence> weightEvidence;
    private final List<Evidence> biasEvidence;

    GradientSearch(Program program, int layer, Set<Variable> taken) {
        this.program = program;
        this.layer = layer;
        this.taken = taken;
        for (int t = 0; t < program.iterations(); t++) {
            steps.add(program.step(t));
        }
        this.projected = new Matrix[steps.size()];
        this.shown = new GradientEvidence(program, taken);
        this.weightEvidence = telling(Symbol.weight(layer));
        this.biasEvidence = program.forward().layer(layer).bias() == null ? List.of() : telling(Symbol.bias(layer));
    }

    /** What is zero in every iteration follows from any delta that is, and shows nothing. */
    private List<Evidence> telling(Symbol parameter) {
        return shown.of(parameter).stream()
                .filter(evidence -> steps.stream()
                        .map(step -> shown.value(evidence, step.iteration()))
                        .anyMatch(value -> value != null && !value.isZero()))
                .toList();
    }

    // ---------------------------------------------------------------- which delta

    /**
     * The first delta that a gradient of the dump, or the change of the weight, is made of; null when none is. One whose sum or mean
     * over the samples the gradient is goes before one that needs another factor.
     */
    @Nullable
    Delta used(List<Delta> deltas) {
        Delta strange = null;
        // A gradient shows more digits than the change of the weight that it makes.
        for (boolean array : new boolean[] {true, false}) {
            List<Evidence> evidences = weightEvidence.stream()
                    .filter(evidence -> (evidence.array() != null && !evidence.growth()) == array)
                    .toList();
            for (Delta delta : deltas) {
                if (program.book().effort().isSpent()) {
                    break;
                }
                Explanation explanation = match(evidences, Symbol.activation(layer - 1), delta);
                if (explanation != null && usual(explanation.scale(), program.samples(0))) {
                    return delta;
                }
                strange = strange == null && explanation != null ? delta : strange;
            }
        }
        return strange;
    }

    /** The first delta whose gradient and a penalty on the weights, their sizes or squares, an array of the dump is made of. */
    @Nullable
    Delta usedWithPenalty(List<Delta> deltas) {
        List<Evidence> arrays = weightEvidence.stream()
                .filter(evidence -> evidence.array() != null && !evidence.growth())
                .toList();
        for (boolean signs : new boolean[] {false, true}) {
            for (Delta delta : deltas) {
                if (program.book().effort().isSpent()) {
                    return null;
                }
                for (Evidence evidence : arrays) {
                    if (withPenalty(evidence, delta, signs) != null) {
                        return delta;
                    }
                }
            }
        }
        return null;
    }

    /** Whether evidence = s · (inputᵀ · delta + by · weight), or its signs; null when not. */
    private @Nullable Explanation withPenalty(Evidence evidence, Delta delta, boolean signs) {
        Fit first = null;
        int steps = 0;
        int elements = 0;
        for (Step step : this.steps) {
            Matrix seen = shown.value(evidence, step.iteration());
            Matrix inputs = seen == null ? null : step.find(Symbol.activation(layer - 1));
            Matrix deltas = inputs == null ? null : deltaValue(delta, step);
            Matrix weight = program.before(Symbol.weight(layer), step.iteration());
            if (seen == null
                    || inputs == null
                    || deltas == null
                    || weight == null
                    || !weight.sameShape(seen)
                    || inputs.rows() != deltas.rows()
                    || seen.rows() != inputs.columns()
                    || seen.columns() != deltas.columns()) {
                continue;
            }
            program.book().effort().add(4L * (deltas.size() + 2L * seen.size()));
            Matrix directions = directions(inputs.columns());
            Matrix penalty = signs ? weight.mapExactly(Math::signum) : weight;
            Fit fit = Fit.combination(
                    shown.narrowed(evidence, step.iteration(), seen, directions),
                    List.of(
                            projected(step.iteration(), inputs, directions).transposeTimes(deltas),
                            directions.transposeTimes(penalty)));
            boolean told = fit.matches()
                    && fit.informative() > FEWEST_UNITS + 1
                    // A second name of the weight holds no gradient.
                    && Math.abs(fit.scales()[0]) > 10 * fit.uncertain()[0]
                    && Math.abs(fit.scales()[1]) > 10 * fit.uncertain()[1];
            if (!told || (first != null && !sameFactors(first, fit))) {
                return null;
            }
            first = first == null ? fit : first;
            steps++;
            elements += seen.size();
        }
        if (first == null || steps < 2) {
            return null;
        }
        Formula plain = new Product(new Transpose(new Of(Symbol.activation(layer - 1))), new Of(Symbol.delta(layer)));
        double by = first.scales()[1] / first.scales()[0];
        Formula formula = signs ? new Formula.Lasso(plain, Symbol.weight(layer), by) : plain;
        return new Explanation(formula, first.scales()[0], null, "", steps, elements);
    }

    private static boolean sameFactors(Fit one, Fit other) {
        for (int k = 0; k < 2; k++) {
            double apart = Math.abs(one.scales()[k] - other.scales()[k]);
            if (apart > 1e-3 * Math.abs(one.scales()[k]) + one.uncertain()[k] + other.uncertain()[k]) {
                return false;
            }
        }
        return true;
    }

    /**
     * The first delta that the gradient of the bias is made of; null when none is. One unit's sum blames nothing: it may be 0 by chance.
     * Of one sample every array is its own sum: then an error times a derivative is meant rather than the error.
     */
    @Nullable
    Delta usedByBias(List<Delta> deltas) {
        Matrix bias = biasEvidence.isEmpty() ? null : program.before(Symbol.bias(layer), program.iterations() - 1);
        boolean single = bias == null || bias.columns() == 1;
        boolean oneSample = program.samples(program.iterations() - 1) == 1;
        Delta found = null;
        for (Delta delta : deltas) {
            if ((single && !delta.isExact()) || program.book().effort().isSpent()) {
                continue;
            }
            boolean isMore = found == null
                    || (delta.isExact()
                            && delta.array() != null
                            && found.array() != null
                            && delta.explanation().formula().weight()
                                    > found.explanation().formula().weight());
            if (isMore
                    && biasEvidence.stream().anyMatch(evidence -> biasMatch(evidence, delta, Axis.SAMPLES) != null)) {
                found = delta;
                if (!oneSample) {
                    break;
                }
            }
        }
        return found;
    }

    /** Whether the dump has a gradient of the bias, of so many units that they agree with no delta by chance. */
    boolean hasTellingBias() {
        Matrix bias = biasEvidence.isEmpty() ? null : program.before(Symbol.bias(layer), program.iterations() - 1);
        return bias != null
                && bias.columns() >= FEWEST_UNITS
                && biasEvidence.stream().anyMatch(evidence -> evidence.array() != null && !evidence.growth());
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
        SteadyScale scale = new SteadyScale();
        // A weight of two numbers shows little in one step, but the same proportion in several steps is no chance.
        SteadyScale ofTwo = new SteadyScale();
        boolean steady = true;
        for (Step step : steps) {
            Matrix seen = shown.value(evidence, step.iteration());
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
            Matrix directions = directions(inputs.columns());
            Matrix narrow = input.equals(Symbol.activation(layer - 1))
                    ? projected(step.iteration(), inputs, directions)
                    : inputs.times(directions);
            program.book().effort().add(4L * deltas.size());
            program.book().effort().compared(4L * seen.columns());
            Fit fit = Fit.scaled(
                    shown.narrowed(evidence, step.iteration(), seen, directions), narrow.transposeTimes(deltas));
            if (!fit.matches()) {
                return null;
            }
            boolean shows = fit.informative() > 2 || (fit.informative() > 0 && usual(fit.scale(), inputs.rows()));
            if (shows && !scale.agrees(fit, seen.size())) {
                return null;
            }
            steady &= shows || seen.size() != 2 || fit.informative() < 2 || ofTwo.agrees(fit, seen.size());
        }
        SteadyScale told = scale.shown() == 0 && steady && ofTwo.shown() >= FEWEST_STEPS ? ofTwo : scale;
        return told.shown() == 0
                ? null
                : new Explanation(
                        new Product(new Transpose(new Of(input)), new Of(Symbol.delta(layer))),
                        evidence.array() == null ? 1 : told.scale(),
                        null,
                        "",
                        told.shown(),
                        told.elements());
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

    private Matrix directions(int length) {
        return directions.computeIfAbsent(length, Directions::of);
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
        SteadyScale scale = new SteadyScale();
        for (Step step : steps) {
            Matrix seen = shown.value(evidence, step.iteration());
            Matrix deltas = seen == null ? null : deltaValue(delta, step);
            if (seen == null || deltas == null) {
                continue;
            }
            program.book().effort().compared(deltas.size() + (long) seen.size());
            Matrix sum = new Sum(axis, new Of(Symbol.delta(layer))).compute(_ -> deltas);
            if (sum.size() == 1 && seen.size() > 1) {
                sum = Matrix.filled(seen.rows(), seen.columns(), 0).plus(sum);
            }
            Fit fit = Fit.scaled(seen, sum);
            if (!fit.matches()) {
                return null;
            }
            if (axis == Axis.SAMPLES && !delta.isExact() && isUniform(sum)) {
                // As the shares of a softmax over the samples, which sum to 1 in every unit.
                continue;
            }
            boolean usual = usual(fit.scale(), deltas.rows()) || usual(fit.scale(), deltas.size());
            if (axis == Axis.EVERYTHING && fit.informative() > 0 && !usual) {
                return null;
            }
            boolean shows = fit.informative() > 1 || (fit.informative() > 0 && usual);
            if (shows && !scale.agrees(fit, seen.size())) {
                return null;
            }
        }
        return scale.shown() == 0
                ? null
                : new Explanation(
                        new Sum(axis, new Of(Symbol.delta(layer))),
                        evidence.array() == null ? 1 : scale.scale(),
                        null,
                        "",
                        scale.shown(),
                        scale.elements());
    }

    private static boolean isUniform(Matrix row) {
        return row.columns() > 1 && row.maximum() - row.minimum() <= 1e-5 * row.largestFinite();
    }

    /** The first delta whose gradients make the weight's changes by a usual rule; null when none does. */
    @Nullable
    Delta usedByRule(List<Delta> deltas) {
        if (program.book()
                .movers()
                .isMoved(program.parameter(Symbol.weight(layer)).variable())) {
            // What moves the weight is in the dump and no optimizer hides it: it is made of none of these.
            return null;
        }
        // Where rules are free to choose from, two slips at once are one too many to believe.
        List<Delta> plain = deltas.stream()
                .filter(delta -> !delta.explanation().isTwoSlips())
                .toList();
        return new DeltaByRule(program, layer, steps).first(plain, this::deltaValue);
    }

    // ---------------------------------------------------------------- wrong gradients

    private @Nullable Explanation wrongWeight;

    /** The right arrays put together in the wrong way; null where none are. */
    private @Nullable Candidate wrongPut;

    /** A delta whose gradient is built from the wrong arrays; null when that is not recognised either. */
    @Nullable
    Delta builtWrongly(List<Delta> deltas) {
        List<Delta> exact = deltas.stream().filter(Delta::isExact).toList();
        for (Symbol input : WrongGradients.otherInputs(program, layer)) {
            for (Delta delta : exact) {
                Explanation explanation = match(weightEvidence, input, delta);
                if (explanation != null) {
                    Candidate other = WrongGradients.ofOtherInput(input, layer);
                    wrongWeight = explanation.blamed(Objects.requireNonNull(other.fault()), other.says());
                    return delta;
                }
            }
        }
        for (Candidate candidate : WrongGradients.ofWeight(program, layer)) {
            for (Delta delta : exact) {
                for (Evidence evidence : weightEvidence) {
                    wrongWeight = evidence.growth() ? null : match(evidence, candidate, delta);
                    if (wrongWeight != null) {
                        wrongPut = candidate;
                        return delta;
                    }
                }
            }
        }
        return null;
    }

    /** Whether an array, or the weight's change, is a formula's value times one factor in every iteration. */
    private @Nullable Explanation match(Evidence evidence, Candidate candidate, Delta delta) {
        SteadyScale scale = new SteadyScale();
        for (Step step : steps) {
            Matrix seen = shown.value(evidence, step.iteration());
            Matrix deltas = seen == null ? null : deltaValue(delta, step);
            Matrix inputs = deltas == null ? null : step.find(Symbol.activation(layer - 1));
            if (seen == null || deltas == null || inputs == null || inputs.rows() != deltas.rows()) {
                continue;
            }
            Matrix expected =
                    candidate.formula().compute(symbol -> symbol.equals(Symbol.delta(layer)) ? deltas : inputs);
            program.book().effort().add(4L * expected.size());
            Fit fit = Fit.scaled(seen, expected);
            if (!fit.matches()) {
                return null;
            }
            boolean shows = fit.informative() > 2;
            if (shows && !scale.agrees(fit, seen.size())) {
                return null;
            }
        }
        return scale.shown() < 2
                ? null
                : new Explanation(
                        candidate.formula(),
                        evidence.array() == null ? 1 : scale.scale(),
                        candidate.fault(),
                        candidate.says(),
                        scale.shown(),
                        scale.elements());
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
        if (wrongWeight != null) {
            program.explain(gradient, wrongWeight);
            if (wrongPut == null && wrongWeight.formula() instanceof Product(Transpose(Of(Symbol other)), Formula _)) {
                input = other;
            }
        }
        for (Evidence evidence : weightEvidence) {
            Explanation explanation = evidence.array() == null
                    ? null
                    : wrongPut == null ? match(evidence, input, settled) : match(evidence, wrongPut, settled);
            if (explanation != null && evidence.array() != null) {
                program.role(gradient, evidence.array());
                taken.add(evidence.array().variable());
                program.explain(gradient, judged(explanation, evidence));
                return;
            }
        }
        if (!settleOfOtherDelta(gradient, weightEvidence)) {
            settleWithPenalty(gradient, settled);
        }
    }

    /** Where the dump shows a delta that is right, a gradient may still be built from another one, computed for it alone. */
    private boolean settleOfOtherDelta(Symbol gradient, List<Evidence> evidences) {
        boolean ofBias = gradient.equals(Symbol.biasGradient(layer));
        boolean shown =
                program.role(Symbol.delta(layer)) != null && settledDelta().isExact();
        List<Evidence> arrays = evidences.stream()
                .filter(evidence -> evidence.array() != null && !evidence.growth())
                .toList();
        if (!shown || arrays.isEmpty() || wrongWeight != null) {
            return false;
        }
        for (Candidate candidate : new DeltaCandidates(program).besides(layer)) {
            if (program.book().effort().isSpent()) {
                return false;
            }
            Delta other = new Delta(null, BackwardSearch.unseen(candidate));
            for (Evidence evidence : arrays) {
                Explanation explanation = ofBias
                        ? biasMatch(evidence, other, Axis.SAMPLES)
                        : match(evidence, Symbol.activation(layer - 1), other);
                if (explanation != null && explanation.iterations() > 1) {
                    Candidate wrong = WrongGradients.ofOtherDelta(gradient, candidate);
                    program.role(gradient, Objects.requireNonNull(evidence.array()));
                    taken.add(evidence.array().variable());
                    program.explain(
                            gradient,
                            new Explanation(
                                    wrong.formula(),
                                    explanation.scale(),
                                    wrong.fault(),
                                    wrong.says(),
                                    explanation.iterations(),
                                    explanation.elements()));
                    return true;
                }
            }
        }
        return false;
    }

    /** Decay moves the weight in proportion to itself and is found there; what is added of its signs must be part of the gradient. */
    private void settleWithPenalty(Symbol gradient, Delta settled) {
        for (Evidence evidence : weightEvidence) {
            Explanation explanation =
                    evidence.array() == null || evidence.growth() ? null : withPenalty(evidence, settled, true);
            if (explanation != null && evidence.array() != null) {
                program.role(gradient, evidence.array());
                taken.add(evidence.array().variable());
                program.explain(gradient, explanation);
                return;
            }
        }
    }

    private Explanation judged(Explanation explanation, Evidence evidence) {
        if (wrongWeight != null && wrongWeight.fault() != null) {
            return explanation.blamed(wrongWeight.fault(), wrongWeight.says());
        }
        return evidence.growth() ? explanation.blamed(Fault.GRADIENT_ACCUMULATES, ADDED_UP) : explanation;
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
        Ref back = program.role(Symbol.back(layer));
        for (Axis axis : List.of(Axis.SAMPLES, Axis.EVERYTHING, Axis.UNITS, Axis.UNITS_IN_A_ROW)) {
            for (Evidence evidence : biasEvidence) {
                if (evidence.array() != null
                        && ((delta != null && evidence.array().sameVariable(delta))
                                || (back != null && evidence.array().sameVariable(back)))) {
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
                    program.explain(gradient, judged(explanation, axis, evidence.growth()));
                }
                return;
            }
        }
        if (program.samples(program.iterations() - 1) > 1 && hasTellingBias()) {
            settleOfOtherDelta(gradient, biasEvidence);
        }
    }

    private static Explanation judged(Explanation explanation, Axis axis, boolean growth) {
        return switch (axis) {
            case SAMPLES -> growth ? explanation.blamed(Fault.GRADIENT_ACCUMULATES, ADDED_UP) : explanation;
            case EVERYTHING ->
                explanation.blamed(
                        Fault.GRADIENT_WRONG_AXIS,
                        "sums the delta over samples and units, so that every unit gets the same number");
            case UNITS, UNITS_IN_A_ROW ->
                explanation.blamed(Fault.GRADIENT_WRONG_AXIS, "sums the delta over the units instead of the samples");
        };
    }
}

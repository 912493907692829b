package dev.descent.audit.recover;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Formula;
import dev.descent.audit.algebra.Formula.Axis;
import dev.descent.audit.algebra.Formula.Of;
import dev.descent.audit.algebra.Formula.Product;
import dev.descent.audit.algebra.Formula.Sum;
import dev.descent.audit.algebra.Formula.Transpose;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Penalty;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.BackwardSearch.Delta;
import dev.descent.audit.recover.GradientEvidence.Evidence;
import dev.descent.report.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether what gradients show in, an array of the dump or the change of a parameter, is made of a delta of one layer. */
final class GradientMatch {
    /** To what share factors of two steps agree. */
    private static final double SAME = 1e-3;

    private static final int FEWEST_UNITS = 3;
    private static final int FEWEST_STEPS = 3;

    private final Program program;
    private final int layer;
    private final List<Step> steps = new ArrayList<>();
    private final Matrix[] projected;
    private final Map<Integer, Matrix> directions = new HashMap<>();
    private final Map<Integer, Optional<Matrix>> lastValues = new HashMap<>();
    private @Nullable Delta lastDelta;
    private final GradientEvidence shown;

    GradientMatch(Program program, int layer, Set<Variable> taken) {
        this.program = program;
        this.layer = layer;
        for (int t = 0; t < program.iterations(); t++) {
            steps.add(program.step(t));
        }
        this.projected = new Matrix[steps.size()];
        this.shown = new GradientEvidence(program, taken);
    }

    List<Step> steps() {
        return steps;
    }

    /** What is zero in every iteration follows from any delta that is, and shows nothing. */
    List<Evidence> telling(Symbol parameter) {
        return shown.of(parameter).stream()
                .filter(evidence -> steps.stream()
                        .map(step -> shown.value(evidence, step.iteration()))
                        .anyMatch(value -> value != null && !value.isZero()))
                .toList();
    }

    /** Whether evidence = s · inputᵀ · delta, looked at through a few random directions of the input. */
    @Nullable
    Explanation ofWeight(Evidence evidence, Symbol input, Delta delta) {
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
                : explained(
                        evidence,
                        Candidate.exact(new Product(new Transpose(new Of(input)), new Of(Symbol.delta(layer)))),
                        told);
    }

    /** Whether evidence = s · (inputᵀ · delta + by · penalty of the weight); null when not. */
    @Nullable
    Explanation withPenalty(Evidence evidence, Delta delta, Penalty penalty) {
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
                    || seen.columns() != deltas.columns()
                    || !penalty.isFor(inputs)) {
                continue;
            }
            program.book().effort().add(4L * (deltas.size() + 2L * seen.size()));
            Matrix added = penalty.of(weight, inputs);
            Matrix directions = directions(inputs.columns());
            Fit fit = seen.columns() < FEWEST_UNITS
                    // Along few directions a column or two have too few numbers.
                    ? Fit.combination(seen, List.of(inputs.transposeTimes(deltas), added))
                    : Fit.combination(
                            shown.narrowed(evidence, step.iteration(), seen, directions),
                            List.of(
                                    projected(step.iteration(), inputs, directions)
                                            .transposeTimes(deltas),
                                    directions.transposeTimes(added)));
            // Weights that have come to rest are the gradient again: such an iteration tells nothing.
            boolean told = fit.informative() > FEWEST_UNITS + 1
                    // A second name of the weight holds no gradient.
                    && Math.abs(fit.scales()[0]) > 10 * fit.uncertain()[0]
                    && Math.abs(fit.scales()[1]) > 10 * fit.uncertain()[1];
            if (!fit.matches() || (told && first != null && !first.hasScalesOf(fit, SAME))) {
                return null;
            }
            if (told) {
                first = first == null ? fit : first;
                steps++;
                elements += seen.size();
            }
        }
        if (first == null || steps < 2) {
            return null;
        }
        Symbol input = Symbol.activation(layer - 1);
        Formula plain = new Product(new Transpose(new Of(input)), new Of(Symbol.delta(layer)));
        double by = first.scales()[1] / first.scales()[0];
        Formula formula = penalty == Penalty.SQUARES
                ? plain
                : new Formula.Penalised(plain, penalty, Symbol.weight(layer), input, by);
        double scale = evidence.array() == null ? 1 : first.scales()[0];
        Explanation explanation = new Explanation(formula, scale, null, "", steps, elements);
        return by < 0 && penalty != Penalty.SQUARES
                ? explanation.blamed(
                        Fault.GRADIENT_WRONG,
                        "holds its penalty with the wrong sign: it drives the weights away from 0 instead of drawing them there")
                : explanation;
    }

    /** Null where the arrays of an iteration, as of a last batch that is shorter, do not fit the formula. */
    private @Nullable Matrix expected(Candidate candidate, Matrix deltas, Matrix inputs) {
        try {
            return candidate.formula().compute(symbol -> symbol.equals(Symbol.delta(layer)) ? deltas : inputs);
        } catch (Matrix.ShapeMismatch _) {
            return null;
        }
    }

    /** Whether an array, or the weight's change, is a formula's value times one factor in every iteration. */
    @Nullable
    Explanation of(Evidence evidence, Candidate candidate, Delta delta) {
        SteadyScale scale = new SteadyScale();
        for (Step step : steps) {
            Matrix seen = shown.value(evidence, step.iteration());
            Matrix deltas = seen == null ? null : deltaValue(delta, step);
            Matrix inputs = deltas == null ? null : step.find(Symbol.activation(layer - 1));
            if (seen == null || deltas == null || inputs == null || inputs.rows() != deltas.rows()) {
                continue;
            }
            Matrix expected = expected(candidate, deltas, inputs);
            if (expected == null) {
                return null;
            }
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
        return scale.shown() < 2 ? null : explained(evidence, candidate, scale);
    }

    /** Whether evidence = s · the sum of the delta over an axis. */
    @Nullable
    Explanation ofBias(Evidence evidence, Delta delta, Axis axis) {
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
                : explained(evidence, Candidate.exact(new Sum(axis, new Of(Symbol.delta(layer)))), scale);
    }

    /** The factor of a change is the update's. */
    private static Explanation explained(Evidence evidence, Candidate candidate, SteadyScale scale) {
        return new Explanation(
                candidate.formula(),
                evidence.array() == null ? 1 : scale.scale(),
                candidate.fault(),
                candidate.says(),
                scale.shown(),
                scale.elements());
    }

    private static boolean isUniform(Matrix row) {
        return row.columns() > 1 && row.maximum() - row.minimum() <= 1e-5 * row.largestFinite();
    }

    /** Whether a factor is that of a sum or a mean over the samples, of a squared error or its half. */
    static boolean usual(double scale, int samples) {
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
    @Nullable
    Matrix deltaValue(Delta delta, Step step) {
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
}

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
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives the gradient arrays of the dump their roles, once a layer's delta is settled. */
final class GradientRoles {
    private static final String ADDED_UP = "is added to the gradients of the steps before, which are never reset";

    /** Deltas beside the right one that a gradient is compared with, the likeliest first. */
    private static final int MOST_OTHERS = 40;

    private final Program program;
    private final int layer;
    private final Set<Variable> taken;
    private final GradientMatch match;
    private final Wrong wrong;

    /**
     * What was recognised of a weight's gradient that is not as it should be.
     *
     * @param weight what it is; null where it is right
     * @param put the right arrays put together in the wrong way; null where it is not that
     */
    record Wrong(@Nullable Explanation weight, @Nullable Candidate put) {}

    GradientRoles(Program program, int layer, Set<Variable> taken, GradientMatch match, Wrong wrong) {
        this.program = program;
        this.layer = layer;
        this.taken = taken;
        this.match = match;
        this.wrong = wrong;
    }

    void ofWeight(List<Evidence> weightEvidence) {
        Symbol gradient = Symbol.gradient(layer);
        Product exact = new Product(new Transpose(new Of(Symbol.activation(layer - 1))), new Of(Symbol.delta(layer)));
        program.formula(gradient, exact);
        Delta settled = settledDelta();
        Symbol input = Symbol.activation(layer - 1);
        if (wrong.weight() != null) {
            program.explain(gradient, wrong.weight());
            if (wrong.put() == null
                    && wrong.weight().formula() instanceof Product(Transpose(Of(Symbol other)), Formula _)) {
                input = other;
            }
        }
        for (Evidence evidence : weightEvidence) {
            Explanation explanation = evidence.array() == null
                    ? null
                    : wrong.put() == null
                            ? match.ofWeight(evidence, input, settled)
                            : match.of(evidence, wrong.put(), settled);
            if (explanation != null && evidence.array() != null) {
                taken.add(evidence.array().variable());
                Ref asUsed = asUsed(evidence.array());
                program.role(gradient, asUsed);
                // Numbers near 0 may agree both ways.
                boolean isTransposed = !asUsed.equals(evidence.array())
                        && match.ofWeight(new Evidence(asUsed, Symbol.weight(layer), false), input, settled) == null;
                program.explain(gradient, isTransposed ? transposed(explanation) : judged(explanation, evidence));
                return;
            }
        }
        if (!ofOtherDelta(gradient, weightEvidence)) {
            ofWeightWithPenalty(weightEvidence, settled);
        }
    }

    /** In the layout in which it moves the weight: of a square one the gradient and its transpose have one shape. */
    private Ref asUsed(Ref array) {
        Ref turned = new Ref(array.variable(), !array.transposed(), array.part(), array.lag());
        Ref weight = program.parameter(Symbol.weight(layer));
        return weight.part() == Part.ALL && array.part() == Part.ALL && moves(turned) && !moves(array) ? turned : array;
    }

    private boolean moves(Ref array) {
        int told = 0;
        for (Step step : match.steps()) {
            Matrix change = program.change(Symbol.weight(layer), step.iteration());
            Matrix by = array.at(step.iteration());
            if (change == null || by == null) {
                continue;
            }
            if (!by.sameShape(change)) {
                return false;
            }
            Fit fit = Fit.scaled(change, by);
            if (!fit.matches()) {
                return false;
            }
            // What rounding makes of tiny steps follows anything.
            told += 2 * fit.informative() > by.size() ? 1 : 0;
        }
        return told > 1;
    }

    private Explanation transposed(Explanation right) {
        Formula formula = new Product(new Transpose(new Of(Symbol.delta(layer))), new Of(Symbol.activation(layer - 1)));
        return new Explanation(
                formula,
                right.scale(),
                Fault.GRADIENT_WRONG,
                WrongGradients.TRANSPOSED,
                right.iterations(),
                right.elements());
    }

    /** Where the dump shows a delta that is right, a gradient may still be built from another one, computed for it alone. */
    private boolean ofOtherDelta(Symbol gradient, List<Evidence> evidences) {
        boolean ofBias = gradient.equals(Symbol.biasGradient(layer));
        boolean shown =
                program.role(Symbol.delta(layer)) != null && settledDelta().isExact();
        List<Evidence> arrays = evidences.stream()
                .filter(evidence -> evidence.array() != null && !evidence.growth())
                .toList();
        if (!shown || arrays.isEmpty() || wrong.weight() != null) {
            return false;
        }
        List<Candidate> others = new DeltaCandidates(program).besides(layer);
        for (Candidate candidate : others.subList(0, Math.min(MOST_OTHERS, others.size()))) {
            if (program.book().effort().isSpent()) {
                return false;
            }
            Delta other = new Delta(null, BackwardSearch.unseen(candidate));
            for (Evidence evidence : arrays) {
                Explanation explanation = ofBias
                        ? match.ofBias(evidence, other, Axis.SAMPLES)
                        : match.ofWeight(evidence, Symbol.activation(layer - 1), other);
                if (explanation != null && explanation.iterations() > 1) {
                    Candidate built = WrongGradients.ofOtherDelta(gradient, candidate);
                    program.role(gradient, Objects.requireNonNull(evidence.array()));
                    taken.add(evidence.array().variable());
                    program.explain(
                            gradient,
                            new Explanation(
                                    built.formula(),
                                    explanation.scale(),
                                    built.fault(),
                                    built.says(),
                                    explanation.iterations(),
                                    explanation.elements()));
                    return true;
                }
            }
        }
        return false;
    }

    /** Decay moves the weight in proportion to itself and is found there; another penalty must be part of the gradient. */
    private void ofWeightWithPenalty(List<Evidence> weightEvidence, Delta settled) {
        Symbol gradient = Symbol.gradient(layer);
        for (Penalty penalty : EnumSet.complementOf(EnumSet.of(Penalty.SQUARES))) {
            for (Evidence evidence : weightEvidence) {
                Explanation explanation = evidence.growth() ? null : match.withPenalty(evidence, settled, penalty);
                if (explanation != null) {
                    if (evidence.array() != null) {
                        program.role(gradient, evidence.array());
                        taken.add(evidence.array().variable());
                    }
                    program.explain(gradient, explanation);
                    return;
                }
            }
        }
    }

    private Explanation judged(Explanation explanation, Evidence evidence) {
        if (wrong.weight() != null && wrong.weight().fault() != null) {
            return explanation.blamed(wrong.weight().fault(), wrong.weight().says());
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

    void ofBias(List<Evidence> biasEvidence, boolean isTelling) {
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
                Explanation explanation = match.ofBias(evidence, settled, axis);
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
        if (program.samples(program.iterations() - 1) > 1 && isTelling) {
            ofOtherDelta(gradient, biasEvidence);
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

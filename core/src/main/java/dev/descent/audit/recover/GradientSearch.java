package dev.descent.audit.recover;

import dev.descent.audit.algebra.Formula.Axis;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Penalty;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.BackwardSearch.Delta;
import dev.descent.audit.recover.GradientEvidence.Evidence;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Recovers the gradients of a layer's weight and bias, and with them which delta the program really uses. */
final class GradientSearch {
    private static final int FEWEST_UNITS = 3;

    private final Program program;
    private final int layer;
    private final Set<Variable> taken;
    private final GradientMatch match;
    private final List<Evidence> weightEvidence;
    private final List<Evidence> biasEvidence;

    GradientSearch(Program program, int layer, Set<Variable> taken) {
        this.program = program;
        this.layer = layer;
        this.taken = taken;
        this.match = new GradientMatch(program, layer, taken);
        this.weightEvidence = match.telling(Symbol.weight(layer));
        this.biasEvidence =
                program.forward().layer(layer).bias() == null ? List.of() : match.telling(Symbol.bias(layer));
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
                Explanation explanation = weightMatch(evidences, Symbol.activation(layer - 1), delta);
                if (explanation != null && GradientMatch.usual(explanation.scale(), program.samples(0))) {
                    return delta;
                }
                strange = strange == null && explanation != null ? delta : strange;
            }
        }
        return strange;
    }

    /** The first delta whose gradient and a penalty on the weights an array of the dump, or the weight's change, is made of. */
    @Nullable
    Delta usedWithPenalty(List<Delta> deltas) {
        List<Evidence> gradients =
                weightEvidence.stream().filter(evidence -> !evidence.growth()).toList();
        for (Penalty penalty : Penalty.values()) {
            for (Delta delta : deltas) {
                if (program.book().effort().isSpent()) {
                    return null;
                }
                for (Evidence evidence : gradients) {
                    if (match.withPenalty(evidence, delta, penalty) != null) {
                        return delta;
                    }
                }
            }
        }
        return null;
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
                    && biasEvidence.stream()
                            .anyMatch(evidence -> match.ofBias(evidence, delta, Axis.SAMPLES) != null)) {
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

    private @Nullable Explanation weightMatch(List<Evidence> evidences, Symbol input, Delta delta) {
        for (Evidence evidence : evidences) {
            Explanation explanation = match.ofWeight(evidence, input, delta);
            if (explanation != null) {
                return explanation;
            }
        }
        return null;
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
        return new DeltaByRule(program, layer, match.steps()).first(plain, match::deltaValue);
    }

    // ---------------------------------------------------------------- wrong gradients

    private @Nullable Explanation wrongWeight;

    /** The right arrays put together in the wrong way; null where none are. */
    private @Nullable Candidate wrongPut;

    /** A delta whose gradient is built from the wrong arrays; null when that is not recognised either. */
    @Nullable
    Delta builtWrongly(List<Delta> deltas) {
        if (program.book().effort().isSpent()) {
            // What was not tried may be right.
            return null;
        }
        List<Delta> exact = deltas.stream().filter(Delta::isExact).toList();
        for (Symbol input : WrongGradients.otherInputs(program, layer)) {
            for (Delta delta : exact) {
                Explanation explanation = weightMatch(weightEvidence, input, delta);
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
                    wrongWeight = evidence.growth() ? null : match.of(evidence, candidate, delta);
                    if (wrongWeight != null) {
                        wrongPut = candidate;
                        return delta;
                    }
                }
            }
        }
        return null;
    }

    /** Gives the gradient arrays of the dump their roles, once the delta is settled. */
    void settle() {
        GradientRoles roles =
                new GradientRoles(program, layer, taken, match, new GradientRoles.Wrong(wrongWeight, wrongPut));
        roles.ofWeight(weightEvidence);
        if (program.forward().layer(layer).bias() != null) {
            roles.ofBias(biasEvidence, hasTellingBias());
        }
    }
}

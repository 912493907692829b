package dev.descent.audit.recover;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds which of several formulas reproduces an array in every iteration, on some of its samples. */
final class Explainer {
    /** Samples of the first look: nearly all candidates are refuted by a few rows. */
    private static final int FEW = 3;

    private final List<Step> steps;
    private final @Nullable Step firstLook;
    private final Effort effort;

    Explainer(Program program) {
        this.firstLook = firstLook(program);
        this.effort = program.book().effort();
        this.steps = java.util.stream.IntStream.range(0, program.iterations())
                .mapToObj(program::sampledStep)
                .toList();
    }

    /**
     * The first candidate that matches wherever it can be computed, and shows it somewhere; null when none does. Of exact ones, one
     * with factor 1 rather: a derivative that is the same everywhere, as a sigmoid's near 0, is a factor as well.
     */
    @Nullable
    Explanation explain(Ref user, List<Candidate> candidates) {
        Explanation scaled = null;
        for (Candidate candidate : candidates) {
            if ((scaled != null && !candidate.isExact()) || effort.isSpent()) {
                break;
            }
            Explanation explanation = test(user, candidate);
            if (explanation != null && (!candidate.isExact() || isPlain(explanation.scale()))) {
                return explanation;
            }
            scaled = scaled == null ? explanation : scaled;
        }
        return scaled;
    }

    /** Whether a factor is only a sign, to the rounding of single precision. */
    static boolean isPlain(double scale) {
        return Math.abs(Math.abs(scale) - 1) <= 1e-6;
    }

    /** Null where arrays are made of all samples at once. */
    private static @Nullable Step firstLook(Program program) {
        boolean rowByRow = program.forward().layers().stream()
                .noneMatch(layer -> layer.activation().mixesSamples());
        return rowByRow ? program.sampledStep(Math.min(1, program.iterations() - 1), FEW) : null;
    }

    private boolean isRefutedAtFirstLook(Ref user, Candidate candidate) {
        if (firstLook == null) {
            return false;
        }
        Matrix value = firstLook.some(user.at(firstLook.iteration()));
        if (value == null) {
            return false;
        }
        Matrix expected = firstLook.compute(candidate.formula());
        return expected != null && !Fit.scaled(value, expected).matches();
    }

    @Nullable
    Explanation test(Ref user, Candidate candidate) {
        if (isRefutedAtFirstLook(user, candidate)) {
            return null;
        }
        SteadyScale scale = new SteadyScale();
        int few = 0;
        int fewElements = 0;
        for (Step step : steps) {
            Matrix value = step.some(user.at(step.iteration()));
            Matrix expected = value == null ? null : step.compute(candidate.formula());
            if (value == null || expected == null) {
                continue;
            }
            effort.compared(value.size());
            Fit fit = plausible(value, expected);
            if (!fit.matches()) {
                return null;
            }
            if (fit.shows()) {
                if (!scale.agrees(fit, value.size())) {
                    return null;
                }
            } else if (!value.isZero() && Fit.same(value, expected).matches()) {
                few++;
                fewElements += value.size();
            }
        }
        if (scale.shown() == 0 && few > 0 && candidate.isExact()) {
            // A unit that fires once shows no factor, but nothing that speaks against the right formula either.
            return new Explanation(candidate.formula(), 1, null, "", few, fewElements);
        }
        return scale.shown() == 0
                ? null
                : new Explanation(
                        candidate.formula(),
                        scale.scale(),
                        candidate.fault(),
                        candidate.says(),
                        scale.shown(),
                        scale.elements());
    }

    /** With a free scale; where there are too few numbers to show one, with one of the usual scales. */
    private static Fit plausible(Matrix value, Matrix expected) {
        Fit free = Fit.scaled(value, expected);
        if (!free.matches() || free.informative() > 2) {
            return free;
        }
        for (double scale : new double[] {1, -1, 2, -2}) {
            Fit fixed = Fit.scaledBy(value, expected, scale);
            if (fixed.matches()) {
                return new Fit(true, new double[] {scale}, fixed.informative() + 1, 0, new double[1]);
            }
        }
        return new Fit(free.matches() && free.informative() == 0, free.scales(), 0, 0, free.uncertain());
    }
}

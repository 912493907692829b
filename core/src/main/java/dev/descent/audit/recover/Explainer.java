package dev.descent.audit.recover;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds which of several formulas reproduces an array in every iteration, on some of its samples. */
final class Explainer {
    private final List<Step> steps;

    Explainer(Program program) {
        this.steps = java.util.stream.IntStream.range(0, program.iterations())
                .mapToObj(program::sampledStep)
                .toList();
    }

    /** The first candidate that matches wherever it can be computed, and shows it somewhere; null when none does. */
    @Nullable
    Explanation explain(Ref user, List<Candidate> candidates) {
        for (Candidate candidate : candidates) {
            Explanation explanation = test(user, candidate);
            if (explanation != null) {
                return explanation;
            }
        }
        return null;
    }

    @Nullable
    Explanation test(Ref user, Candidate candidate) {
        double scale = Double.NaN;
        int shown = 0;
        int elements = 0;
        for (Step step : steps) {
            Matrix value = step.some(user.at(step.iteration()));
            Matrix expected = value == null ? null : step.compute(candidate.formula());
            if (value == null || expected == null) {
                continue;
            }
            Fit fit = plausible(value, expected);
            if (!fit.matches()) {
                return null;
            }
            if (fit.shows()) {
                if (!steady(scale, fit.scale())) {
                    return null;
                }
                shown++;
                elements += value.size();
                scale = Double.isNaN(scale) ? fit.scale() : scale;
            }
        }
        return shown == 0
                ? null
                : new Explanation(candidate.formula(), scale, candidate.fault(), candidate.says(), shown, elements);
    }

    /** Whether a factor found again is the same: a formula whose factor changes from step to step is none. */
    static boolean steady(double before, double now) {
        return Double.isNaN(before) || Math.abs(now - before) <= 1e-3 * Math.abs(before);
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
                return new Fit(true, new double[] {scale}, fixed.informative() + 1, 0);
            }
        }
        return new Fit(free.matches() && free.informative() == 0, free.scales(), 0, 0);
    }
}

package dev.descent.audit.recover;

import dev.descent.audit.algebra.Fit;

/** The factor between an array and a formula, over the iterations that show it: one that changes from step to step is none. */
final class SteadyScale {
    private static final double SAME = 1e-3;

    private double scale = Double.NaN;
    private int shown;
    private int elements;

    /** Takes what one iteration shows of so many elements; false when it contradicts those before. */
    boolean agrees(Fit fit, int ofElements) {
        if (!Double.isNaN(scale) && !(Math.abs(fit.scale() - scale) <= SAME * Math.abs(scale))) {
            return false;
        }
        scale = Double.isNaN(scale) ? fit.scale() : scale;
        shown++;
        elements += ofElements;
        return true;
    }

    /** Of the first iteration that shows it; NaN when none does. */
    double scale() {
        return scale;
    }

    /** Iterations that show it. */
    int shown() {
        return shown;
    }

    /** Elements of the array in all of them. */
    int elements() {
        return elements;
    }
}

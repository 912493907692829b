package dev.descent.data.augment;

import dev.descent.data.Draws;
import dev.descent.spec.Spec;

/**
 * Makes strokes thicker or thinner: mixes each pixel with the greatest (or least) of it and its four neighbours, as far as
 * a number evenly distributed in [−by, by] says.
 *
 * @param by the largest change, in pixels on each side of a stroke
 */
public record Thickness(double by) implements Repainting {
    public Thickness {
        Augmentation.requireAmount("a change of thickness in pixels", by, 5);
    }

    static Thickness parse(Spec spec) {
        return new Thickness(spec.arguments("by").number("by", 0.5));
    }

    @Override
    public Spec spec() {
        return Spec.of("thickness", by);
    }

    @Override
    public void repaint(Canvas canvas, Draws draws) {
        double change = by * draws.signed();
        for (double left = Math.abs(change); left > 0; left--) {
            canvas.spread((float) Math.min(left, 1), change > 0);
        }
    }
}

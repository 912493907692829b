package dev.descent.data.augment;

import dev.descent.data.Draws;
import dev.descent.spec.Spec;

/**
 * Slants an image: rows move sideways by up to {@code by} times their distance from the middle, evenly distributed.
 *
 * @param by the largest tangent of the slant
 */
public record Shear(double by) implements Warping {
    public Shear {
        Augmentation.requireAmount("a shear", by, 3);
    }

    static Shear parse(Spec spec) {
        return new Shear(spec.arguments("by").number("by", 0.2));
    }

    @Override
    public Spec spec() {
        return Spec.of("shear", by);
    }

    @Override
    public void move(Warp warp, Draws draws) {
        warp.transform(1, by * draws.signed(), 0, 1);
    }
}

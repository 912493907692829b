package dev.descent.data.augment;

import dev.descent.data.Draws;
import dev.descent.spec.Spec;

/**
 * Swaps left and right. For clothes, not for digits.
 *
 * @param chance of each image to be mirrored
 */
public record Mirror(double chance) implements Warping {
    public Mirror {
        Augmentation.requireAmount("a chance", chance, 1);
    }

    static Mirror parse(Spec spec) {
        return new Mirror(spec.arguments("chance").number("chance", 0.5));
    }

    @Override
    public Spec spec() {
        return Spec.of("mirror", chance);
    }

    @Override
    public void move(Warp warp, Draws draws) {
        if (draws.uniform() < chance) {
            warp.transform(-1, 0, 0, 1);
        }
    }
}

package dev.descent.data.augment;

import dev.descent.data.Draws;
import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;

/**
 * Moves an image by up to so many pixels in each direction, evenly distributed.
 *
 * @param pixels the largest move
 * @param whole whether only whole pixels, which keep every grey level as it is
 */
public record Shift(double pixels, boolean whole) implements Warping {
    public Shift {
        Augmentation.requireAmount("a shift in pixels", pixels, 100);
    }

    static Shift parse(Spec spec) {
        Arguments arguments = spec.arguments("pixels", "whole");
        return new Shift(arguments.number("pixels", 2), arguments.flag("whole", false));
    }

    @Override
    public Spec spec() {
        return Spec.of("shift", pixels).withUnless(false, "whole", whole);
    }

    @Override
    public void move(Warp warp, Draws draws) {
        warp.shift(distance(draws), distance(draws));
    }

    private double distance(Draws draws) {
        if (!whole) {
            return pixels * draws.signed();
        }
        long most = (long) pixels;
        return (long) (draws.uniform() * (2 * most + 1)) - most;
    }
}

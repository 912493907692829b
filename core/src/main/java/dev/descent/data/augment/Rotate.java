package dev.descent.data.augment;

import dev.descent.data.Draws;
import dev.descent.spec.Spec;

/**
 * Turns an image about its centre by up to so many degrees either way, evenly distributed.
 *
 * @param degrees the largest angle
 */
public record Rotate(double degrees) implements Warping {
    public Rotate {
        Augmentation.requireAmount("a rotation in degrees", degrees, 180);
    }

    static Rotate parse(Spec spec) {
        return new Rotate(spec.arguments("degrees").number("degrees", 15));
    }

    @Override
    public Spec spec() {
        return Spec.of("rotate", degrees);
    }

    @Override
    public void move(Warp warp, Draws draws) {
        double angle = Math.toRadians(degrees * draws.signed());
        double cosine = StrictMath.cos(angle);
        double sine = StrictMath.sin(angle);
        warp.transform(cosine, -sine, sine, cosine);
    }
}

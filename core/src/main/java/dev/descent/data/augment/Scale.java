package dev.descent.data.augment;

import dev.descent.data.Draws;
import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;

/**
 * Enlarges or shrinks an image about its centre by a factor in [1 − by, 1 + by], evenly distributed.
 *
 * @param by the largest change of both directions together
 * @param aspect the largest further change of each direction by itself
 */
public record Scale(double by, double aspect) implements Warping {
    public Scale {
        Augmentation.requireAmount("a change of scale", by, 0.9);
        Augmentation.requireAmount("a change of aspect", aspect, 0.9);
    }

    static Scale parse(Spec spec) {
        Arguments arguments = spec.arguments("by", "aspect");
        return new Scale(arguments.number("by", 0.1), arguments.number("aspect", 0));
    }

    @Override
    public Spec spec() {
        return Spec.of("scale", by).withUnless(0, "aspect", aspect);
    }

    @Override
    public void move(Warp warp, Draws draws) {
        double both = 1 + by * draws.signed();
        // A pixel of the larger image lies nearer the centre in the smaller.
        warp.transform(1 / (both * (1 + aspect * draws.signed())), 0, 0, 1 / (both * (1 + aspect * draws.signed())));
    }
}

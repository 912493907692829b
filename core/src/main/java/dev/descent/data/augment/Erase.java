package dev.descent.data.augment;

import dev.descent.data.Draws;
import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;

/**
 * Random erasing (Zhong et al. 2017): paints a rectangle of random place and size in the background's colour.
 *
 * @param size the longest side, in pixels
 * @param chance of each image to be erased in
 */
public record Erase(int size, double chance) implements Repainting {
    public Erase {
        Augmentation.requireAmount("an erased side in pixels", size, 1000);
        Augmentation.requireAmount("a chance", chance, 1);
    }

    static Erase parse(Spec spec) {
        Arguments arguments = spec.arguments("size", "chance");
        return new Erase(arguments.integer("size", 8), arguments.number("chance", 0.5));
    }

    @Override
    public Spec spec() {
        return Spec.of("erase", size).withUnless(0.5, "chance", chance);
    }

    @Override
    public void repaint(Canvas canvas, Draws draws) {
        if (draws.uniform() < chance) {
            int width = (int) (1 + draws.uniform() * size);
            int height = (int) (1 + draws.uniform() * size);
            // The centre may lie anywhere, so borders are erased as often as the middle.
            int left = (int) Math.floor(draws.uniform() * canvas.width() - width / 2.0);
            int top = (int) Math.floor(draws.uniform() * canvas.height() - height / 2.0);
            canvas.erase(left, top, width, height);
        }
    }
}

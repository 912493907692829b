package dev.descent.data.augment;

import dev.descent.data.Draws;

/** An augmentation that moves pixels: it adds its move to the image's one warp. */
public sealed interface Warping extends Augmentation permits Shift, Rotate, Scale, Shear, Mirror, Elastic {

    /** Draws a move and adds it to those drawn before. */
    void move(Warp warp, Draws draws);
}

package dev.descent.data.augment;

import dev.descent.data.Draws;

/** An augmentation that changes grey levels where they are, after the warp. */
public sealed interface Repainting extends Augmentation permits Thickness, Erase {

    /** Changes one image. */
    void repaint(Canvas canvas, Draws draws);
}

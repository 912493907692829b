/**
 * Augmentation: random changes of training images on the fly. What flows in is a float image and random numbers; what flows
 * out is the changed image, in its place. Shifts, turns and distortions of one image are joined into one warp, so that its
 * pixels are interpolated once. To add one, write one file, permit it in {@code Warping} or {@code Repainting}, and add one
 * line to {@code Augmentations}.
 */
@NullMarked
package dev.descent.data.augment;

import org.jspecify.annotations.NullMarked;

package dev.descent.data.augment;

import dev.descent.data.CounterRandom.Purpose;
import dev.descent.data.Draws;
import dev.descent.data.Scaling;
import dev.descent.data.Shape;
import java.util.List;

/**
 * Changes images of one shape by a list of augmentations. What happens to an image depends on the seed, the epoch and the
 * sample only. Holds scratch space: one per thread.
 */
public final class Augmenter {
    private final List<Augmentation> augmentations;
    private final boolean isWarping;
    private final int channels;
    private final int plane;
    private final float background;
    private final Warp warp;
    private final Canvas canvas;

    /**
     * @param shape {@code [height, width]}, {@code [channels, height, width]}, or {@code [pixels]} of a square grey image
     * @param scaling of the images that will come, which tells the background's value
     */
    public Augmenter(List<Augmentation> augmentations, Shape shape, Scaling scaling) {
        this.augmentations = List.copyOf(augmentations);
        int width = width(shape);
        channels = shape.rank() == 3 ? shape.dimension(0) : 1;
        plane = shape.size() / channels;
        background = scaling.apply(0);
        isWarping = augmentations.stream().anyMatch(Warping.class::isInstance);
        warp = new Warp(width, plane / width);
        canvas = new Canvas(channels, plane / width, width, background);
    }

    private static int width(Shape shape) {
        int side = (int) Math.rint(Math.sqrt(shape.size()));
        if (shape.rank() == 1 && side * side == shape.size()) {
            return side;
        }
        if (shape.rank() == 2 || shape.rank() == 3) {
            return shape.dimension(shape.rank() - 1);
        }
        throw new IllegalArgumentException(
                "augmentation is for images (784, 28×28 or channels×height×width), got samples of shape " + shape
                        + ": remove 'augment' or use an image data set");
    }

    /**
     * Changes one image in place.
     *
     * @param epoch counted from 0; each epoch changes an image in another way
     * @param sample the image's number in its data set
     * @param images holds the image from {@code offset}, scaled
     */
    public void apply(long seed, long epoch, long sample, float[] images, int offset) {
        Draws draws = new Draws(seed, Purpose.AUGMENTATION, epoch << 32 | sample);
        if (isWarping) {
            warp.reset();
            for (Augmentation augmentation : augmentations) {
                if (augmentation instanceof Warping warping) {
                    warping.move(warp, draws);
                }
            }
            for (int channel = 0; channel < channels; channel++) {
                warp.apply(images, offset + channel * plane, background);
            }
        }
        canvas.show(images, offset);
        for (Augmentation augmentation : augmentations) {
            if (augmentation instanceof Repainting repainting) {
                repainting.repaint(canvas, draws);
            }
        }
    }
}

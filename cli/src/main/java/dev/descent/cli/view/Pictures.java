package dev.descent.cli.view;

import dev.descent.cli.terminal.Picture;
import dev.descent.data.Dataset;
import dev.descent.data.Shape;
import org.jspecify.annotations.Nullable;

/** Samples as pictures. */
public final class Pictures {
    private Pictures() {}

    /** The sample as a grey picture, black its data's least possible value; null when its shape is no picture's. */
    public static @Nullable Picture of(Dataset data, int sample) {
        int[] size = size(data.shape());
        if (size == null || !data.hasPixels()) {
            return null;
        }
        float[] pixels = new float[size[0] * size[1]];
        for (int index = 0; index < pixels.length; index++) {
            pixels[index] = (float) (data.raw(sample, index) / 255);
        }
        return Picture.grey(pixels, size[0], size[1]);
    }

    /** The same without its empty margin. */
    public static @Nullable Picture cropped(Dataset data, int sample) {
        Picture picture = of(data, sample);
        return picture == null ? null : picture.cropped();
    }

    /** Rows and columns of a picture of this shape: its last two axes, or the sides of a square; null for no picture. */
    public static int @Nullable [] size(Shape shape) {
        int rank = shape.rank();
        if (rank == 2 || (rank == 3 && shape.dimension(0) == 1)) {
            return new int[] {shape.dimension(rank - 2), shape.dimension(rank - 1)};
        }
        int side = (int) Math.round(Math.sqrt(shape.size()));
        boolean isSquare = rank == 1 && side * side == shape.size() && side >= 8;
        return isSquare ? new int[] {side, side} : null;
    }
}

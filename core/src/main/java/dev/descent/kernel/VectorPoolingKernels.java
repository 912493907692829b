package dev.descent.kernel;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.LE;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Pooling of 2 × 2 windows side by side on vectors; other windows in plain loops. */
abstract class VectorPoolingKernels extends ScalarImageKernels {
    private static final VectorSpecies<Float> SPECIES = Tiles.SPECIES;
    private static final int LANES = Tiles.LANES;
    private static final VectorSpecies<Integer> PLACES = VectorSpecies.of(int.class, SPECIES.vectorShape());
    private static final VectorShuffle<Float> EVEN = SPECIES.shuffleFromOp(lane -> 2 * lane);
    private static final VectorShuffle<Float> ODD = SPECIES.shuffleFromOp(lane -> 2 * lane + 1);
    private static final IntVector ZERO = IntVector.zero(PLACES);
    private static final IntVector ONE = IntVector.broadcast(PLACES, 1);
    private static final IntVector TWICE = IntVector.zero(PLACES).addIndex(2);

    @Override
    void maxPoolOfTwo(
            Window window,
            float[] image,
            int imageOffset,
            float[] output,
            int outputOffset,
            int[] places,
            int placesOffset) {
        int width = window.width();
        int across = window.outputWidth();
        int down = window.outputHeight();
        for (int channel = 0; channel < window.channels(); channel++) {
            for (int row = 0; row < down; row++) {
                int line = (channel * window.height() + 2 * row) * width;
                int to = (channel * down + row) * across;
                int column = 0;
                for (; column + LANES <= across; column += LANES) {
                    largestOfTwo(
                            image,
                            imageOffset,
                            line + 2 * column,
                            width,
                            output,
                            outputOffset + to + column,
                            places,
                            placesOffset + to + column);
                }
                // A last vector would write over the next row, which is written later, and must not read behind the
                // image.
                boolean hasRoom = to + column + LANES <= window.channels() * down * across
                        && line + 2 * column + width + 2 * LANES <= window.size();
                if (column < across && hasRoom) {
                    largestOfTwo(
                            image,
                            imageOffset,
                            line + 2 * column,
                            width,
                            output,
                            outputOffset + to + column,
                            places,
                            placesOffset + to + column);
                    column = across;
                }
                maxPoolOfTwo(
                        image,
                        imageOffset,
                        line,
                        width,
                        column,
                        across,
                        output,
                        outputOffset + to,
                        places,
                        placesOffset + to);
            }
        }
    }

    /** A vector of windows, side by side. */
    private static void largestOfTwo(
            float[] image, int imageOffset, int place, int width, float[] output, int to, int[] places, int placesTo) {
        int from = imageOffset + place;
        FloatVector a = FloatVector.fromArray(SPECIES, image, from);
        FloatVector b = FloatVector.fromArray(SPECIES, image, from + LANES);
        FloatVector left = a.rearrange(EVEN, b);
        FloatVector right = a.rearrange(ODD, b);
        VectorMask<Float> isRight = right.compare(LE, left).not().and(left.compare(EQ, left));
        FloatVector upper = left.blend(right, isRight);
        IntVector where = ZERO.blend(ONE, isRight.cast(PLACES));
        a = FloatVector.fromArray(SPECIES, image, from + width);
        b = FloatVector.fromArray(SPECIES, image, from + width + LANES);
        left = a.rearrange(EVEN, b);
        right = a.rearrange(ODD, b);
        isRight = right.compare(LE, left).not().and(left.compare(EQ, left));
        FloatVector lower = left.blend(right, isRight);
        IntVector below = ZERO.blend(ONE, isRight.cast(PLACES)).add(width);
        VectorMask<Float> isLower = lower.compare(LE, upper).not().and(upper.compare(EQ, upper));
        upper.blend(lower, isLower).intoArray(output, to);
        where.blend(below, isLower.cast(PLACES)).add(TWICE).add(place).intoArray(places, placesTo);
    }

    @Override
    public void poolPlanes(
            int planes,
            int down,
            int across,
            float[] image,
            int imageOffset,
            int planeStep,
            int stride,
            float[] output,
            int outputOffset) {
        int end = outputOffset + planes * down * across;
        int to = outputOffset;
        for (int plane = 0; plane < planes; plane++) {
            int from = imageOffset + plane * planeStep;
            for (int row = 0; row < down; row++, from += 2 * stride, to += across) {
                // A last vector writes over the next row, which is written later.
                int column = 0;
                for (; column < across && to + column + LANES <= end; column += LANES) {
                    FloatVector left = taller(image, from + 2 * column, stride);
                    FloatVector right = taller(image, from + 2 * column + LANES, stride);
                    left.rearrange(EVEN, right).max(left.rearrange(ODD, right)).intoArray(output, to + column);
                }
                poolRow(column, across, 1, image, from, stride, output, to);
            }
        }
    }

    @Override
    public void poolDepths(
            int down,
            int across,
            int width,
            int depth,
            float[] image,
            int imageOffset,
            float[] output,
            int outputOffset) {
        int stride = width * depth;
        int to = outputOffset;
        for (int row = 0; row < down; row++) {
            int from = imageOffset + 2 * row * stride;
            for (int column = 0; column < across; column++, from += 2 * depth, to += depth) {
                for (int channel = 0; channel < depth; channel += LANES) {
                    taller(image, from + channel, stride)
                            .max(taller(image, from + channel + depth, stride))
                            .intoArray(output, to + channel);
                }
            }
        }
    }

    /** Of a vector and the one a stride below, what is larger. */
    private static FloatVector taller(float[] image, int at, int stride) {
        return FloatVector.fromArray(SPECIES, image, at).max(FloatVector.fromArray(SPECIES, image, at + stride));
    }

    @Override
    public void maxPoolBackward(
            Window window,
            float[] outputError,
            int outputOffset,
            int[] places,
            int placesOffset,
            float[] imageError,
            int imageOffset) {
        if (!window.isTwoByTwo()) {
            super.maxPoolBackward(window, outputError, outputOffset, places, placesOffset, imageError, imageOffset);
            return;
        }
        int across = window.outputWidth();
        int windows = window.positions();
        int size = window.height() * window.width();
        for (int channel = 0; channel < window.channels(); channel++) {
            int from = outputOffset + channel * windows;
            int line = channel * size;
            int rows = roomyRows(window, channel);
            int pair = rows / 2 * across;
            int done = line + rows * window.width();
            dealOut(
                    rows,
                    across,
                    window.width(),
                    outputError,
                    from,
                    places,
                    placesOffset + channel * windows,
                    imageError,
                    imageOffset,
                    line);
            Arrays.fill(imageError, imageOffset + done, imageOffset + line + size, 0);
            for (int i = pair; i < windows; i++) {
                int place = places[placesOffset + channel * windows + i];
                if (place >= done) {
                    imageError[imageOffset + place] = outputError[from + i];
                }
            }
        }
    }

    /**
     * Rows of a channel's errors that whole vectors can write: a last vector writes over the next rows, which are written later,
     * but must not read or write behind the image.
     */
    private static int roomyRows(Window window, int channel) {
        int width = window.width();
        int across = window.outputWidth();
        int reach = Math.ceilDiv(across, LANES) * LANES;
        if (width > 2 * reach) {
            return 0;
        }
        int windowsLeft = (window.channels() - channel) * window.positions();
        int placesLeft = (window.channels() - channel) * window.height() * width;
        int readable = 2 * (Math.floorDiv(windowsLeft - reach, across) + 1);
        int writable = Math.floorDiv(placesLeft - 2 * reach, width) + 1;
        return Math.clamp(Math.min(readable, writable), 0, 2 * window.outputHeight());
    }

    /**
     * Some rows of an image that begins at place {@code line}: the errors of the windows whose largest lies there, zeros between.
     *
     * @param across windows in a row, each of which lies over two rows of the image
     */
    private static void dealOut(
            int rows,
            int across,
            int width,
            float[] outputError,
            int outputOffset,
            int[] places,
            int placesOffset,
            float[] imageError,
            int imageOffset,
            int line) {
        for (int row = 0; row < rows; row++) {
            int from = row / 2 * across;
            int place = line + row * width;
            for (int column = 0; column < across; column += LANES, from += LANES, place += 2 * LANES) {
                IntVector error = FloatVector.fromArray(SPECIES, outputError, outputOffset + from)
                        .reinterpretAsInts();
                IntVector source = IntVector.fromArray(PLACES, places, placesOffset + from);
                IntVector left = TWICE.add(place);
                IntVector even = ZERO.blend(error, left.compare(EQ, source));
                IntVector odd = ZERO.blend(error, left.add(1).compare(EQ, source));
                int to = imageOffset + place;
                Panels.LOWER.selectFrom(even, odd).reinterpretAsFloats().intoArray(imageError, to);
                Panels.UPPER.selectFrom(even, odd).reinterpretAsFloats().intoArray(imageError, to + LANES);
            }
        }
    }
}

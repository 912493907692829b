package dev.descent.kernel;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.LE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Convolution and pooling on vectors.
 */
final class VectorImageKernels extends ScalarImageKernels {
    private static final VectorSpecies<Float> SPECIES = Tiles.SPECIES;
    private static final int LANES = Tiles.LANES;
    private static final int WIDTH = 3 * LANES;

    private static final VectorSpecies<Integer> PLACES = VectorSpecies.of(int.class, SPECIES.vectorShape());
    private static final VectorShuffle<Float> EVEN = SPECIES.shuffleFromOp(lane -> 2 * lane);
    private static final VectorShuffle<Float> ODD = SPECIES.shuffleFromOp(lane -> 2 * lane + 1);
    private static final IntVector ZERO = IntVector.zero(PLACES);
    private static final IntVector ONE = IntVector.broadcast(PLACES, 1);
    private static final IntVector TWICE = IntVector.zero(PLACES).addIndex(2);

    @Override
    public int slack() {
        return WIDTH;
    }

    @Override
    public void correlate(
            int rows,
            int positions,
            int[] shifts,
            float[] weight,
            int weightOffset,
            float[] bias,
            int biasOffset,
            float[] planes,
            int planesOffset,
            float[] out,
            int outStride) {
        int taps = shifts.length;
        for (int p = 0; p < positions; p += WIDTH) {
            int row = 0;
            for (; row + 4 <= rows; row += 4) {
                int from = weightOffset + row * taps;
                CorrelationTiles.four(
                        taps,
                        shifts,
                        weight,
                        from,
                        bias,
                        biasOffset < 0 ? -1 : biasOffset + row,
                        planes,
                        planesOffset + p,
                        out,
                        row * outStride + p,
                        outStride);
            }
            if (row + 2 <= rows) {
                int from = weightOffset + row * taps;
                CorrelationTiles.two(
                        taps,
                        shifts,
                        weight,
                        from,
                        bias,
                        biasOffset < 0 ? -1 : biasOffset + row,
                        planes,
                        planesOffset + p,
                        out,
                        row * outStride + p,
                        outStride);
                row += 2;
            }
            if (row < rows) {
                int from = weightOffset + row * taps;
                CorrelationTiles.one(
                        taps,
                        shifts,
                        weight,
                        from,
                        bias,
                        biasOffset < 0 ? -1 : biasOffset + row,
                        planes,
                        planesOffset + p,
                        out,
                        row * outStride + p);
            }
        }
    }

    @Override
    public int filtersPadded(int filters) {
        return Math.ceilDiv(filters, LANES) * LANES;
    }

    @Override
    public int tapsPadded(int taps) {
        return Math.ceilDiv(taps, CorrelationGradientTiles.TAPS) * CorrelationGradientTiles.TAPS;
    }

    @Override
    public void correlateErrors(
            Planes geometry,
            int filters,
            int samples,
            int[] shifts,
            float[] error,
            float[] planes,
            int planesStep,
            float[] gradient,
            int gradientOffset) {
        int height = geometry.outputHeight();
        int width = geometry.outputWidth();
        int plane = geometry.width();
        for (int filter = 0; filter < filters; filter += 2 * LANES) {
            for (int tap = 0; tap < shifts.length; tap += CorrelationGradientTiles.TAPS) {
                int to = gradientOffset + tap * filters + filter;
                if (filter + LANES < filters) {
                    CorrelationGradientTiles.two(
                            height,
                            width,
                            plane,
                            samples,
                            shifts,
                            tap,
                            error,
                            filter,
                            filters,
                            planes,
                            planesStep,
                            gradient,
                            to);
                } else {
                    CorrelationGradientTiles.one(
                            height,
                            width,
                            plane,
                            samples,
                            shifts,
                            tap,
                            error,
                            filter,
                            filters,
                            planes,
                            planesStep,
                            gradient,
                            to);
                }
            }
        }
    }

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
}

package dev.descent.kernel;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loops of {@link ImageKernels#correlateErrors}: the gradients of {@link #TAPS} taps and some vectors of filters are
 * kept in registers while samples and positions run. Helpers are written out, see {@link Tiles}.
 */
final class CorrelationGradientTiles {
    /** Taps of a tile: with two vectors of filters 12 sums and three operands, which sixteen registers hold. */
    static final int TAPS = 6;

    private static final VectorSpecies<Float> SPECIES = Tiles.SPECIES;
    private static final int LANES = Tiles.LANES;
    private static final FloatVector ZERO = Tiles.ZERO;

    private CorrelationGradientTiles() {}

    static void two(
            int height,
            int width,
            int planeWidth,
            int samples,
            int[] shifts,
            int tap,
            float[] error,
            int errorOffset,
            int filters,
            float[] planes,
            int planesStep,
            float[] gradient,
            int gradientOffset) {
        int shift0 = shifts[tap];
        int shift1 = shifts[tap + 1];
        int shift2 = shifts[tap + 2];
        int shift3 = shifts[tap + 3];
        int shift4 = shifts[tap + 4];
        int shift5 = shifts[tap + 5];
        FloatVector s0a = FloatVector.fromArray(SPECIES, gradient, gradientOffset);
        FloatVector s0b = FloatVector.fromArray(SPECIES, gradient, gradientOffset + LANES);
        FloatVector s1a = FloatVector.fromArray(SPECIES, gradient, gradientOffset + filters);
        FloatVector s1b = FloatVector.fromArray(SPECIES, gradient, gradientOffset + filters + LANES);
        FloatVector s2a = FloatVector.fromArray(SPECIES, gradient, gradientOffset + 2 * filters);
        FloatVector s2b = FloatVector.fromArray(SPECIES, gradient, gradientOffset + 2 * filters + LANES);
        FloatVector s3a = FloatVector.fromArray(SPECIES, gradient, gradientOffset + 3 * filters);
        FloatVector s3b = FloatVector.fromArray(SPECIES, gradient, gradientOffset + 3 * filters + LANES);
        FloatVector s4a = FloatVector.fromArray(SPECIES, gradient, gradientOffset + 4 * filters);
        FloatVector s4b = FloatVector.fromArray(SPECIES, gradient, gradientOffset + 4 * filters + LANES);
        FloatVector s5a = FloatVector.fromArray(SPECIES, gradient, gradientOffset + 5 * filters);
        FloatVector s5b = FloatVector.fromArray(SPECIES, gradient, gradientOffset + 5 * filters + LANES);
        int row = errorOffset;
        for (int sample = 0; sample < samples; sample++) {
            for (int y = 0; y < height; y++) {
                int line = sample * planesStep + y * planeWidth;
                for (int p = line; p < line + width; p++) {
                    FloatVector a = FloatVector.fromArray(SPECIES, error, row);
                    FloatVector b = FloatVector.fromArray(SPECIES, error, row + LANES);
                    FloatVector value = FloatVector.broadcast(SPECIES, planes[p + shift0]);
                    s0a = value.lanewise(FMA, a, s0a);
                    s0b = value.lanewise(FMA, b, s0b);
                    value = FloatVector.broadcast(SPECIES, planes[p + shift1]);
                    s1a = value.lanewise(FMA, a, s1a);
                    s1b = value.lanewise(FMA, b, s1b);
                    value = FloatVector.broadcast(SPECIES, planes[p + shift2]);
                    s2a = value.lanewise(FMA, a, s2a);
                    s2b = value.lanewise(FMA, b, s2b);
                    value = FloatVector.broadcast(SPECIES, planes[p + shift3]);
                    s3a = value.lanewise(FMA, a, s3a);
                    s3b = value.lanewise(FMA, b, s3b);
                    value = FloatVector.broadcast(SPECIES, planes[p + shift4]);
                    s4a = value.lanewise(FMA, a, s4a);
                    s4b = value.lanewise(FMA, b, s4b);
                    value = FloatVector.broadcast(SPECIES, planes[p + shift5]);
                    s5a = value.lanewise(FMA, a, s5a);
                    s5b = value.lanewise(FMA, b, s5b);
                    row += filters;
                }
            }
        }
        ZERO.add(s0a).intoArray(gradient, gradientOffset);
        ZERO.add(s0b).intoArray(gradient, gradientOffset + LANES);
        ZERO.add(s1a).intoArray(gradient, gradientOffset + filters);
        ZERO.add(s1b).intoArray(gradient, gradientOffset + filters + LANES);
        ZERO.add(s2a).intoArray(gradient, gradientOffset + 2 * filters);
        ZERO.add(s2b).intoArray(gradient, gradientOffset + 2 * filters + LANES);
        ZERO.add(s3a).intoArray(gradient, gradientOffset + 3 * filters);
        ZERO.add(s3b).intoArray(gradient, gradientOffset + 3 * filters + LANES);
        ZERO.add(s4a).intoArray(gradient, gradientOffset + 4 * filters);
        ZERO.add(s4b).intoArray(gradient, gradientOffset + 4 * filters + LANES);
        ZERO.add(s5a).intoArray(gradient, gradientOffset + 5 * filters);
        ZERO.add(s5b).intoArray(gradient, gradientOffset + 5 * filters + LANES);
    }

    static void one(
            int height,
            int width,
            int planeWidth,
            int samples,
            int[] shifts,
            int tap,
            float[] error,
            int errorOffset,
            int filters,
            float[] planes,
            int planesStep,
            float[] gradient,
            int gradientOffset) {
        int shift0 = shifts[tap];
        int shift1 = shifts[tap + 1];
        int shift2 = shifts[tap + 2];
        int shift3 = shifts[tap + 3];
        int shift4 = shifts[tap + 4];
        int shift5 = shifts[tap + 5];
        FloatVector s0a = FloatVector.fromArray(SPECIES, gradient, gradientOffset);
        FloatVector s1a = FloatVector.fromArray(SPECIES, gradient, gradientOffset + filters);
        FloatVector s2a = FloatVector.fromArray(SPECIES, gradient, gradientOffset + 2 * filters);
        FloatVector s3a = FloatVector.fromArray(SPECIES, gradient, gradientOffset + 3 * filters);
        FloatVector s4a = FloatVector.fromArray(SPECIES, gradient, gradientOffset + 4 * filters);
        FloatVector s5a = FloatVector.fromArray(SPECIES, gradient, gradientOffset + 5 * filters);
        int row = errorOffset;
        for (int sample = 0; sample < samples; sample++) {
            for (int y = 0; y < height; y++) {
                int line = sample * planesStep + y * planeWidth;
                for (int p = line; p < line + width; p++) {
                    FloatVector a = FloatVector.fromArray(SPECIES, error, row);
                    FloatVector value = FloatVector.broadcast(SPECIES, planes[p + shift0]);
                    s0a = value.lanewise(FMA, a, s0a);
                    value = FloatVector.broadcast(SPECIES, planes[p + shift1]);
                    s1a = value.lanewise(FMA, a, s1a);
                    value = FloatVector.broadcast(SPECIES, planes[p + shift2]);
                    s2a = value.lanewise(FMA, a, s2a);
                    value = FloatVector.broadcast(SPECIES, planes[p + shift3]);
                    s3a = value.lanewise(FMA, a, s3a);
                    value = FloatVector.broadcast(SPECIES, planes[p + shift4]);
                    s4a = value.lanewise(FMA, a, s4a);
                    value = FloatVector.broadcast(SPECIES, planes[p + shift5]);
                    s5a = value.lanewise(FMA, a, s5a);
                    row += filters;
                }
            }
        }
        ZERO.add(s0a).intoArray(gradient, gradientOffset);
        ZERO.add(s1a).intoArray(gradient, gradientOffset + filters);
        ZERO.add(s2a).intoArray(gradient, gradientOffset + 2 * filters);
        ZERO.add(s3a).intoArray(gradient, gradientOffset + 3 * filters);
        ZERO.add(s4a).intoArray(gradient, gradientOffset + 4 * filters);
        ZERO.add(s5a).intoArray(gradient, gradientOffset + 5 * filters);
    }
}

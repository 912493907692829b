package dev.descent.kernel;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loops of {@link ImageKernels#correlate}: some rows (filters) of three vectors of positions are kept in registers
 * while the taps run; sixteen registers hold the largest. Helpers are written out, see {@link Tiles}.
 */
final class CorrelationTiles {
    private static final VectorSpecies<Float> SPECIES = Tiles.SPECIES;
    private static final int LANES = Tiles.LANES;
    private static final FloatVector ZERO = Tiles.ZERO;

    private CorrelationTiles() {}

    static void four(
            int taps,
            int[] shifts,
            float[] weight,
            int weightOffset,
            float[] bias,
            int biasOffset,
            float[] planes,
            int planesOffset,
            float[] out,
            int outOffset,
            int outStride) {
        FloatVector s0a = FloatVector.broadcast(SPECIES, biasOffset < 0 ? 0 : bias[biasOffset]);
        FloatVector s0b = s0a;
        FloatVector s0c = s0a;
        FloatVector s1a = FloatVector.broadcast(SPECIES, biasOffset < 0 ? 0 : bias[biasOffset + 1]);
        FloatVector s1b = s1a;
        FloatVector s1c = s1a;
        FloatVector s2a = FloatVector.broadcast(SPECIES, biasOffset < 0 ? 0 : bias[biasOffset + 2]);
        FloatVector s2b = s2a;
        FloatVector s2c = s2a;
        FloatVector s3a = FloatVector.broadcast(SPECIES, biasOffset < 0 ? 0 : bias[biasOffset + 3]);
        FloatVector s3b = s3a;
        FloatVector s3c = s3a;
        for (int tap = 0; tap < taps; tap++) {
            int from = planesOffset + shifts[tap];
            FloatVector a = FloatVector.fromArray(SPECIES, planes, from);
            FloatVector b = FloatVector.fromArray(SPECIES, planes, from + LANES);
            FloatVector c = FloatVector.fromArray(SPECIES, planes, from + 2 * LANES);
            FloatVector factor = FloatVector.broadcast(SPECIES, weight[weightOffset + tap]);
            s0a = factor.lanewise(FMA, a, s0a);
            s0b = factor.lanewise(FMA, b, s0b);
            s0c = factor.lanewise(FMA, c, s0c);
            factor = FloatVector.broadcast(SPECIES, weight[weightOffset + taps + tap]);
            s1a = factor.lanewise(FMA, a, s1a);
            s1b = factor.lanewise(FMA, b, s1b);
            s1c = factor.lanewise(FMA, c, s1c);
            factor = FloatVector.broadcast(SPECIES, weight[weightOffset + 2 * taps + tap]);
            s2a = factor.lanewise(FMA, a, s2a);
            s2b = factor.lanewise(FMA, b, s2b);
            s2c = factor.lanewise(FMA, c, s2c);
            factor = FloatVector.broadcast(SPECIES, weight[weightOffset + 3 * taps + tap]);
            s3a = factor.lanewise(FMA, a, s3a);
            s3b = factor.lanewise(FMA, b, s3b);
            s3c = factor.lanewise(FMA, c, s3c);
        }
        ZERO.add(s0a).intoArray(out, outOffset);
        ZERO.add(s0b).intoArray(out, outOffset + LANES);
        ZERO.add(s0c).intoArray(out, outOffset + 2 * LANES);
        ZERO.add(s1a).intoArray(out, outOffset + outStride);
        ZERO.add(s1b).intoArray(out, outOffset + outStride + LANES);
        ZERO.add(s1c).intoArray(out, outOffset + outStride + 2 * LANES);
        ZERO.add(s2a).intoArray(out, outOffset + 2 * outStride);
        ZERO.add(s2b).intoArray(out, outOffset + 2 * outStride + LANES);
        ZERO.add(s2c).intoArray(out, outOffset + 2 * outStride + 2 * LANES);
        ZERO.add(s3a).intoArray(out, outOffset + 3 * outStride);
        ZERO.add(s3b).intoArray(out, outOffset + 3 * outStride + LANES);
        ZERO.add(s3c).intoArray(out, outOffset + 3 * outStride + 2 * LANES);
    }

    static void two(
            int taps,
            int[] shifts,
            float[] weight,
            int weightOffset,
            float[] bias,
            int biasOffset,
            float[] planes,
            int planesOffset,
            float[] out,
            int outOffset,
            int outStride) {
        FloatVector s0a = FloatVector.broadcast(SPECIES, biasOffset < 0 ? 0 : bias[biasOffset]);
        FloatVector s0b = s0a;
        FloatVector s0c = s0a;
        FloatVector s1a = FloatVector.broadcast(SPECIES, biasOffset < 0 ? 0 : bias[biasOffset + 1]);
        FloatVector s1b = s1a;
        FloatVector s1c = s1a;
        for (int tap = 0; tap < taps; tap++) {
            int from = planesOffset + shifts[tap];
            FloatVector a = FloatVector.fromArray(SPECIES, planes, from);
            FloatVector b = FloatVector.fromArray(SPECIES, planes, from + LANES);
            FloatVector c = FloatVector.fromArray(SPECIES, planes, from + 2 * LANES);
            FloatVector factor = FloatVector.broadcast(SPECIES, weight[weightOffset + tap]);
            s0a = factor.lanewise(FMA, a, s0a);
            s0b = factor.lanewise(FMA, b, s0b);
            s0c = factor.lanewise(FMA, c, s0c);
            factor = FloatVector.broadcast(SPECIES, weight[weightOffset + taps + tap]);
            s1a = factor.lanewise(FMA, a, s1a);
            s1b = factor.lanewise(FMA, b, s1b);
            s1c = factor.lanewise(FMA, c, s1c);
        }
        ZERO.add(s0a).intoArray(out, outOffset);
        ZERO.add(s0b).intoArray(out, outOffset + LANES);
        ZERO.add(s0c).intoArray(out, outOffset + 2 * LANES);
        ZERO.add(s1a).intoArray(out, outOffset + outStride);
        ZERO.add(s1b).intoArray(out, outOffset + outStride + LANES);
        ZERO.add(s1c).intoArray(out, outOffset + outStride + 2 * LANES);
    }

    static void one(
            int taps,
            int[] shifts,
            float[] weight,
            int weightOffset,
            float[] bias,
            int biasOffset,
            float[] planes,
            int planesOffset,
            float[] out,
            int outOffset) {
        FloatVector s0a = FloatVector.broadcast(SPECIES, biasOffset < 0 ? 0 : bias[biasOffset]);
        FloatVector s0b = s0a;
        FloatVector s0c = s0a;
        for (int tap = 0; tap < taps; tap++) {
            int from = planesOffset + shifts[tap];
            FloatVector a = FloatVector.fromArray(SPECIES, planes, from);
            FloatVector b = FloatVector.fromArray(SPECIES, planes, from + LANES);
            FloatVector c = FloatVector.fromArray(SPECIES, planes, from + 2 * LANES);
            FloatVector factor = FloatVector.broadcast(SPECIES, weight[weightOffset + tap]);
            s0a = factor.lanewise(FMA, a, s0a);
            s0b = factor.lanewise(FMA, b, s0b);
            s0c = factor.lanewise(FMA, c, s0c);
        }
        ZERO.add(s0a).intoArray(out, outOffset);
        ZERO.add(s0b).intoArray(out, outOffset + LANES);
        ZERO.add(s0c).intoArray(out, outOffset + 2 * LANES);
    }
}

package dev.descent.kernel;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Convolution on vectors: a tile of four rows (filters) and three vectors of positions is kept in registers while the taps run.
 * Sixteen registers hold it, so that it fits AVX2 as well as AVX-512. Helpers are written out, see {@link Tiles}.
 */
final class VectorImageKernels extends ScalarImageKernels {
    private static final VectorSpecies<Float> SPECIES = Tiles.SPECIES;
    private static final int LANES = Tiles.LANES;
    private static final int WIDTH = 3 * LANES;

    /** The sums of a tile of the weight's gradient, lane by lane. */
    private static final ThreadLocal<float[]> SUMS = ThreadLocal.withInitial(() -> new float[4 * WIDTH]);

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
                four(taps, shifts, weight, from, bias, biasOffset < 0 ? -1 : biasOffset + row, planes, planesOffset + p, out, row * outStride + p, outStride);
            }
            if (row + 2 <= rows) {
                int from = weightOffset + row * taps;
                two(taps, shifts, weight, from, bias, biasOffset < 0 ? -1 : biasOffset + row, planes, planesOffset + p, out, row * outStride + p, outStride);
                row += 2;
            }
            if (row < rows) {
                int from = weightOffset + row * taps;
                one(taps, shifts, weight, from, bias, biasOffset < 0 ? -1 : biasOffset + row, planes, planesOffset + p, out, row * outStride + p);
            }
        }
    }

    private static void four(
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
        s0a.intoArray(out, outOffset);
        s0b.intoArray(out, outOffset + LANES);
        s0c.intoArray(out, outOffset + 2 * LANES);
        s1a.intoArray(out, outOffset + outStride);
        s1b.intoArray(out, outOffset + outStride + LANES);
        s1c.intoArray(out, outOffset + outStride + 2 * LANES);
        s2a.intoArray(out, outOffset + 2 * outStride);
        s2b.intoArray(out, outOffset + 2 * outStride + LANES);
        s2c.intoArray(out, outOffset + 2 * outStride + 2 * LANES);
        s3a.intoArray(out, outOffset + 3 * outStride);
        s3b.intoArray(out, outOffset + 3 * outStride + LANES);
        s3c.intoArray(out, outOffset + 3 * outStride + 2 * LANES);
    }

    private static void two(
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
        s0a.intoArray(out, outOffset);
        s0b.intoArray(out, outOffset + LANES);
        s0c.intoArray(out, outOffset + 2 * LANES);
        s1a.intoArray(out, outOffset + outStride);
        s1b.intoArray(out, outOffset + outStride + LANES);
        s1c.intoArray(out, outOffset + outStride + 2 * LANES);
    }

    private static void one(
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
        s0a.intoArray(out, outOffset);
        s0b.intoArray(out, outOffset + LANES);
        s0c.intoArray(out, outOffset + 2 * LANES);
    }

    @Override
    public void correlateErrors(
            int rows,
            int positions,
            int samples,
            int[] shifts,
            float[] error,
            int errorOffset,
            int errorStride,
            int errorStep,
            float[] planes,
            int planesOffset,
            int planesStep,
            float[] gradient,
            int gradientOffset) {
        int taps = shifts.length;
        int row = 0;
        for (; row + 4 <= rows; row += 4) {
            int from = errorOffset + row * errorStride;
            int to = gradientOffset + row * taps;
            int tap = 0;
            for (; tap + 3 <= taps; tap += 3) {
                fourByThree(
                        positions, samples, shifts, tap, error, from, errorStride, errorStep, planes, planesOffset,
                        planesStep, gradient, to + tap);
            }
            for (; tap < taps; tap++) {
                fourByOne(
                        positions, samples, shifts, tap, error, from, errorStride, errorStep, planes, planesOffset,
                        planesStep, gradient, to + tap);
            }
        }
        for (; row < rows; row++) {
            int from = errorOffset + row * errorStride;
            int to = gradientOffset + row * taps;
            int tap = 0;
            for (; tap + 3 <= taps; tap += 3) {
                oneByThree(
                        positions, samples, shifts, tap, error, from, errorStep, planes, planesOffset, planesStep,
                        gradient, to + tap);
            }
            for (; tap < taps; tap++) {
                oneByOne(
                        positions, samples, shifts, tap, error, from, errorStep, planes, planesOffset, planesStep,
                        gradient, to + tap);
            }
        }
    }

    private static void fourByThree(
            int positions,
            int samples,
            int[] shifts,
            int tap,
            float[] error,
            int errorOffset,
            int errorStride,
            int errorStep,
            float[] planes,
            int planesOffset,
            int planesStep,
            float[] gradient,
            int gradientOffset) {
        FloatVector s00 = FloatVector.zero(SPECIES);
        FloatVector s01 = FloatVector.zero(SPECIES);
        FloatVector s02 = FloatVector.zero(SPECIES);
        FloatVector s10 = FloatVector.zero(SPECIES);
        FloatVector s11 = FloatVector.zero(SPECIES);
        FloatVector s12 = FloatVector.zero(SPECIES);
        FloatVector s20 = FloatVector.zero(SPECIES);
        FloatVector s21 = FloatVector.zero(SPECIES);
        FloatVector s22 = FloatVector.zero(SPECIES);
        FloatVector s30 = FloatVector.zero(SPECIES);
        FloatVector s31 = FloatVector.zero(SPECIES);
        FloatVector s32 = FloatVector.zero(SPECIES);
        for (int sample = 0; sample < samples; sample++) {
            int from = errorOffset + sample * errorStep;
            int shifted0 = planesOffset + sample * planesStep + shifts[tap];
            int shifted1 = planesOffset + sample * planesStep + shifts[tap + 1];
            int shifted2 = planesOffset + sample * planesStep + shifts[tap + 2];
            for (int p = 0; p < positions; p += LANES) {
                FloatVector plane0 = FloatVector.fromArray(SPECIES, planes, shifted0 + p);
                FloatVector plane1 = FloatVector.fromArray(SPECIES, planes, shifted1 + p);
                FloatVector plane2 = FloatVector.fromArray(SPECIES, planes, shifted2 + p);
                FloatVector e = FloatVector.fromArray(SPECIES, error, from + p);
                s00 = e.lanewise(FMA, plane0, s00);
                s01 = e.lanewise(FMA, plane1, s01);
                s02 = e.lanewise(FMA, plane2, s02);
                e = FloatVector.fromArray(SPECIES, error, from + errorStride + p);
                s10 = e.lanewise(FMA, plane0, s10);
                s11 = e.lanewise(FMA, plane1, s11);
                s12 = e.lanewise(FMA, plane2, s12);
                e = FloatVector.fromArray(SPECIES, error, from + 2 * errorStride + p);
                s20 = e.lanewise(FMA, plane0, s20);
                s21 = e.lanewise(FMA, plane1, s21);
                s22 = e.lanewise(FMA, plane2, s22);
                e = FloatVector.fromArray(SPECIES, error, from + 3 * errorStride + p);
                s30 = e.lanewise(FMA, plane0, s30);
                s31 = e.lanewise(FMA, plane1, s31);
                s32 = e.lanewise(FMA, plane2, s32);
            }
        }
        float[] lanes = SUMS.get();
        s00.intoArray(lanes, 0);
        s01.intoArray(lanes, LANES);
        s02.intoArray(lanes, 2 * LANES);
        s10.intoArray(lanes, 3 * LANES);
        s11.intoArray(lanes, 4 * LANES);
        s12.intoArray(lanes, 5 * LANES);
        s20.intoArray(lanes, 6 * LANES);
        s21.intoArray(lanes, 7 * LANES);
        s22.intoArray(lanes, 8 * LANES);
        s30.intoArray(lanes, 9 * LANES);
        s31.intoArray(lanes, 10 * LANES);
        s32.intoArray(lanes, 11 * LANES);
        int taps = shifts.length;
        gradient[gradientOffset] += sum(lanes, 0);
        gradient[gradientOffset + 1] += sum(lanes, LANES);
        gradient[gradientOffset + 2] += sum(lanes, 2 * LANES);
        gradient[gradientOffset + taps] += sum(lanes, 3 * LANES);
        gradient[gradientOffset + taps + 1] += sum(lanes, 4 * LANES);
        gradient[gradientOffset + taps + 2] += sum(lanes, 5 * LANES);
        gradient[gradientOffset + 2 * taps] += sum(lanes, 6 * LANES);
        gradient[gradientOffset + 2 * taps + 1] += sum(lanes, 7 * LANES);
        gradient[gradientOffset + 2 * taps + 2] += sum(lanes, 8 * LANES);
        gradient[gradientOffset + 3 * taps] += sum(lanes, 9 * LANES);
        gradient[gradientOffset + 3 * taps + 1] += sum(lanes, 10 * LANES);
        gradient[gradientOffset + 3 * taps + 2] += sum(lanes, 11 * LANES);
    }

    private static void fourByOne(
            int positions,
            int samples,
            int[] shifts,
            int tap,
            float[] error,
            int errorOffset,
            int errorStride,
            int errorStep,
            float[] planes,
            int planesOffset,
            int planesStep,
            float[] gradient,
            int gradientOffset) {
        FloatVector s00 = FloatVector.zero(SPECIES);
        FloatVector s10 = FloatVector.zero(SPECIES);
        FloatVector s20 = FloatVector.zero(SPECIES);
        FloatVector s30 = FloatVector.zero(SPECIES);
        for (int sample = 0; sample < samples; sample++) {
            int from = errorOffset + sample * errorStep;
            int shifted0 = planesOffset + sample * planesStep + shifts[tap];
            for (int p = 0; p < positions; p += LANES) {
                FloatVector plane0 = FloatVector.fromArray(SPECIES, planes, shifted0 + p);
                FloatVector e = FloatVector.fromArray(SPECIES, error, from + p);
                s00 = e.lanewise(FMA, plane0, s00);
                e = FloatVector.fromArray(SPECIES, error, from + errorStride + p);
                s10 = e.lanewise(FMA, plane0, s10);
                e = FloatVector.fromArray(SPECIES, error, from + 2 * errorStride + p);
                s20 = e.lanewise(FMA, plane0, s20);
                e = FloatVector.fromArray(SPECIES, error, from + 3 * errorStride + p);
                s30 = e.lanewise(FMA, plane0, s30);
            }
        }
        float[] lanes = SUMS.get();
        s00.intoArray(lanes, 0);
        s10.intoArray(lanes, LANES);
        s20.intoArray(lanes, 2 * LANES);
        s30.intoArray(lanes, 3 * LANES);
        int taps = shifts.length;
        gradient[gradientOffset] += sum(lanes, 0);
        gradient[gradientOffset + taps] += sum(lanes, LANES);
        gradient[gradientOffset + 2 * taps] += sum(lanes, 2 * LANES);
        gradient[gradientOffset + 3 * taps] += sum(lanes, 3 * LANES);
    }

    private static void oneByThree(
            int positions,
            int samples,
            int[] shifts,
            int tap,
            float[] error,
            int errorOffset,
            int errorStep,
            float[] planes,
            int planesOffset,
            int planesStep,
            float[] gradient,
            int gradientOffset) {
        FloatVector s00 = FloatVector.zero(SPECIES);
        FloatVector s01 = FloatVector.zero(SPECIES);
        FloatVector s02 = FloatVector.zero(SPECIES);
        for (int sample = 0; sample < samples; sample++) {
            int from = errorOffset + sample * errorStep;
            int shifted0 = planesOffset + sample * planesStep + shifts[tap];
            int shifted1 = planesOffset + sample * planesStep + shifts[tap + 1];
            int shifted2 = planesOffset + sample * planesStep + shifts[tap + 2];
            for (int p = 0; p < positions; p += LANES) {
                FloatVector plane0 = FloatVector.fromArray(SPECIES, planes, shifted0 + p);
                FloatVector plane1 = FloatVector.fromArray(SPECIES, planes, shifted1 + p);
                FloatVector plane2 = FloatVector.fromArray(SPECIES, planes, shifted2 + p);
                FloatVector e = FloatVector.fromArray(SPECIES, error, from + p);
                s00 = e.lanewise(FMA, plane0, s00);
                s01 = e.lanewise(FMA, plane1, s01);
                s02 = e.lanewise(FMA, plane2, s02);
            }
        }
        float[] lanes = SUMS.get();
        s00.intoArray(lanes, 0);
        s01.intoArray(lanes, LANES);
        s02.intoArray(lanes, 2 * LANES);
        gradient[gradientOffset] += sum(lanes, 0);
        gradient[gradientOffset + 1] += sum(lanes, LANES);
        gradient[gradientOffset + 2] += sum(lanes, 2 * LANES);
    }

    private static void oneByOne(
            int positions,
            int samples,
            int[] shifts,
            int tap,
            float[] error,
            int errorOffset,
            int errorStep,
            float[] planes,
            int planesOffset,
            int planesStep,
            float[] gradient,
            int gradientOffset) {
        FloatVector s00 = FloatVector.zero(SPECIES);
        for (int sample = 0; sample < samples; sample++) {
            int from = errorOffset + sample * errorStep;
            int shifted0 = planesOffset + sample * planesStep + shifts[tap];
            for (int p = 0; p < positions; p += LANES) {
                FloatVector plane0 = FloatVector.fromArray(SPECIES, planes, shifted0 + p);
                FloatVector e = FloatVector.fromArray(SPECIES, error, from + p);
                s00 = e.lanewise(FMA, plane0, s00);
            }
        }
        float[] lanes = SUMS.get();
        s00.intoArray(lanes, 0);
        gradient[gradientOffset] += sum(lanes, 0);
    }

    /** Sum of a vector's lanes, always in the same order: {@code reduceLanes} leaves it open. */
    private static float sum(float[] x, int at) {
        if (LANES == 16) {
            return ((eight(x, at) + eight(x, at + 4)) + (eight(x, at + 1) + eight(x, at + 5)))
                    + ((eight(x, at + 2) + eight(x, at + 6)) + (eight(x, at + 3) + eight(x, at + 7)));
        }
        float sum = 0;
        for (int lane = at; lane < at + LANES; lane++) {
            sum += x[lane];
        }
        return sum;
    }

    /** A lane and the one eight further on. */
    private static float eight(float[] x, int at) {
        return x[at] + x[at + 8];
    }
}

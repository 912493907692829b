package dev.descent.kernel;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loop of {@link ImageKernels#correlatePlanes}: a vector of positions at a time, the sums of {@link #FILTERS} filters
 * and {@link #TAPS} taps kept in registers, lane by lane. Helpers are written out, see {@link Tiles}.
 */
final class PlaneGradientTile {
    static final int FILTERS = 3;
    static final int TAPS = 5;

    private static final VectorSpecies<Float> SPECIES = Tiles.SPECIES;
    private static final int LANES = Tiles.LANES;
    private static final FloatVector ZERO = Tiles.ZERO;

    private PlaneGradientTile() {}

    /** @param sumsOffset where the sums of the first filter's first tap lie, of {@code [filters, taps, LANES]} */
    static void add(
            int positions,
            int[] shifts,
            int tap,
            float[] error,
            int errorOffset,
            int errorStride,
            float[] planes,
            int planesOffset,
            float[] sums,
            int sumsOffset) {
        int next = shifts.length * LANES;
        int error1 = errorOffset + errorStride;
        int error2 = errorOffset + 2 * errorStride;
        int shift0 = planesOffset + shifts[tap];
        int shift1 = planesOffset + shifts[tap + 1];
        int shift2 = planesOffset + shifts[tap + 2];
        int shift3 = planesOffset + shifts[tap + 3];
        int shift4 = planesOffset + shifts[tap + 4];
        FloatVector s00 = FloatVector.fromArray(SPECIES, sums, sumsOffset);
        FloatVector s01 = FloatVector.fromArray(SPECIES, sums, sumsOffset + LANES);
        FloatVector s02 = FloatVector.fromArray(SPECIES, sums, sumsOffset + 2 * LANES);
        FloatVector s03 = FloatVector.fromArray(SPECIES, sums, sumsOffset + 3 * LANES);
        FloatVector s04 = FloatVector.fromArray(SPECIES, sums, sumsOffset + 4 * LANES);
        FloatVector s10 = FloatVector.fromArray(SPECIES, sums, sumsOffset + next);
        FloatVector s11 = FloatVector.fromArray(SPECIES, sums, sumsOffset + next + LANES);
        FloatVector s12 = FloatVector.fromArray(SPECIES, sums, sumsOffset + next + 2 * LANES);
        FloatVector s13 = FloatVector.fromArray(SPECIES, sums, sumsOffset + next + 3 * LANES);
        FloatVector s14 = FloatVector.fromArray(SPECIES, sums, sumsOffset + next + 4 * LANES);
        FloatVector s20 = FloatVector.fromArray(SPECIES, sums, sumsOffset + 2 * next);
        FloatVector s21 = FloatVector.fromArray(SPECIES, sums, sumsOffset + 2 * next + LANES);
        FloatVector s22 = FloatVector.fromArray(SPECIES, sums, sumsOffset + 2 * next + 2 * LANES);
        FloatVector s23 = FloatVector.fromArray(SPECIES, sums, sumsOffset + 2 * next + 3 * LANES);
        FloatVector s24 = FloatVector.fromArray(SPECIES, sums, sumsOffset + 2 * next + 4 * LANES);
        for (int p = 0; p < positions; p += LANES) {
            FloatVector a = FloatVector.fromArray(SPECIES, error, errorOffset + p);
            FloatVector b = FloatVector.fromArray(SPECIES, error, error1 + p);
            FloatVector c = FloatVector.fromArray(SPECIES, error, error2 + p);
            FloatVector value = FloatVector.fromArray(SPECIES, planes, shift0 + p);
            s00 = value.lanewise(FMA, a, s00);
            s10 = value.lanewise(FMA, b, s10);
            s20 = value.lanewise(FMA, c, s20);
            value = FloatVector.fromArray(SPECIES, planes, shift1 + p);
            s01 = value.lanewise(FMA, a, s01);
            s11 = value.lanewise(FMA, b, s11);
            s21 = value.lanewise(FMA, c, s21);
            value = FloatVector.fromArray(SPECIES, planes, shift2 + p);
            s02 = value.lanewise(FMA, a, s02);
            s12 = value.lanewise(FMA, b, s12);
            s22 = value.lanewise(FMA, c, s22);
            value = FloatVector.fromArray(SPECIES, planes, shift3 + p);
            s03 = value.lanewise(FMA, a, s03);
            s13 = value.lanewise(FMA, b, s13);
            s23 = value.lanewise(FMA, c, s23);
            value = FloatVector.fromArray(SPECIES, planes, shift4 + p);
            s04 = value.lanewise(FMA, a, s04);
            s14 = value.lanewise(FMA, b, s14);
            s24 = value.lanewise(FMA, c, s24);
        }
        ZERO.add(s00).intoArray(sums, sumsOffset);
        ZERO.add(s01).intoArray(sums, sumsOffset + LANES);
        ZERO.add(s02).intoArray(sums, sumsOffset + 2 * LANES);
        ZERO.add(s03).intoArray(sums, sumsOffset + 3 * LANES);
        ZERO.add(s04).intoArray(sums, sumsOffset + 4 * LANES);
        ZERO.add(s10).intoArray(sums, sumsOffset + next);
        ZERO.add(s11).intoArray(sums, sumsOffset + next + LANES);
        ZERO.add(s12).intoArray(sums, sumsOffset + next + 2 * LANES);
        ZERO.add(s13).intoArray(sums, sumsOffset + next + 3 * LANES);
        ZERO.add(s14).intoArray(sums, sumsOffset + next + 4 * LANES);
        ZERO.add(s20).intoArray(sums, sumsOffset + 2 * next);
        ZERO.add(s21).intoArray(sums, sumsOffset + 2 * next + LANES);
        ZERO.add(s22).intoArray(sums, sumsOffset + 2 * next + 2 * LANES);
        ZERO.add(s23).intoArray(sums, sumsOffset + 2 * next + 3 * LANES);
        ZERO.add(s24).intoArray(sums, sumsOffset + 2 * next + 4 * LANES);
    }
}

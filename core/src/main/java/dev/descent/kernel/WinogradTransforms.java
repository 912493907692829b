package dev.descent.kernel;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The matrices of {@link Winograd} times rows of vectors, with what their rows have in common computed once. Each is a loop over
 * {@code n} columns, a multiple of the lanes.
 */
final class WinogradTransforms {
    private static final VectorSpecies<Float> SPECIES = Tiles.SPECIES;
    private static final int LANES = Tiles.LANES;

    private WinogradTransforms() {}

    static void input(int n, float[] from, int x, int xStride, float[] to, int y, int yStride) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, from, x + i);
            FloatVector x1 = FloatVector.fromArray(SPECIES, from, x + i + xStride);
            FloatVector x2 = FloatVector.fromArray(SPECIES, from, x + i + 2 * xStride);
            FloatVector x3 = FloatVector.fromArray(SPECIES, from, x + i + 3 * xStride);
            FloatVector x4 = FloatVector.fromArray(SPECIES, from, x + i + 4 * xStride);
            FloatVector x5 = FloatVector.fromArray(SPECIES, from, x + i + 5 * xStride);
            FloatVector even = x2.lanewise(FMA, -4, x4);
            FloatVector odd = x1.lanewise(FMA, -4, x3);
            FloatVector evenDifference = x4.sub(x2);
            FloatVector oddDifference = x3.sub(x1);
            x0.lanewise(FMA, 4, x2.lanewise(FMA, -5, x4)).intoArray(to, y + i);
            even.add(odd).intoArray(to, y + i + yStride);
            even.sub(odd).intoArray(to, y + i + 2 * yStride);
            oddDifference.lanewise(FMA, 2, evenDifference).intoArray(to, y + i + 3 * yStride);
            oddDifference.lanewise(FMA, -2, evenDifference).intoArray(to, y + i + 4 * yStride);
            x1.lanewise(FMA, 4, x3.lanewise(FMA, -5, x5)).intoArray(to, y + i + 5 * yStride);
        }
    }

    static void filter(int n, float[] from, int x, int xStride, float[] to, int y, int yStride) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, from, x + i);
            FloatVector x1 = FloatVector.fromArray(SPECIES, from, x + i + xStride);
            FloatVector x2 = FloatVector.fromArray(SPECIES, from, x + i + 2 * xStride);
            FloatVector near = x0.add(x2).mul(-1 / 6f);
            FloatVector far = x0.mul(1 / 24f).add(x2.mul(1 / 6f));
            x0.mul(1 / 4f).intoArray(to, y + i);
            x1.lanewise(FMA, -1 / 6f, near).intoArray(to, y + i + yStride);
            x1.lanewise(FMA, 1 / 6f, near).intoArray(to, y + i + 2 * yStride);
            x1.lanewise(FMA, 1 / 12f, far).intoArray(to, y + i + 3 * yStride);
            x1.lanewise(FMA, -1 / 12f, far).intoArray(to, y + i + 4 * yStride);
            x2.intoArray(to, y + i + 5 * yStride);
        }
    }

    static void output(int n, float[] from, int x, int xStride, float[] to, int y, int yStride) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector x1 = FloatVector.fromArray(SPECIES, from, x + i + xStride);
            FloatVector x2 = FloatVector.fromArray(SPECIES, from, x + i + 2 * xStride);
            FloatVector x3 = FloatVector.fromArray(SPECIES, from, x + i + 3 * xStride);
            FloatVector x4 = FloatVector.fromArray(SPECIES, from, x + i + 4 * xStride);
            FloatVector near = x1.add(x2);
            FloatVector far = x3.add(x4);
            FloatVector nearDifference = x1.sub(x2);
            FloatVector farDifference = x3.sub(x4);
            FloatVector.fromArray(SPECIES, from, x + i).add(near).add(far).intoArray(to, y + i);
            farDifference.lanewise(FMA, 2, nearDifference).intoArray(to, y + i + yStride);
            far.lanewise(FMA, 4, near).intoArray(to, y + i + 2 * yStride);
            farDifference
                    .lanewise(FMA, 8, nearDifference)
                    .add(FloatVector.fromArray(SPECIES, from, x + i + 5 * xStride))
                    .intoArray(to, y + i + 3 * yStride);
        }
    }

    static void inputError(int n, float[] from, int x, int xStride, float[] to, int y, int yStride) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, from, x + i);
            FloatVector x1 = FloatVector.fromArray(SPECIES, from, x + i + xStride);
            FloatVector x2 = FloatVector.fromArray(SPECIES, from, x + i + 2 * xStride);
            FloatVector x3 = FloatVector.fromArray(SPECIES, from, x + i + 3 * xStride);
            FloatVector x4 = FloatVector.fromArray(SPECIES, from, x + i + 4 * xStride);
            FloatVector x5 = FloatVector.fromArray(SPECIES, from, x + i + 5 * xStride);
            FloatVector near = x1.add(x2);
            FloatVector far = x3.add(x4);
            FloatVector nearDifference = x1.sub(x2);
            FloatVector farDifference = x3.sub(x4);
            int at = y + i;
            x0.lanewise(FMA, 4, FloatVector.fromArray(SPECIES, to, at)).intoArray(to, at);
            at += yStride;
            nearDifference
                    .lanewise(
                            FMA,
                            -4,
                            farDifference.lanewise(
                                    FMA, -2, x5.lanewise(FMA, 4, FloatVector.fromArray(SPECIES, to, at))))
                    .intoArray(to, at);
            at += yStride;
            x0.lanewise(FMA, -5, near.lanewise(FMA, -4, FloatVector.fromArray(SPECIES, to, at)))
                    .sub(far)
                    .intoArray(to, at);
            at += yStride;
            farDifference
                    .lanewise(FMA, 2, x5.lanewise(FMA, -5, FloatVector.fromArray(SPECIES, to, at)))
                    .add(nearDifference)
                    .intoArray(to, at);
            at += yStride;
            FloatVector.fromArray(SPECIES, to, at).add(x0).add(near).add(far).intoArray(to, at);
            at += yStride;
            FloatVector.fromArray(SPECIES, to, at).add(x5).intoArray(to, at);
        }
    }

    static void filterGradient(int n, float[] from, int x, int xStride, float[] to, int y, int yStride) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, from, x + i);
            FloatVector x1 = FloatVector.fromArray(SPECIES, from, x + i + xStride);
            FloatVector x2 = FloatVector.fromArray(SPECIES, from, x + i + 2 * xStride);
            FloatVector x3 = FloatVector.fromArray(SPECIES, from, x + i + 3 * xStride);
            FloatVector x4 = FloatVector.fromArray(SPECIES, from, x + i + 4 * xStride);
            FloatVector x5 = FloatVector.fromArray(SPECIES, from, x + i + 5 * xStride);
            FloatVector near = x1.add(x2).mul(-1 / 6f);
            FloatVector far = x3.add(x4);
            x0.lanewise(FMA, 1 / 4f, far.lanewise(FMA, 1 / 24f, near)).intoArray(to, y + i);
            x2.sub(x1).mul(1 / 6f).add(x3.sub(x4).mul(1 / 12f)).intoArray(to, y + i + yStride);
            far.lanewise(FMA, 1 / 6f, near).add(x5).intoArray(to, y + i + 2 * yStride);
        }
    }

    static void outputError(int n, float[] from, int x, int xStride, float[] to, int y, int yStride) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, from, x + i);
            FloatVector x1 = FloatVector.fromArray(SPECIES, from, x + i + xStride);
            FloatVector x2 = FloatVector.fromArray(SPECIES, from, x + i + 2 * xStride);
            FloatVector x3 = FloatVector.fromArray(SPECIES, from, x + i + 3 * xStride);
            FloatVector even = x0.add(x2);
            FloatVector odd = x1.add(x3);
            FloatVector evenFar = x2.lanewise(FMA, 4, x0);
            FloatVector oddFar = x3.lanewise(FMA, 4, x1);
            x0.intoArray(to, y + i);
            even.add(odd).intoArray(to, y + i + yStride);
            even.sub(odd).intoArray(to, y + i + 2 * yStride);
            oddFar.lanewise(FMA, 2, evenFar).intoArray(to, y + i + 3 * yStride);
            oddFar.lanewise(FMA, -2, evenFar).intoArray(to, y + i + 4 * yStride);
            x3.intoArray(to, y + i + 5 * yStride);
        }
    }
}

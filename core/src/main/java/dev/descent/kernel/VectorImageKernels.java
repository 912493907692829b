package dev.descent.kernel;

import static jdk.incubator.vector.VectorOperators.GE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** Convolution and pooling on vectors. */
final class VectorImageKernels extends VectorPoolingKernels {
    private static final VectorSpecies<Float> SPECIES = Tiles.SPECIES;
    private static final int LANES = Tiles.LANES;
    private static final int WIDTH = 3 * LANES;

    private static final FloatVector INDEX = FloatVector.zero(SPECIES).addIndex(1);

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
    public boolean prefersPlanes(Planes geometry, int filters) {
        int byFilters = geometry.outputHeight()
                * geometry.outputWidth()
                * tapsPadded(geometry.taps())
                * filtersPadded(filters)
                / LANES;
        int byPositions = Math.ceilDiv(geometry.positions(), LANES)
                * planeTapsPadded(geometry.taps())
                * planeFiltersPadded(filters);
        // The tile of planes needs more than sixteen registers.
        return LANES == 16 && byPositions < 0.8 * byFilters;
    }

    @Override
    public int partialSums() {
        return LANES;
    }

    @Override
    public int planeFiltersPadded(int filters) {
        return Math.ceilDiv(filters, PlaneGradientTile.FILTERS) * PlaneGradientTile.FILTERS;
    }

    @Override
    public int planeTapsPadded(int taps) {
        return Math.ceilDiv(taps, PlaneGradientTile.TAPS) * PlaneGradientTile.TAPS;
    }

    @Override
    public void correlatePlanes(
            int filters,
            int positions,
            int[] shifts,
            float[] error,
            int errorOffset,
            int errorStride,
            float[] planes,
            int planesOffset,
            float[] sums,
            int sumsOffset) {
        for (int filter = 0; filter < filters; filter += PlaneGradientTile.FILTERS) {
            for (int tap = 0; tap < shifts.length; tap += PlaneGradientTile.TAPS) {
                PlaneGradientTile.add(
                        positions,
                        shifts,
                        tap,
                        error,
                        errorOffset + filter * errorStride,
                        errorStride,
                        planes,
                        planesOffset,
                        sums,
                        sumsOffset + (filter * shifts.length + tap) * LANES);
            }
        }
    }

    @Override
    public void transform(
            Winograd matrix, int n, float[] from, int offset, int stride, float[] to, int toOffset, int toStride) {
        switch (matrix) {
            case INPUT -> WinogradTransforms.input(n, from, offset, stride, to, toOffset, toStride);
            case FILTER -> WinogradTransforms.filter(n, from, offset, stride, to, toOffset, toStride);
            case OUTPUT -> WinogradTransforms.output(n, from, offset, stride, to, toOffset, toStride);
            case INPUT_ERROR -> WinogradTransforms.inputError(n, from, offset, stride, to, toOffset, toStride);
            case FILTER_GRADIENT -> WinogradTransforms.filterGradient(n, from, offset, stride, to, toOffset, toStride);
            case OUTPUT_ERROR -> WinogradTransforms.outputError(n, from, offset, stride, to, toOffset, toStride);
        }
    }

    @Override
    public void copyRows(
            int rows,
            int n,
            float[] from,
            int fromOffset,
            int fromStride,
            float[] to,
            int toOffset,
            int toStride,
            int toEnd) {
        if (n > 2 * LANES) {
            super.copyRows(rows, n, from, fromOffset, fromStride, to, toOffset, toStride, toEnd);
            return;
        }
        // From how many rows a vector does not reach over the end of either array.
        int whole = rows;
        if (n < LANES) {
            int readable = Math.floorDiv(from.length - LANES - fromOffset, fromStride) + 1;
            int writable = Math.floorDiv(toEnd - LANES - toOffset, toStride) + 1;
            whole = Math.clamp(Math.min(readable, writable), 0, rows);
        }
        int source = fromOffset;
        int target = toOffset;
        if (n < LANES) {
            VectorMask<Float> isBehind = INDEX.compare(GE, n);
            for (int row = 0; row < whole; row++, source += fromStride, target += toStride) {
                FloatVector.fromArray(SPECIES, from, source).blend(0, isBehind).intoArray(to, target);
            }
        } else {
            for (int row = 0; row < whole; row++, source += fromStride, target += toStride) {
                FloatVector last = FloatVector.fromArray(SPECIES, from, source + n - LANES);
                FloatVector.fromArray(SPECIES, from, source).intoArray(to, target);
                last.intoArray(to, target + n - LANES);
            }
        }
        super.copyRows(rows - whole, n, from, source, fromStride, to, target, toStride, toEnd);
    }
}

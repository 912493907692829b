package dev.descent.kernel;

import dev.descent.kernel.VectorMatrixKernels.Form;

/**
 * Products of matrices in tiles of registers ({@link Tiles}) over packed panels ({@link Panels}), after Goto and van de Geijn 2008. k
 * is cut into blocks so that a panel of b stays in the first-level cache; the cuts depend on k alone. One object for each thread.
 */
final class TiledProducts {
    private static final int LANES = Tiles.LANES;

    /** Columns of a panel of b: two vectors where there are 32 registers. */
    static final int WIDTH = LANES == 8 ? LANES : 2 * LANES;

    private static final int EDGE_STRIDE = 2 * LANES;

    /** Longest block of k: a panel of b then is 32 KB. */
    private static final int K_BLOCK = 256;

    /** Rows of a packed block of a, which then is 256 KB. */
    private static final int M_BLOCK = 256;

    /** Rows of c for which packing b pays. */
    private static final int WORTH_PACKING_RIGHT = 24;

    /** Columns of c for which packing a pays: it costs about half a multiply-add per element. */
    private static final int WORTH_PACKING_LEFT = 64;

    /** The same where a is transposed, so that tiles can read it as it lies. */
    private static final int WORTH_PACKING_TRANSPOSED = 256;

    /** Panels of a. */
    private final float[] leftPanels = new float[K_BLOCK * (M_BLOCK + Tiles.ROWS)];

    /** A panel of b. */
    private final float[] rightPanel = new float[K_BLOCK * WIDTH];

    /** Eight columns of a panel. */
    private final float[] eight = new float[K_BLOCK * Tiles.ROWS];

    /** A tile that hangs over the edge of c; for others to use between products. */
    final float[] edge = new float[Tiles.ROWS * EDGE_STRIDE];

    /**
     * Rows {@code top … bottom − 1}, columns {@code left … right − 1} of c, of which this thread may write nothing else.
     *
     * @param factor of b; only b as it lies is multiplied by anything but 1
     */
    void multiply(
            Form form,
            float factor,
            int top,
            int bottom,
            int left,
            int right,
            int k,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            int bStride,
            float[] start,
            int startOffset,
            int startStride,
            float[] c,
            int cOffset,
            int cStride) {
        boolean packsLeft =
                right - left >= (form == Form.LEFT_TRANSPOSED ? WORTH_PACKING_TRANSPOSED : WORTH_PACKING_LEFT);
        boolean packsRight = bottom - top >= WORTH_PACKING_RIGHT;
        int block = blockLength(k);
        for (int p = 0; p < k || p == 0; p += block) {
            int length = Math.min(block, k - p);
            float[] from = p == 0 ? start : c;
            int fromOffset = p == 0 ? startOffset : cOffset;
            int fromStride = p == 0 ? startStride : cStride;
            for (int i = top; i < bottom; i += M_BLOCK) {
                int rows = Math.min(M_BLOCK, bottom - i);
                int aStart = aOffset + (form == Form.LEFT_TRANSPOSED ? p * aStride + i : i * aStride + p);
                if (packsLeft) {
                    packLeft(form, rows, length, a, aStart, aStride);
                }
                for (int j = left; j < right; j += WIDTH) {
                    int columns = Math.min(WIDTH, right - j);
                    int width = columns > LANES ? WIDTH : LANES;
                    float[] panel = rightPanel;
                    int panelOffset = 0;
                    int panelStride = width;
                    if (form == Form.RIGHT_TRANSPOSED) {
                        int bStart = bOffset + j * bStride + p;
                        Panels.rightTransposed(length, columns, width, b, bStart, bStride, panel, eight);
                    } else if (columns < width || factor != 1 || (packsRight && bStride > width)) {
                        Panels.right(length, columns, factor, b, bOffset + p * bStride + j, bStride, panel);
                    } else {
                        panel = b;
                        panelOffset = bOffset + p * bStride + j;
                        panelStride = bStride;
                    }
                    // Where c is one panel wide and sums begin with a row, not with c, a row may spill into those
                    // below, which are written after it.
                    boolean spills = columns == cStride && fromStride == 0;
                    int end = spills ? cOffset + bottom * cStride : 0;
                    strip(
                            form,
                            packsLeft,
                            end,
                            rows,
                            columns,
                            length,
                            a,
                            aStart,
                            aStride,
                            panel,
                            panelOffset,
                            panelStride,
                            from,
                            fromOffset + i * fromStride + j,
                            fromStride,
                            c,
                            cOffset + i * cStride + j,
                            cStride);
                }
            }
        }
    }

    /** Blocks as equal as whole vectors allow. */
    private static int blockLength(int k) {
        int even = Math.ceilDiv(k, Math.max(1, Math.ceilDiv(k, K_BLOCK)));
        return Math.max(1, Math.ceilDiv(even, LANES)) * LANES;
    }

    private void packLeft(Form form, int rows, int k, float[] a, int aOffset, int aStride) {
        for (int i = 0; i < rows; i += Tiles.ROWS) {
            int high = Math.min(Tiles.ROWS, rows - i);
            if (form == Form.LEFT_TRANSPOSED) {
                if (high == Tiles.ROWS) {
                    Panels.leftTransposed(k, a, aOffset + i, aStride, leftPanels, i * k);
                } else {
                    Panels.copy(k, high, a, aOffset + i, aStride, leftPanels, i * k, Tiles.ROWS);
                }
            } else if (high == Tiles.ROWS) {
                Panels.left(k, a, aOffset + i * aStride, aStride, leftPanels, i * k);
            } else {
                Panels.leftEdge(high, 0, k, a, aOffset + i * aStride, aStride, leftPanels, i * k);
            }
        }
    }

    /**
     * Tiles one below the other; offsets are those of the first.
     *
     * @param end up to where in c whole vectors may be written though they are wider than a row
     */
    private void strip(
            Form form,
            boolean isPacked,
            int end,
            int m,
            int columns,
            int k,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            int bStride,
            float[] start,
            int startOffset,
            int startStride,
            float[] c,
            int cOffset,
            int cStride) {
        boolean isWide = columns > LANES;
        boolean isWhole = columns == LANES || columns == 2 * LANES;
        for (int i = 0; i < m; i += Tiles.ROWS) {
            int rows = Math.min(Tiles.ROWS, m - i);
            boolean ofRows = false;
            float[] tileA = a;
            int tileOffset;
            int tileStride;
            if (isPacked) {
                tileA = leftPanels;
                tileOffset = i * k;
                tileStride = Tiles.ROWS;
            } else if (rows < Tiles.ROWS) {
                tileA = leftPanels;
                tileOffset = 0;
                tileStride = Tiles.ROWS;
                packLeft(form, rows, k, a, form == Form.LEFT_TRANSPOSED ? aOffset + i : aOffset + i * aStride, aStride);
            } else {
                ofRows = form != Form.LEFT_TRANSPOSED;
                tileOffset = ofRows ? aOffset + i * aStride : aOffset + i;
                tileStride = aStride;
            }
            int from = startOffset + i * startStride;
            int to = cOffset + i * cStride;
            int width = isWide ? WIDTH : LANES;
            boolean fits = rows == Tiles.ROWS && (isWhole || to + (Tiles.ROWS - 1) * cStride + width <= end);
            if (from + (Tiles.ROWS - 1) * startStride + width > start.length) {
                Panels.copy(rows, columns, start, from, startStride, edge, 0, EDGE_STRIDE);
                tile(
                        ofRows,
                        isWide,
                        k,
                        tileA,
                        tileOffset,
                        tileStride,
                        b,
                        bOffset,
                        bStride,
                        edge,
                        0,
                        EDGE_STRIDE,
                        fits ? c : edge,
                        fits ? to : 0,
                        fits ? cStride : EDGE_STRIDE);
            } else {
                tile(
                        ofRows,
                        isWide,
                        k,
                        tileA,
                        tileOffset,
                        tileStride,
                        b,
                        bOffset,
                        bStride,
                        start,
                        from,
                        startStride,
                        fits ? c : edge,
                        fits ? to : 0,
                        fits ? cStride : EDGE_STRIDE);
            }
            if (!fits) {
                Panels.copy(rows, columns, edge, 0, EDGE_STRIDE, c, to, cStride);
            }
        }
    }

    private static void tile(
            boolean ofRows,
            boolean isWide,
            int k,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            int bStride,
            float[] start,
            int startOffset,
            int startStride,
            float[] c,
            int cOffset,
            int cStride) {
        if (ofRows) {
            if (isWide) {
                Tiles.wideOfRows(
                        k,
                        a,
                        aOffset,
                        aStride,
                        b,
                        bOffset,
                        bStride,
                        start,
                        startOffset,
                        startStride,
                        c,
                        cOffset,
                        cStride);
            } else {
                Tiles.narrowOfRows(
                        k,
                        a,
                        aOffset,
                        aStride,
                        b,
                        bOffset,
                        bStride,
                        start,
                        startOffset,
                        startStride,
                        c,
                        cOffset,
                        cStride);
            }
        } else if (isWide) {
            Tiles.wide(
                    k, a, aOffset, aStride, b, bOffset, bStride, start, startOffset, startStride, c, cOffset, cStride);
        } else {
            Tiles.narrow(
                    k, a, aOffset, aStride, b, bOffset, bStride, start, startOffset, startStride, c, cOffset, cStride);
        }
    }

    /** b = aᵀ; a {@code [rows, columns]}. */
    void transpose(int rows, int columns, float[] a, int aOffset, int aStride, float[] b, int bOffset, int bStride) {
        for (int p = 0; p < columns; p += K_BLOCK) {
            int length = Math.min(K_BLOCK, columns - p);
            Panels.transpose(length, rows, a, aOffset + p, aStride, b, bOffset + p * bStride, bStride, eight);
        }
    }
}

package dev.descent.kernel;

import dev.descent.kernel.VectorMatrixKernels.Form;

/**
 * Products of matrices in tiles of registers, {@link PanelTiles} over packed panels ({@link Panels}) after Goto and van de Geijn 2008, or
 * {@link Tiles} where c has so few columns that a is read where it lies. k
 * is cut into blocks so that a panel of b stays in the first-level cache; the cuts depend on k alone. Rows of c are finished block by
 * block, so that those at work stay in the second-level cache while k runs. One object for each thread.
 */
final class TiledProducts {
    private static final int LANES = Tiles.LANES;

    /** Columns of a panel of b: two vectors where there are 32 registers. */
    static final int WIDTH = LANES == 8 ? LANES : 2 * LANES;

    private static final int EDGE_STRIDE = 2 * LANES;

    /** Whether there are registers for {@link LyingTiles#HIGH} sums. */
    private static final boolean HAS_HIGH_TILES = WIDTH > LANES;

    /** Longest block of k: a panel of b then is 32 KB. */
    static final int K_BLOCK = 256;

    /** Rows of a packed block of a, whole tiles, which then is 264 KB. */
    private static final int M_BLOCK = 22 * PanelTiles.ROWS;

    /** Rows of c for which packing b pays. */
    private static final int WORTH_PACKING_RIGHT = 24;

    /** Columns of c for which packing a pays, as measured: it costs about half a multiply-add per element. */
    private static final int WORTH_PACKING_LEFT = 32;

    /** The same where a is transposed, which is read faster as it lies. */
    private static final int WORTH_PACKING_TRANSPOSED = 64;

    /** A block of a, in panels of {@link PanelTiles#QUAD} rows; the last tile may be half empty. */
    private final float[] leftPanels = new float[K_BLOCK * (M_BLOCK + PanelTiles.QUAD)];

    /** Panels of b: all of them where c has more rows than a block of a, else one. */
    private float[] rightPanels = new float[Alignment.LEAD + K_BLOCK * WIDTH];

    /** Eight columns of a panel. */
    private final float[] eight = new float[K_BLOCK * Panels.EIGHT];

    private final ColumnProducts byColumns = new ColumnProducts();

    /** A tile that hangs over the edge of c; for others to use between products. */
    final float[] edge = new float[LyingTiles.HIGH * EDGE_STRIDE];

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
        if (ColumnProducts.suit(form, factor, right - left) && bottom - top >= ColumnTiles.ROWS) {
            int done = (bottom - top) / ColumnTiles.ROWS * ColumnTiles.ROWS;
            byColumns.multiply(
                    form,
                    top,
                    top + done,
                    left,
                    right - left,
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
            if (top + done < bottom) {
                multiply(
                        form,
                        factor,
                        top + done,
                        bottom,
                        left,
                        right,
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
            return;
        }
        boolean packsLeft = form == Form.RIGHT_IN_PANELS
                || right - left >= (form == Form.LEFT_TRANSPOSED ? WORTH_PACKING_TRANSPOSED : WORTH_PACKING_LEFT);
        int panelWidth = packsLeft ? WIDTH : LANES;
        boolean isHigh = bottom - top >= WORTH_PACKING_RIGHT;
        int block = blockLength(k);
        int panelSize = block * panelWidth;
        int panels = Math.ceilDiv(right - left, panelWidth);
        // Panels of b are packed once and kept for the blocks of a that follow.
        boolean keepsRight = bottom - top > M_BLOCK;
        int kept = Math.multiplyExact(Math.ceilDiv(k, block) * panels, panelSize);
        if (keepsRight && rightPanels.length < Alignment.LEAD + kept) {
            rightPanels = new float[Alignment.LEAD + kept];
        }
        for (int i = top; i < bottom; i += M_BLOCK) {
            int rows = Math.min(M_BLOCK, bottom - i);
            for (int p = 0; p < k || p == 0; p += block) {
                int length = Math.min(block, k - p);
                float[] from = p == 0 ? start : c;
                int fromOffset = p == 0 ? startOffset : cOffset;
                int fromStride = p == 0 ? startStride : cStride;
                int aStart = aOffset + (form == Form.LEFT_TRANSPOSED ? p * aStride + i : i * aStride + p);
                if (packsLeft) {
                    packLeft(form, rows, length, a, aStart, aStride);
                }
                for (int j = left; j < right; j += panelWidth) {
                    int columns = Math.min(panelWidth, right - j);
                    int width = columns > LANES ? WIDTH : LANES;
                    float[] panel = rightPanels;
                    int slot = keepsRight ? p / block * panels + Math.floorDiv(j - left, panelWidth) : 0;
                    int panelOffset = Alignment.LEAD + slot * panelSize;
                    int panelStride = width;
                    boolean isPacked = keepsRight && i > top;
                    if (form == Form.RIGHT_IN_PANELS) {
                        panel = b;
                        panelOffset = bOffset + j * k + p * width;
                    } else if (form == Form.RIGHT_TRANSPOSED) {
                        if (!isPacked) {
                            int bStart = bOffset + j * bStride + p;
                            Panels.rightTransposed(
                                    length, columns, width, b, bStart, bStride, panel, panelOffset, eight);
                        }
                    } else if (columns < width || factor != 1 || (isHigh && bStride != width)) {
                        if (!isPacked) {
                            int bStart = bOffset + p * bStride + j;
                            Panels.right(length, columns, factor, b, bStart, bStride, panel, panelOffset);
                        }
                    } else {
                        panel = b;
                        panelOffset = bOffset + p * bStride + j;
                        panelStride = bStride;
                    }
                    // Where c is one panel wide and sums begin with a row, not with c, a row may spill into those
                    // below, which are written after it.
                    boolean spills = columns == cStride && fromStride == 0;
                    strip(
                            form,
                            packsLeft,
                            spills ? cOffset + bottom * cStride : 0,
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
    static int blockLength(int k) {
        int even = Math.ceilDiv(k, Math.max(1, Math.ceilDiv(k, K_BLOCK)));
        return wholeVectors(Math.max(1, even));
    }

    private static int wholeVectors(int k) {
        return Math.ceilDiv(k, LANES) * LANES;
    }

    private void packLeft(Form form, int rows, int k, float[] a, int aOffset, int aStride) {
        int whole = rows / PanelTiles.QUAD * PanelTiles.QUAD;
        if (form == Form.LEFT_TRANSPOSED) {
            Panels.leftTransposed(whole, k, a, aOffset, aStride, leftPanels);
            if (whole < rows) {
                Panels.copy(k, rows - whole, a, aOffset + whole, aStride, leftPanels, whole * k, PanelTiles.QUAD);
            }
        } else {
            for (int i = 0; i < whole; i += PanelTiles.QUAD) {
                int at = aOffset + i * aStride;
                // Whole vectors where a has them; what they write beyond the panel is written again later.
                boolean isThere = at + (PanelTiles.QUAD - 1) * aStride + wholeVectors(k) <= a.length;
                Panels.quad(isThere ? wholeVectors(k) : k, a, at, aStride, leftPanels, i * k);
            }
            Panels.quadEdge(rows - whole, k, a, aOffset + whole * aStride, aStride, leftPanels, whole * k);
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
        boolean isWhole = columns == LANES || columns == 2 * LANES;
        int width = columns > LANES ? WIDTH : LANES;
        int high;
        for (int i = 0; i < m; i += high) {
            high = isPacked ? height(m - i, bStride == width) : heightAsItLies(form, m - i, bStride == width);
            int rows = Math.min(high, m - i);
            int from = startOffset + i * startStride;
            int to = cOffset + i * cStride;
            boolean fits = rows == high && (isWhole || to + (high - 1) * cStride + width <= end);
            float[] tileC = fits ? c : edge;
            int tileTo = fits ? to : 0;
            int toStride = fits ? cStride : EDGE_STRIDE;
            float[] tileStart = start;
            int fromStride = startStride;
            if (from + (high - 1) * startStride + width > start.length) {
                Panels.copy(rows, columns, start, from, startStride, edge, 0, EDGE_STRIDE);
                tileStart = edge;
                from = 0;
                fromStride = EDGE_STRIDE;
            }
            int at = form == Form.LEFT_TRANSPOSED ? aOffset + i : aOffset + i * aStride;
            if (isPacked) {
                packed(
                        high,
                        width,
                        k,
                        i * k,
                        b,
                        bOffset,
                        bStride,
                        tileStart,
                        from,
                        fromStride,
                        tileC,
                        tileTo,
                        toStride);
            } else if (rows < high) {
                packLeft(form, rows, k, a, at, aStride);
                packed(high, width, k, 0, b, bOffset, bStride, tileStart, from, fromStride, tileC, tileTo, toStride);
            } else {
                asItLies(
                        form,
                        high,
                        k,
                        a,
                        at,
                        aStride,
                        b,
                        bOffset,
                        bStride,
                        tileStart,
                        from,
                        fromStride,
                        tileC,
                        tileTo,
                        toStride);
            }
            if (!fits) {
                Panels.copy(rows, columns, edge, 0, EDGE_STRIDE, c, to, cStride);
            }
        }
    }

    /** Rows of the next tile where so many are left: as many high ones as leave a multiple of the small ones' rows. */
    private static int height(int rows, boolean bIsPacked) {
        int left = Math.ceilDiv(rows, PanelTiles.QUAD) * PanelTiles.QUAD;
        boolean isHigh = left == PanelTiles.ROWS || left >= PanelTiles.ROWS + PanelTiles.FEW;
        return bIsPacked && isHigh ? PanelTiles.ROWS : PanelTiles.FEW;
    }

    private static int heightAsItLies(Form form, int rows, boolean bIsPacked) {
        boolean isHigh = HAS_HIGH_TILES && bIsPacked && form == Form.LEFT_TRANSPOSED && rows >= LyingTiles.HIGH;
        return isHigh ? LyingTiles.HIGH : Tiles.ROWS;
    }

    private void packed(
            int high,
            int width,
            int k,
            int at,
            float[] b,
            int bOffset,
            int bStride,
            float[] start,
            int from,
            int startStride,
            float[] c,
            int to,
            int cStride) {
        float[] a = leftPanels;
        if (high == PanelTiles.ROWS) {
            if (width > LANES) {
                PanelTiles.wide(k, a, at, b, bOffset, start, from, startStride, c, to, cStride);
            } else {
                PanelTiles.narrow(k, a, at, b, bOffset, start, from, startStride, c, to, cStride);
            }
        } else if (width > LANES) {
            PanelTiles.fewWide(k, a, at, b, bOffset, bStride, start, from, startStride, c, to, cStride);
        } else {
            PanelTiles.fewNarrow(k, a, at, b, bOffset, bStride, start, from, startStride, c, to, cStride);
        }
    }

    private static void asItLies(
            Form form,
            int high,
            int k,
            float[] a,
            int at,
            int aStride,
            float[] b,
            int bOffset,
            int bStride,
            float[] start,
            int from,
            int startStride,
            float[] c,
            int to,
            int cStride) {
        if (high == LyingTiles.HIGH) {
            LyingTiles.columnsAsTheyLie(k, a, at, aStride, b, bOffset, start, from, startStride, c, to, cStride);
        } else if (form != Form.LEFT_TRANSPOSED && bStride == LANES) {
            LyingTiles.rowsAsTheyLie(k, a, at, aStride, b, bOffset, start, from, startStride, c, to, cStride);
        } else if (form != Form.LEFT_TRANSPOSED) {
            Tiles.narrowOfRows(k, a, at, aStride, b, bOffset, bStride, start, from, startStride, c, to, cStride);
        } else {
            Tiles.narrow(k, a, at, aStride, b, bOffset, bStride, start, from, startStride, c, to, cStride);
        }
    }

    /**
     * Few rows of a, as they lie, times panels of b, two at a time: nothing is packed. The same bits as {@link #multiply}.
     *
     * @return columns of c that are done; the others are left to {@link #multiply}
     */
    int rowsTimesPanels(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aStride,
            float[] panels,
            int panelsOffset,
            float[] c,
            int cOffset,
            int cStride) {
        if (!HAS_HIGH_TILES || m < PanelRows.ROWS || m >= WORTH_PACKING_RIGHT || k > K_BLOCK) {
            return 0;
        }
        int done = 0;
        for (; done + PanelRows.WIDTH <= n; done += PanelRows.WIDTH) {
            for (int i = 0; i < m; i += PanelRows.ROWS) {
                // The last rows may be done twice.
                int row = Math.min(i, m - PanelRows.ROWS);
                PanelRows.times(
                        k,
                        a,
                        aOffset + row * aStride,
                        aStride,
                        panels,
                        panelsOffset + done * k,
                        c,
                        cOffset + row * cStride + done,
                        cStride);
            }
        }
        return done;
    }

    /** b = aᵀ; a {@code [rows, columns]}. */
    void transpose(int rows, int columns, float[] a, int aOffset, int aStride, float[] b, int bOffset, int bStride) {
        for (int p = 0; p < columns; p += K_BLOCK) {
            int length = Math.min(K_BLOCK, columns - p);
            Panels.transpose(length, rows, a, aOffset + p, aStride, b, bOffset + p * bStride, bStride, eight);
        }
    }
}

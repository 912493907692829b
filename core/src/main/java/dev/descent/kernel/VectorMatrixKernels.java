package dev.descent.kernel;

import java.util.Arrays;

/**
 * Products of matrices in tiles of registers ({@link Tiles}) over packed panels of b ({@link Panels}), after Goto and van de
 * Geijn 2008. k is cut into blocks so that a panel stays in the first-level cache; the cuts depend on k alone.
 */
final class VectorMatrixKernels implements MatrixKernels {
    private static final int LANES = Tiles.LANES;

    /** Two vectors wide where there are 32 registers. */
    private static final int WIDTH = LANES == 8 ? LANES : 2 * LANES;

    private static final int EDGE_STRIDE = 2 * LANES;

    /** Length of a block of k: a panel of b then is 32 KB. */
    private static final int K_BLOCK = 256;

    /** Rows of a packed block of a, which then is 256 KB. */
    private static final int M_BLOCK = 256;

    private static final float[] ZEROS = new float[4096];

    /** Rows of c that are taken one by one. */
    private static final int WORTH_TILES = 4;

    /** Rows of c for which packing b pays. */
    private static final int WORTH_PACKING_RIGHT = 24;

    /** Columns of c for which packing a pays: it costs about half a multiply-add per element. */
    private static final int WORTH_PACKING_LEFT = 64;

    /** The same where a is transposed, so that tiles can read it as it lies. */
    private static final int WORTH_PACKING_TRANSPOSED = 256;

    private final Workers workers;
    private final ThreadLocal<Scratch> scratches = ThreadLocal.withInitial(Scratch::new);

    VectorMatrixKernels(Workers workers) {
        this.workers = workers;
    }

    /** What a thread needs beside the matrices. */
    private static final class Scratch {
        /** Panels of a. */
        final float[] left = new float[K_BLOCK * (M_BLOCK + Tiles.ROWS)];

        /** A panel of b. */
        final float[] right = new float[K_BLOCK * WIDTH];

        /** Eight columns of a panel. */
        final float[] eight = new float[K_BLOCK * Tiles.ROWS];

        /** A tile that hangs over the edge of c. */
        final float[] edge = new float[Tiles.ROWS * EDGE_STRIDE];
    }

    /** How a and b lie in memory. */
    private enum Form {
        PLAIN,
        LEFT_TRANSPOSED,
        RIGHT_TRANSPOSED
    }

    /** How a product is computed: decided for all of it, so that the parts that threads take have the same bits. */
    private enum Way {
        /** Row by row. */
        ROWS,
        NARROW,
        TILES
    }

    /** @param accumulates whether sums begin with c */
    private static Way way(Form form, int m, int n, int k, boolean accumulates) {
        return switch (form) {
            case PLAIN -> m >= WORTH_TILES ? Way.TILES : n < LANES ? Way.NARROW : Way.ROWS;
            case LEFT_TRANSPOSED -> !accumulates || k >= WORTH_TILES ? Way.TILES : n < LANES ? Way.NARROW : Way.ROWS;
            case RIGHT_TRANSPOSED -> m >= WORTH_TILES ? Way.TILES : k <= LANES ? Way.NARROW : Way.ROWS;
        };
    }

    @Override
    public void product(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset,
            int cStride,
            boolean accumulate) {
        shared(Form.PLAIN, m, n, k, a, aOffset, aStride, b, bOffset, bStride, c, cOffset, cStride, accumulate);
    }

    @Override
    public void productTransposedLeft(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset,
            int cStride,
            boolean accumulate) {
        shared(
                Form.LEFT_TRANSPOSED,
                m,
                n,
                k,
                a,
                aOffset,
                aStride,
                b,
                bOffset,
                bStride,
                c,
                cOffset,
                cStride,
                accumulate);
    }

    @Override
    public void productTransposedRight(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset,
            int cStride,
            boolean accumulate) {
        shared(
                Form.RIGHT_TRANSPOSED,
                m,
                n,
                k,
                a,
                aOffset,
                aStride,
                b,
                bOffset,
                bStride,
                c,
                cOffset,
                cStride,
                accumulate);
    }

    @Override
    public void productPlusRow(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            int bStride,
            float[] row,
            int rowOffset,
            float[] c,
            int cOffset,
            int cStride) {
        shared(
                false,
                Form.PLAIN,
                m,
                n,
                k,
                a,
                aOffset,
                aStride,
                b,
                bOffset,
                bStride,
                row,
                rowOffset,
                0,
                c,
                cOffset,
                cStride);
    }

    private void shared(
            Form form,
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset,
            int cStride,
            boolean accumulate) {
        if (accumulate) {
            shared(
                    true, form, m, n, k, a, aOffset, aStride, b, bOffset, bStride, c, cOffset, cStride, c, cOffset,
                    cStride);
        } else {
            float[] zeros = n <= ZEROS.length ? ZEROS : new float[n];
            shared(false, form, m, n, k, a, aOffset, aStride, b, bOffset, bStride, zeros, 0, 0, c, cOffset, cStride);
        }
    }

    private void shared(
            boolean accumulates,
            Form form,
            int m,
            int n,
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
        Way way = way(form, m, n, k, accumulates);
        if (!workers.isWorthSharing((long) m * n * k)) {
            block(
                    way,
                    form,
                    0,
                    m,
                    0,
                    n,
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
        } else if (n >= 2 * workers.threads() * WIDTH) {
            workers.share(
                    n,
                    way == Way.ROWS ? RowTimesMatrix.COLUMNS : WIDTH,
                    (from, to) -> block(
                            way,
                            form,
                            0,
                            m,
                            from,
                            to,
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
                            cStride));
        } else {
            workers.share(
                    m,
                    Tiles.ROWS,
                    (from, to) -> block(
                            way,
                            form,
                            from,
                            to,
                            0,
                            n,
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
                            cStride));
        }
    }

    /** Rows {@code top … bottom − 1}, columns {@code left … right − 1} of c. */
    private void block(
            Way way,
            Form form,
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
        Scratch scratch = scratches.get();
        if (way == Way.ROWS) {
            rows(
                    form,
                    top,
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
                    cStride,
                    scratch.edge);
            return;
        }
        if (way == Way.NARROW && form == Form.LEFT_TRANSPOSED) {
            NarrowProducts.addOuter(
                    bottom - top,
                    right - left,
                    k,
                    a,
                    aOffset + top,
                    aStride,
                    b,
                    bOffset + left,
                    bStride,
                    c,
                    cOffset + top * cStride + left,
                    cStride,
                    scratch.edge);
            return;
        }
        if (way == Way.NARROW) {
            for (int i = top; i < bottom; i++) {
                int from = startOffset + i * startStride + left;
                int to = cOffset + i * cStride + left;
                if (form == Form.PLAIN) {
                    NarrowProducts.row(
                            right - left,
                            k,
                            a,
                            aOffset + i * aStride,
                            b,
                            bOffset + left,
                            bStride,
                            start,
                            from,
                            c,
                            to,
                            scratch.edge);
                } else {
                    NarrowProducts.rowTransposed(
                            right - left,
                            k,
                            a,
                            aOffset + i * aStride,
                            b,
                            bOffset + left * bStride,
                            bStride,
                            start,
                            from,
                            c,
                            to);
                }
            }
            return;
        }
        boolean packsLeft =
                right - left >= (form == Form.LEFT_TRANSPOSED ? WORTH_PACKING_TRANSPOSED : WORTH_PACKING_LEFT);
        boolean packsRight = bottom - top >= WORTH_PACKING_RIGHT;
        for (int p = 0; p < k || p == 0; p += K_BLOCK) {
            int length = Math.min(K_BLOCK, k - p);
            float[] from = p == 0 ? start : c;
            int fromOffset = p == 0 ? startOffset : cOffset;
            int fromStride = p == 0 ? startStride : cStride;
            for (int i = top; i < bottom; i += M_BLOCK) {
                int rows = Math.min(M_BLOCK, bottom - i);
                int aStart = aOffset + (form == Form.LEFT_TRANSPOSED ? p * aStride + i : i * aStride + p);
                if (packsLeft) {
                    packLeft(form, rows, length, a, aStart, aStride, scratch.left);
                }
                for (int j = left; j < right; j += WIDTH) {
                    int columns = Math.min(WIDTH, right - j);
                    int width = columns > LANES ? WIDTH : LANES;
                    float[] panel = scratch.right;
                    int panelOffset = 0;
                    int panelStride = width;
                    if (form == Form.RIGHT_TRANSPOSED) {
                        Panels.rightTransposed(
                                length, columns, width, b, bOffset + j * bStride + p, bStride, panel, scratch.eight);
                    } else if ((packsRight && bStride > width)
                            || bOffset + (p + length - 1) * bStride + j + width > b.length) {
                        Panels.right(length, columns, b, bOffset + p * bStride + j, bStride, panel);
                    } else {
                        panel = b;
                        panelOffset = bOffset + p * bStride + j;
                        panelStride = bStride;
                    }
                    strip(
                            form,
                            packsLeft,
                            scratch,
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

    /** {@link #block} in the way {@link Way#ROWS}. */
    private static void rows(
            Form form,
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
            int cStride,
            float[] scratch) {
        int n = right - left;
        if (form == Form.LEFT_TRANSPOSED) {
            int cAt = cOffset + top * cStride + left;
            int aAt = aOffset + top;
            RowTimesMatrix.addOuter(bottom - top, n, k, a, aAt, aStride, b, bOffset + left, bStride, c, cAt, cStride);
            return;
        }
        for (int i = top; i < bottom; i++) {
            int aAt = aOffset + i * aStride;
            int from = startOffset + i * startStride + left;
            int to = cOffset + i * cStride + left;
            if (form == Form.PLAIN) {
                RowTimesMatrix.multiply(n, k, a, aAt, b, bOffset + left, bStride, start, from, c, to, scratch);
            } else {
                int bAt = bOffset + left * bStride;
                RowTimesMatrix.multiplyTransposed(n, k, a, aAt, b, bAt, bStride, start, from, c, to, scratch);
            }
        }
    }

    private static void packLeft(Form form, int rows, int k, float[] a, int aOffset, int aStride, float[] panels) {
        for (int i = 0; i < rows; i += Tiles.ROWS) {
            int high = Math.min(Tiles.ROWS, rows - i);
            if (form == Form.LEFT_TRANSPOSED) {
                if (high == Tiles.ROWS) {
                    Panels.leftTransposed(k, a, aOffset + i, aStride, panels, i * k);
                } else {
                    Panels.copy(k, high, a, aOffset + i, aStride, panels, i * k, Tiles.ROWS);
                }
            } else if (high == Tiles.ROWS) {
                Panels.left(k, a, aOffset + i * aStride, aStride, panels, i * k);
            } else {
                Panels.leftEdge(high, 0, k, a, aOffset + i * aStride, aStride, panels, i * k);
            }
        }
    }

    /** Tiles one below the other; offsets are those of the first. */
    private static void strip(
            Form form,
            boolean isPacked,
            Scratch scratch,
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
                tileA = scratch.left;
                tileOffset = i * k;
                tileStride = Tiles.ROWS;
            } else if (rows < Tiles.ROWS) {
                tileA = scratch.left;
                tileOffset = 0;
                tileStride = Tiles.ROWS;
                int edge = form == Form.LEFT_TRANSPOSED ? aOffset + i : aOffset + i * aStride;
                packLeft(form, rows, k, a, edge, aStride, tileA);
            } else {
                ofRows = form != Form.LEFT_TRANSPOSED;
                tileOffset = ofRows ? aOffset + i * aStride : aOffset + i;
                tileStride = aStride;
            }
            if (isWhole && rows == Tiles.ROWS) {
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
                        startOffset + i * startStride,
                        startStride,
                        c,
                        cOffset + i * cStride,
                        cStride);
            } else {
                float[] edge = scratch.edge;
                float[] from = start;
                int fromOffset = startOffset + i * startStride;
                int fromStride = startStride;
                if (fromOffset + (Tiles.ROWS - 1) * startStride + (isWide ? WIDTH : LANES) > start.length) {
                    Panels.copy(rows, columns, start, fromOffset, startStride, edge, 0, EDGE_STRIDE);
                    from = edge;
                    fromOffset = 0;
                    fromStride = EDGE_STRIDE;
                }
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
                        from,
                        fromOffset,
                        fromStride,
                        edge,
                        0,
                        EDGE_STRIDE);
                Panels.copy(rows, columns, edge, 0, EDGE_STRIDE, c, cOffset + i * cStride, cStride);
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

    @Override
    public void columnSums(
            int rows,
            int columns,
            float[] a,
            int aOffset,
            int aStride,
            float[] sums,
            int sumsOffset,
            boolean accumulate) {
        if (!accumulate) {
            Arrays.fill(sums, sumsOffset, sumsOffset + columns, 0);
        }
        for (int row = 0; row < rows; row++) {
            ScalarMatrixKernels.addScaled(columns, 1, a, aOffset + row * aStride, sums, sumsOffset);
        }
    }

    @Override
    public void transpose(
            int rows, int columns, float[] a, int aOffset, int aStride, float[] b, int bOffset, int bStride) {
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                b[bOffset + column * bStride + row] = a[aOffset + row * aStride + column];
            }
        }
    }
}

package dev.descent.kernel;

/**
 * Products of matrices: chooses the way and shares the result among the threads. Most go by tiles of registers ({@link TiledProducts}),
 * those of few rows row by row ({@link UntiledProducts}).
 */
final class VectorMatrixKernels implements MatrixKernels {
    private static final int LANES = Tiles.LANES;
    private static final float[] ZEROS = new float[4096];

    /** Rows of c that are taken one by one. */
    private static final int WORTH_TILES = 4;

    /** Tiles are shared in one part for each thread: what is packed for a part is packed again for another. */
    private static final int PARTS = 1;

    /** Rows are read from memory once, so there is nothing to lose by smaller parts. */
    private static final int PARTS_OF_ROWS = 3;

    private final Workers workers;
    private final ThreadLocal<TiledProducts> tiles = ThreadLocal.withInitial(TiledProducts::new);

    VectorMatrixKernels(Workers workers) {
        this.workers = workers;
    }

    /** How a and b lie in memory. */
    enum Form {
        PLAIN,
        LEFT_TRANSPOSED,
        RIGHT_TRANSPOSED,
        /** b in panels, see {@link MatrixKernels#productOfPanels}. */
        RIGHT_IN_PANELS
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
            case RIGHT_IN_PANELS -> Way.TILES;
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
    public void addTransposedLeft(
            int m,
            int n,
            int k,
            float factor,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset,
            int cStride) {
        shared(
                true,
                Form.LEFT_TRANSPOSED,
                factor,
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
                c,
                cOffset,
                cStride);
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
                1,
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
                    true, form, 1, m, n, k, a, aOffset, aStride, b, bOffset, bStride, c, cOffset, cStride, c, cOffset,
                    cStride);
        } else {
            float[] zeros = n <= ZEROS.length ? ZEROS : new float[n];
            shared(false, form, 1, m, n, k, a, aOffset, aStride, b, bOffset, bStride, zeros, 0, 0, c, cOffset, cStride);
        }
    }

    private void shared(
            boolean accumulates,
            Form form,
            float factor,
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
                    factor,
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
        } else if (n >= 4 * workers.threads() * TiledProducts.WIDTH || m < 2 * workers.threads() * PanelTiles.FEW) {
            // By columns, so that each core keeps those of a weight in its cache.
            workers.share(
                    n,
                    way == Way.ROWS ? RowTimesMatrix.COLUMNS : TiledProducts.WIDTH,
                    way == Way.TILES ? PARTS : PARTS_OF_ROWS,
                    (from, to) -> block(
                            way,
                            form,
                            factor,
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
                    PanelTiles.FEW,
                    way == Way.TILES ? PARTS : PARTS_OF_ROWS,
                    (from, to) -> block(
                            way,
                            form,
                            factor,
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
        TiledProducts own = tiles.get();
        switch (way) {
            case ROWS ->
                UntiledProducts.rows(
                        form,
                        factor,
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
                        own.edge);
            case NARROW ->
                UntiledProducts.narrow(
                        form,
                        factor,
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
                        own.edge);
            case TILES ->
                own.multiply(
                        form,
                        factor,
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
                        cStride);
        }
    }

    @Override
    public int panelWidth() {
        return TiledProducts.WIDTH;
    }

    @Override
    public void productOfPanels(
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
        TiledProducts own = tiles.get();
        int done = own.rowsTimesPanels(m, n, k, a, aOffset, aStride, panels, panelsOffset, c, cOffset, cStride);
        if (done < n) {
            float[] zeros = n <= ZEROS.length ? ZEROS : new float[n];
            own.multiply(
                    Form.RIGHT_IN_PANELS,
                    1,
                    0,
                    m,
                    0,
                    n - done,
                    k,
                    a,
                    aOffset,
                    aStride,
                    panels,
                    panelsOffset + done * k,
                    0,
                    zeros,
                    0,
                    0,
                    c,
                    cOffset + done,
                    cStride);
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
        if (workers.isWorthSharing((long) rows * columns)) {
            workers.share(columns, ColumnSums.GRAIN, 1, (from, to) -> {
                ColumnSums.add(rows, to - from, a, aOffset + from, aStride, sums, sumsOffset + from, accumulate);
            });
        } else {
            ColumnSums.add(rows, columns, a, aOffset, aStride, sums, sumsOffset, accumulate);
        }
    }

    @Override
    public void transpose(
            int rows, int columns, float[] a, int aOffset, int aStride, float[] b, int bOffset, int bStride) {
        tiles.get().transpose(rows, columns, a, aOffset, aStride, b, bOffset, bStride);
    }
}

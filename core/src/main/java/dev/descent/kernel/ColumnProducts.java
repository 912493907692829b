package dev.descent.kernel;

import dev.descent.kernel.VectorMatrixKernels.Form;

/** Products with fewer columns than a vector by {@link ColumnTiles}. One object for each thread. */
final class ColumnProducts {
    /** Columns of c for which turning a pays. */
    private static final int MOST_COLUMNS = 12;

    private static final boolean HAS_SIXTEEN_LANES = Tiles.LANES == 16;

    /** Rows of a turned, {@code [k, 64]}. */
    private final float[] panels = new float[size(Alignment.LEAD + TiledProducts.K_BLOCK * ColumnTiles.ROWS)];

    private final float[] turned = new float[size(ColumnTiles.SCRATCH)];

    /** Eight columns of a panel. */
    private final float[] eight = new float[size(TiledProducts.K_BLOCK * Panels.EIGHT)];

    private static int size(int needed) {
        return HAS_SIXTEEN_LANES ? needed : 0;
    }

    /** Whether {@link ColumnTiles} take less time: turning a costs as much as five columns, more columns waste few lanes otherwise. */
    static boolean suit(Form form, float factor, int columns) {
        boolean suits = (form == Form.PLAIN && columns <= MOST_COLUMNS) || form == Form.LEFT_TRANSPOSED;
        return HAS_SIXTEEN_LANES && factor == 1 && suits && columns >= ColumnTiles.COLUMNS && columns < Tiles.LANES;
    }

    /** By {@link ColumnTiles}: as {@link TiledProducts#multiply}, but whole tiles of rows and few columns. */
    void multiply(
            Form form,
            int top,
            int bottom,
            int left,
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
        int block = TiledProducts.blockLength(k);
        for (int i = top; i < bottom; i += ColumnTiles.ROWS) {
            for (int p = 0; p < k || p == 0; p += block) {
                int length = Math.min(block, k - p);
                float[] panel = a;
                int panelOffset = aOffset + p * aStride + i;
                int panelStride = aStride;
                if (form == Form.PLAIN) {
                    panel = panels;
                    panelOffset = Alignment.LEAD;
                    panelStride = ColumnTiles.ROWS;
                    Panels.transpose(
                            length,
                            ColumnTiles.ROWS,
                            a,
                            aOffset + i * aStride + p,
                            aStride,
                            panel,
                            panelOffset,
                            panelStride,
                            eight);
                }
                float[] from = p == 0 ? start : c;
                int fromOffset = p == 0 ? startOffset : cOffset;
                int fromStride = p == 0 ? startStride : cStride;
                boolean spills = columns == cStride && fromStride == 0;
                ColumnTiles.rows(
                        columns,
                        length,
                        panel,
                        panelOffset,
                        panelStride,
                        b,
                        bOffset + p * bStride + left,
                        bStride,
                        from,
                        fromOffset + i * fromStride + left,
                        fromStride,
                        c,
                        cOffset + i * cStride + left,
                        cStride,
                        spills ? cOffset + bottom * cStride : 0,
                        turned,
                        eight);
            }
        }
    }
}

package dev.descent.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Some rows of {@link SparseRows}, in some order: what a step of training sees of a data set without zeros.
 */
public final class SparseBatch {
    final SparseRows rows;
    int[] picked = new int[0];
    int first;

    /** The rows seen by their columns, once somebody has asked. */
    private @Nullable ColumnQuads quads;

    /** How many rows the quads hold; none after others were picked. */
    private int quadsCount;

    public SparseBatch(SparseRows rows) {
        this.rows = rows;
    }

    /** From now on the batch's rows are {@code picked[first …]}, read when they are needed, not copied. */
    public void pick(int[] newPicked, int newFirst) {
        picked = newPicked;
        first = newFirst;
        quadsCount = 0;
    }

    /** Columns. */
    public int width() {
        return rows.width();
    }

    /** The most rows a batch can have from here. */
    public int rows() {
        return picked.length - first;
    }

    /** Writes the first rows to a dense {@code [count, width]}. */
    public void unpack(int count, float[] dense) {
        rows.unpack(picked, first, count, dense);
    }

    /** The first {@code count} rows by their columns, made on the workers unless they are still there. */
    ColumnQuads quads(int count, Workers workers) {
        ColumnQuads made = quads;
        if (made == null || !made.holds(count)) {
            made = new ColumnQuads(width(), count);
            quads = made;
            quadsCount = 0;
        }
        if (quadsCount != count) {
            ColumnQuads filled = made;
            workers.share(ColumnQuads.parts(count), 1, (from, to) -> {
                for (int part = from; part < to; part++) {
                    filled.fill(part, this, count);
                }
            });
            quadsCount = count;
        }
        return made;
    }

    int row(int i) {
        return picked[first + i];
    }

    /** Elements that are not zero in the first rows. */
    long size(int count) {
        long size = 0;
        for (int i = 0; i < count; i++) {
            size += rows.count(row(i));
        }
        return size;
    }
}

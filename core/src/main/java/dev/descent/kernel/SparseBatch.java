package dev.descent.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a pass sees without their zeros: some of a data set's {@link SparseRows}, or dense rows packed by
 * {@link SparseKernels#pack}.
 *
 * <p>Rows of a data set are turned into floats when a kernel first asks for them, each half of their columns by the thread that needs
 * it, and a few ahead of the batch: in random order they come from memory slowly one by one, faster together.
 */
public final class SparseBatch {
    /** Parts of the columns: two halves as {@link SparseRows} has them, and all. */
    static final int FIRST = 0;

    static final int SECOND = 1;
    static final int ALL = 2;

    /** Rows that smaller batches turn into floats together. */
    private static final int AHEAD = 32;

    private final int width;

    /** Null when the batch is packed from dense rows. */
    private final @Nullable SparseRows rows;

    private int[] picked = new int[0];

    /** The first row that is or will be here, and how many. */
    private int first;

    private int window;

    /** The batch's first row, counted from the first that is here. */
    private int at;

    /** Multiply-adds of the rows that were asked for last, and how many these were; 0 after others were picked. */
    private long work;

    private int workOf;

    private final Part[] elements;
    private final Part[] quads;
    private final ColumnQuads[] columns;

    private SparseBatch(int width, @Nullable SparseRows rows) {
        this.width = width;
        this.rows = rows;
        this.elements = parts(width);
        this.quads = parts(width);
        this.columns = new ColumnQuads[] {new ColumnQuads(quads[FIRST]), new ColumnQuads(quads[SECOND])};
    }

    /** A batch to be picked from the rows of a data set. */
    public SparseBatch(SparseRows rows) {
        this(rows.width(), rows);
    }

    /** A batch to be packed from dense rows by {@link SparseKernels#pack}, again and again. */
    public static SparseBatch ofDense(int width) {
        return new SparseBatch(width, null);
    }

    private static Part[] parts(int width) {
        int middle = SparseRows.middle(width);
        return new Part[] {new Part(0, middle), new Part(middle, width), new Part(0, width)};
    }

    /** Part of the columns of some rows, what is zero left out. */
    static final class Part {
        /** The first column, and the one behind the last. */
        final int from;

        final int until;

        /** How many rows are here. */
        int count;

        /** Of each row its first place; the next row's is its end. */
        int[] starts = new int[1];

        /** Of each place its column, or the first of its four; longer than there are places, as whole vectors are written. */
        int[] columns = new int[0];

        /** Of each place its value, or its four. */
        float[] values = new float[0];

        private Part(int from, int until) {
            this.from = from;
            this.until = until;
        }

        /** Makes room and forgets what was there. */
        void begin(int rows, int places, int valuesOfPlace) {
            count = 0;
            if (starts.length <= rows) {
                starts = new int[rows + 1];
            }
            int room = places + SparseRows.GRAIN;
            if (columns.length < room) {
                columns = new int[room + room / 2];
                values = new float[columns.length * valuesOfPlace];
            }
        }
    }

    /**
     * From now on the batch's rows are {@code picked[first …]} of the data set.
     *
     * @param newPicked read when rows are needed, not copied; must not change
     * @param count how many rows the batch has
     */
    public void pick(int[] newPicked, int newFirst, int count) {
        if (rows == null) {
            throw new IllegalStateException("this batch is packed from dense rows, it has no data set to pick from");
        }
        workOf = 0;
        if (isSame(newPicked, picked) && newFirst >= first && newFirst + count <= first + window) {
            at = newFirst - first;
            return;
        }
        picked = newPicked;
        first = newFirst;
        window = Math.max(count, Math.min(AHEAD, newPicked.length - newFirst));
        at = 0;
        rows.prepare(newPicked, newFirst, window);
        for (int part = FIRST; part <= ALL; part++) {
            elements[part].count = 0;
            quads[part].count = 0;
        }
    }

    @SuppressWarnings("ReferenceEquality") // The very array: comparing what is in it would take longer than the pass.
    private static boolean isSame(int[] one, int[] other) {
        return one == other;
    }

    /** Columns. */
    public int width() {
        return width;
    }

    /** How many rows there are from the batch's first on. */
    public int rows() {
        return rows == null ? elements[ALL].count : window - at;
    }

    /** The place of the batch's first row in a {@link Part}. */
    int at() {
        return at;
    }

    /** Writes the first rows to a dense {@code [count, width]}. */
    public void unpack(int count, float[] dense) {
        Arrays.fill(dense, 0, count * width, 0);
        for (int i = 0; i < count; i++) {
            if (rows == null) {
                Part all = elements[ALL];
                for (int e = all.starts[i]; e < all.starts[i + 1]; e++) {
                    dense[i * width + all.columns[e]] = all.values[e];
                }
            } else {
                rows.unpack(picked[first + at + i], dense, i * width);
            }
        }
    }

    /** What is not zero in the first row, as a share of its columns; of a batch packed from dense rows. */
    public double densityOfFirst() {
        return (double) (elements[ALL].starts[1] - elements[ALL].starts[0]) / width;
    }

    /** Whether its rows can be had in quads, and by halves. */
    boolean hasQuads() {
        return rows != null;
    }

    /** Multiply-adds of the first rows for each column of the other factor. */
    long work(int count) {
        if (rows == null) {
            return elements[ALL].starts[count];
        }
        if (workOf != count) {
            work = 0;
            for (int i = first + at; i < first + at + count; i++) {
                work += (long) SparseRows.QUAD * (rows.start(picked[i], 2) - rows.start(picked[i], 0));
            }
            workOf = count;
        }
        return work;
    }

    /** All columns of dense rows, to be written. */
    Part packed() {
        return elements[ALL];
    }

    /** Part of the columns of at least the first rows, one element at a time; row i is at {@link #at} + i. */
    Part elements(int number, int count, ScalarSparseKernels kernels) {
        Part part = elements[number];
        if (rows != null && part.count < at + count) {
            read(rows, part, number, SparseRows.QUAD, 1, kernels::elements);
        }
        return part;
    }

    /** The same, one quad at a time. */
    Part quads(int number, int count, ScalarSparseKernels kernels) {
        Part part = quads[number];
        if (rows != null && part.count < at + count) {
            read(rows, part, number, 1, SparseRows.QUAD, kernels::quads);
            if (number != ALL) {
                columns[number].forget();
            }
        }
        return part;
    }

    /** Writes some quads of rows to a part, from a place on. */
    private interface Reader {
        /** @return the place behind them */
        int read(SparseRows rows, int start, int stop, Part to, int first);
    }

    /** Turns all rows of the window into floats. */
    private void read(SparseRows from, Part part, int number, int placesOfQuad, int valuesOfPlace, Reader reader) {
        begin(from, part, number, placesOfQuad, valuesOfPlace);
        int place = 0;
        for (int i = 0; i < window; i++) {
            part.starts[i] = place;
            int row = picked[first + i];
            place = reader.read(from, start(from, row, number), stop(from, row, number), part, place);
        }
        part.starts[window] = place;
        part.count = window;
    }

    private static int start(SparseRows of, int row, int number) {
        return of.start(row, number == SECOND ? 1 : 0);
    }

    private static int stop(SparseRows of, int row, int number) {
        return of.start(row, number == FIRST ? 1 : 2);
    }

    private void begin(SparseRows of, Part part, int number, int placesOfQuad, int valuesOfPlace) {
        int size = 0;
        for (int i = first; i < first + window; i++) {
            size += stop(of, picked[i], number) - start(of, picked[i], number);
        }
        part.begin(window, size * placesOfQuad, valuesOfPlace);
    }

    /** The quads of a half of the first rows by their columns. */
    ColumnQuads columns(int half, int count, ScalarSparseKernels kernels) {
        ColumnQuads byColumns = columns[half];
        byColumns.fill(quads(half, count, kernels), at, count);
        return byColumns;
    }
}

package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch of samples as one iteration of the dump shows it.
 *
 * @param samples in the batch
 * @param seen the arrays with one row per sample
 */
record Batch(Book book, int iteration, int samples, List<Seen> seen) {
    static Batch of(Book book, int iteration, int samples) {
        List<Seen> all = new ArrayList<>();
        for (Ref ref : book.shaped(iteration, samples, -1, variable -> !book.isSetting(variable))) {
            Matrix matrix = ref.atOrBefore(iteration);
            if (matrix != null && matrix.isFinite()) {
                all.add(new Seen(ref, matrix.rows(ForwardCheck.spread(samples))));
            }
        }
        return new Batch(book, iteration, samples, all);
    }

    /** No samples at all. */
    static Batch none(Book book, int iteration) {
        return new Batch(book, iteration, 0, List.of());
    }

    /** The arrays, and those that hold a column of ones for the bias of the next layer without it. */
    List<Seen> withoutOnes() {
        List<Seen> all = new ArrayList<>(seen);
        for (Seen array : seen) {
            for (Part part : List.of(Part.WITHOUT_LAST_COLUMN, Part.WITHOUT_FIRST_COLUMN)) {
                int columns = array.rows().columns();
                int at = part == Part.WITHOUT_LAST_COLUMN ? columns - 1 : 0;
                if (columns > 1 && !array.ref().variable().isConstant() && areOnes(array.rows(), at)) {
                    all.add(new Seen(array.ref().part(part), part.of(array.rows())));
                }
            }
        }
        return all;
    }

    private static boolean areOnes(Matrix rows, int column) {
        for (int row = 0; row < rows.rows(); row++) {
            if (rows.get(row, column) != 1) {
                return false;
            }
        }
        return true;
    }
}

package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;

/** Which part of an array is meant, samples as rows: programs fold biases into weights by a row, ones into data by a column. */
public enum Part {
    ALL,
    WITHOUT_FIRST_ROW,
    WITHOUT_LAST_ROW,
    FIRST_ROW,
    LAST_ROW,
    WITHOUT_FIRST_COLUMN,
    WITHOUT_LAST_COLUMN,
    /** All of it with its sign turned, as a threshold is that is subtracted from the sums. */
    NEGATED;

    Matrix of(Matrix whole) {
        return switch (this) {
            case ALL -> whole;
            case WITHOUT_FIRST_ROW -> whole.rows(1, whole.rows());
            case WITHOUT_LAST_ROW -> whole.rows(0, whole.rows() - 1);
            case FIRST_ROW -> whole.rows(0, 1);
            case LAST_ROW -> whole.rows(whole.rows() - 1, whole.rows());
            case WITHOUT_FIRST_COLUMN -> whole.columns(1, whole.columns());
            case WITHOUT_LAST_COLUMN -> whole.columns(0, whole.columns() - 1);
            case NEGATED -> whole.scaled(-1);
        };
    }

    /** Whether it is a row or column that weights hold, or what is left of them without. */
    boolean isFolded() {
        return this != ALL && this != NEGATED;
    }

    /** Rows of the part of an array with so many rows. */
    int rows(int rows) {
        return switch (this) {
            case WITHOUT_FIRST_ROW, WITHOUT_LAST_ROW -> rows - 1;
            case FIRST_ROW, LAST_ROW -> 1;
            default -> rows;
        };
    }

    int columns(int columns) {
        return this == WITHOUT_FIRST_COLUMN || this == WITHOUT_LAST_COLUMN ? columns - 1 : columns;
    }

    /** The bias row that belongs to weights without it. */
    Part biasRow() {
        return this == WITHOUT_FIRST_ROW ? FIRST_ROW : LAST_ROW;
    }

    /** In NumPy, of the array the right way round. */
    String index() {
        return switch (this) {
            case ALL, NEGATED -> "";
            case WITHOUT_FIRST_ROW -> "[1:]";
            case WITHOUT_LAST_ROW -> "[:-1]";
            case FIRST_ROW -> "[0]";
            case LAST_ROW -> "[-1]";
            case WITHOUT_FIRST_COLUMN -> "[:, 1:]";
            case WITHOUT_LAST_COLUMN -> "[:, :-1]";
        };
    }
}

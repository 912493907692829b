package dev.descent.kernel;

/**
 * The small matrices of Winograd's minimal filtering F(4×4, 3×3): a tile of 4×4 outputs of a 3×3 convolution takes 36
 * multiplications for each pair of channel and filter instead of 144 (Winograd 1980; Lavin and Gray 2016, § 4.3, whose matrices
 * these are): {@code Y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A} for filter g, input tile d {@code [6, 6]} and output tile Y {@code [4, 4]}.
 * Each is applied along one side of the tile at a time, to all channels at once.
 *
 * <p>The sum is the same in exact arithmetic. In float it is less exact than the plain sum: on normal numbers, against double, its
 * largest error is 4e-6 (16 channels) to 1e-5 (128) of the largest output and 2e-6 of the largest gradient, where the plain sum's
 * are 7e-7 to 1e-6 and 4e-7.
 */
public enum Winograd {
    /** Bᵀ: rows of an input tile to points. */
    INPUT(new double[][] {
        {4, 0, -5, 0, 1, 0},
        {0, -4, -4, 1, 1, 0},
        {0, 4, -4, -1, 1, 0},
        {0, -2, -1, 2, 1, 0},
        {0, 2, -1, -2, 1, 0},
        {0, 4, 0, -5, 0, 1}
    }),

    /** G: rows of a filter to points. */
    FILTER(new double[][] {
        {1 / 4.0, 0, 0},
        {-1 / 6.0, -1 / 6.0, -1 / 6.0},
        {-1 / 6.0, 1 / 6.0, -1 / 6.0},
        {1 / 24.0, 1 / 12.0, 1 / 6.0},
        {1 / 24.0, -1 / 12.0, 1 / 6.0},
        {0, 0, 1}
    }),

    /** Aᵀ: points to rows of an output tile. */
    OUTPUT(new double[][] {
        {1, 1, 1, 1, 1, 0},
        {0, 1, -1, 2, -2, 0},
        {0, 1, 1, 4, 4, 0},
        {0, 1, -1, 8, -8, 1}
    }),

    /** B: errors of points to errors of an input tile, added to those of the tiles it overlaps. */
    INPUT_ERROR(transposed(INPUT.matrix)),

    /** Gᵀ: errors of points to the gradient of a filter. */
    FILTER_GRADIENT(transposed(FILTER.matrix)),

    /** A: errors of an output tile to errors of points. */
    OUTPUT_ERROR(transposed(OUTPUT.matrix));

    /** Outputs along one side of a tile. */
    public static final int TILE = 4;

    /** Points along one side: inputs that a tile of outputs sees. */
    public static final int POINTS = 6;

    @SuppressWarnings("ImmutableEnumChecker") // Never written after construction and never given away.
    private final double[][] matrix;

    Winograd(double[][] matrix) {
        this.matrix = matrix;
    }

    private static double[][] transposed(double[][] matrix) {
        double[][] transposed = new double[matrix[0].length][matrix.length];
        for (int row = 0; row < matrix.length; row++) {
            for (int column = 0; column < matrix[row].length; column++) {
                transposed[column][row] = matrix[row][column];
            }
        }
        return transposed;
    }

    int rows() {
        return matrix.length;
    }

    int columns() {
        return matrix[0].length;
    }

    double at(int row, int column) {
        return matrix[row][column];
    }

    /** Whether what it gives is added to what is there. */
    boolean accumulates() {
        return this == INPUT_ERROR;
    }
}

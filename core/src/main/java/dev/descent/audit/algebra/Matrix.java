package dev.descent.audit.algebra;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A matrix in double, row-major, that knows how exact it is: every element x is known to within a small multiple of
 * {@link #epsilon()} times {@link #bound(int)}, where the bound is at least |x| and grows where a computation cancels.
 * Immutable by convention.
 */
public final class Matrix {
    /** Unit roundoff of double. */
    public static final double DOUBLE = 0x1p-53;

    /** Of numbers nobody asks how exact they are, as those of a replay: their bounds are not computed. */
    private static final double UNTRACKED = 0;

    /** Arrays that do not fit together: a formula made of them is none of the program's. */
    public static final class ShapeMismatch extends IllegalArgumentException {
        ShapeMismatch(String message) {
            super(message);
        }
    }

    private final int rows;
    private final int columns;
    private final double[] values;
    private final double @Nullable [] bounds;
    private final double epsilon;
    private double @Nullable [] rowNorms;
    private double @Nullable [] columnNorms;
    private @Nullable Matrix bare;
    private int zeros = -1;
    private @Nullable NonZeros nonZeros;
    private @Nullable NonZeros nonZerosOfColumns;

    private Matrix(int rows, int columns, double[] values, double @Nullable [] bounds, double epsilon) {
        if (values.length != rows * columns) {
            throw new ShapeMismatch("a matrix %d x %d has no %d elements".formatted(rows, columns, values.length));
        }
        this.rows = rows;
        this.columns = columns;
        this.values = values;
        this.bounds = bounds;
        this.epsilon = epsilon;
    }

    /** @param epsilon unit roundoff of the type the numbers were computed in */
    public static Matrix of(int rows, int columns, double[] values, double epsilon) {
        return new Matrix(rows, columns, values, null, epsilon);
    }

    /** With an own bound for every element, as numbers printed with few digits need. */
    public static Matrix of(int rows, int columns, double[] values, double[] bounds, double epsilon) {
        return new Matrix(rows, columns, values, bounds, epsilon);
    }

    public static Matrix filled(int rows, int columns, double value) {
        double[] values = new double[rows * columns];
        Arrays.fill(values, value);
        return of(rows, columns, values, DOUBLE);
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    public int size() {
        return values.length;
    }

    public double epsilon() {
        return epsilon;
    }

    public double get(int row, int column) {
        return values[row * columns + column];
    }

    /** The element at a row-major index. */
    public double at(int index) {
        return values[index];
    }

    public double bound(int index) {
        return bounds == null ? Math.abs(values[index]) : bounds[index];
    }

    /** The elements themselves; not to be changed. */
    public double[] values() {
        return values;
    }

    public boolean sameShape(Matrix other) {
        return rows == other.rows && columns == other.columns;
    }

    /** The same numbers without the memory of rounding, which makes arithmetic with them several times faster. */
    public Matrix bare() {
        if (isBare()) {
            return this;
        }
        Matrix known = bare;
        if (known == null) {
            known = new Matrix(rows, columns, values, null, UNTRACKED);
            bare = known;
        }
        return known;
    }

    private boolean isBare() {
        return epsilon == UNTRACKED;
    }

    private boolean areBare(Matrix other) {
        return isBare() && other.isBare();
    }

    // ---------------------------------------------------------------- shape

    /** The same numbers, each known only to within a share of those of another matrix of its shape. */
    public Matrix within(Matrix other, double share) {
        if (share == 0) {
            return this;
        }
        double[] wider = new double[values.length];
        for (int i = 0; i < wider.length; i++) {
            wider[i] = bound(i) + share / epsilon * Math.abs(other.at(i));
        }
        return new Matrix(rows, columns, values, wider, epsilon);
    }

    public Matrix transpose() {
        return new Matrix(columns, rows, turned(values), bounds == null ? null : turned(bounds), epsilon);
    }

    private double[] turned(double[] elements) {
        double[] turned = new double[elements.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                turned[column * rows + row] = elements[row * columns + column];
            }
        }
        return turned;
    }

    /** The same numbers one after another, in the shape of the transpose: what {@code reshape} makes where that was meant. */
    public Matrix reshaped() {
        return new Matrix(/* rows= */ columns, /* columns= */ rows, values, bounds, epsilon);
    }

    public Matrix rows(int[] chosen) {
        double[] picked = new double[chosen.length * columns];
        double[] pickedBounds = bounds == null ? null : new double[picked.length];
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(values, chosen[i] * columns, picked, i * columns, columns);
            if (bounds != null && pickedBounds != null) {
                System.arraycopy(bounds, chosen[i] * columns, pickedBounds, i * columns, columns);
            }
        }
        return new Matrix(chosen.length, columns, picked, pickedBounds, epsilon);
    }

    /** Some elements, spread over rows and columns alike, as one column. */
    Matrix some(int count) {
        double[] picked = new double[count];
        double[] pickedBounds = bounds == null ? null : new double[count];
        for (int i = 0; i < count; i++) {
            // Steps of the golden ratio fall on every column of any width.
            double turns = (i + 0.5) * 0.6180339887498949;
            int from = (int) ((turns - Math.floor(turns)) * values.length);
            picked[i] = values[from];
            if (bounds != null && pickedBounds != null) {
                pickedBounds[i] = bounds[from];
            }
        }
        return new Matrix(count, 1, picked, pickedBounds, epsilon);
    }

    /** Columns from (inclusive) to (exclusive). */
    public Matrix columns(int from, int to) {
        double[] picked = new double[rows * (to - from)];
        double[] pickedBounds = bounds == null ? null : new double[picked.length];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(values, row * columns + from, picked, row * (to - from), to - from);
            if (bounds != null && pickedBounds != null) {
                System.arraycopy(bounds, row * columns + from, pickedBounds, row * (to - from), to - from);
            }
        }
        return new Matrix(rows, to - from, picked, pickedBounds, epsilon);
    }

    /** Rows from (inclusive) to (exclusive). */
    public Matrix rows(int from, int to) {
        return rows(IntStream.range(from, to).toArray());
    }

    /** The rows of this, then those of {@code below}. */
    public Matrix above(Matrix below) {
        double[] joined = Arrays.copyOf(values, values.length + below.values.length);
        System.arraycopy(below.values, 0, joined, values.length, below.values.length);
        return of(rows + below.rows, columns, joined, Math.max(epsilon, below.epsilon));
    }

    // ---------------------------------------------------------------- products

    /** this · other. */
    public Matrix times(Matrix other) {
        if (columns != other.rows) {
            throw new ShapeMismatch("%d x %d times %d x %d".formatted(rows, columns, other.rows, other.columns));
        }
        double[] product = Products.times(this, other);
        if (areBare(other)) {
            return of(rows, other.columns, product, UNTRACKED);
        }
        double[] left = rowNorms();
        double[] right = other.columnNorms();
        return new Matrix(rows, other.columns, product, outer(left, right), Math.max(epsilon, other.epsilon));
    }

    /** thisᵀ · other. */
    public Matrix transposeTimes(Matrix other) {
        if (rows != other.rows) {
            throw new ShapeMismatch("(%d x %d)ᵀ times %d x %d".formatted(rows, columns, other.rows, other.columns));
        }
        double[] product = Products.transposeTimes(this, other);
        if (areBare(other)) {
            return of(columns, other.columns, product, UNTRACKED);
        }
        return new Matrix(
                columns,
                other.columns,
                product,
                outer(columnNorms(), other.columnNorms()),
                Math.max(epsilon, other.epsilon));
    }

    /** Whether most elements are zero. */
    boolean isSparse() {
        return zeros() > values.length / 2;
    }

    int zeros() {
        if (zeros < 0) {
            int count = 0;
            for (double value : values) {
                if (value == 0) {
                    count++;
                }
            }
            zeros = count;
        }
        return zeros;
    }

    NonZeros nonZeros() {
        NonZeros known = nonZeros;
        if (known == null) {
            known = NonZeros.ofRows(this);
            nonZeros = known;
        }
        return known;
    }

    NonZeros nonZerosOfColumns() {
        NonZeros known = nonZerosOfColumns;
        if (known == null) {
            known = nonZeros().transposed(columns);
            nonZerosOfColumns = known;
        }
        return known;
    }

    private static double[] outer(double[] left, double[] right) {
        double[] outer = new double[left.length * right.length];
        for (int i = 0; i < left.length; i++) {
            for (int j = 0; j < right.length; j++) {
                outer[i * right.length + j] = left[i] * right[j];
            }
        }
        return outer;
    }

    /** Euclidean norms of the rows' bounds. */
    private double[] rowNorms() {
        double[] known = rowNorms;
        if (known != null) {
            return known;
        }
        double[] norms = new double[rows];

        for (int row = 0; row < rows; row++) {
            double sum = 0;
            for (int i = row * columns; i < (row + 1) * columns; i++) {
                double bound = bound(i);
                sum += bound * bound;
            }
            norms[row] = Math.sqrt(sum);
        }
        rowNorms = norms;
        return norms;
    }

    private double[] columnNorms() {
        double[] known = columnNorms;
        if (known != null) {
            return known;
        }
        double[] sums = new double[columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double bound = bound(row * columns + column);
                sums[column] += bound * bound;
            }
        }
        for (int column = 0; column < columns; column++) {
            sums[column] = Math.sqrt(sums[column]);
        }
        columnNorms = sums;
        return sums;
    }

    // ---------------------------------------------------------------- element-wise

    /** Combines element by element; {@code bound} gets the bounds of both sides. A 1-row or 1-column side is repeated, as NumPy does. */
    private Matrix combine(Matrix other, DoubleBinaryOperator value, DoubleBinaryOperator bound) {
        int height = Math.max(rows, other.rows);
        int width = Math.max(columns, other.columns);
        if ((rows != height && rows != 1)
                || (other.rows != height && other.rows != 1)
                || (columns != width && columns != 1)
                || (other.columns != width && other.columns != 1)) {
            throw new ShapeMismatch("%d x %d with %d x %d".formatted(rows, columns, other.rows, other.columns));
        }
        double[] result = new double[height * width];
        double[] resultBounds = areBare(other) ? null : new double[result.length];
        int leftStep = columns == 1 ? 0 : 1;
        int rightStep = other.columns == 1 ? 0 : 1;
        for (int row = 0; row < height; row++) {
            int left = rows == 1 ? 0 : row * columns;
            int right = other.rows == 1 ? 0 : row * other.columns;
            for (int to = row * width; to < (row + 1) * width; to++) {
                result[to] = value.applyAsDouble(values[left], other.values[right]);
                if (resultBounds != null) {
                    resultBounds[to] = bound.applyAsDouble(bound(left), other.bound(right));
                }
                left += leftStep;
                right += rightStep;
            }
        }
        return new Matrix(height, width, result, resultBounds, Math.max(epsilon, other.epsilon));
    }

    public Matrix plus(Matrix other) {
        return sameShape(other) ? sum(other, 1) : combine(other, Double::sum, Double::sum);
    }

    public Matrix minus(Matrix other) {
        return sameShape(other) ? sum(other, -1) : combine(other, (a, b) -> a - b, Double::sum);
    }

    /** this + sign · other, of the same shape. */
    private Matrix sum(Matrix other, int sign) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = values[i] + sign * other.values[i];
        }
        if (areBare(other)) {
            return of(rows, columns, result, UNTRACKED);
        }
        double[] resultBounds = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            resultBounds[i] = bound(i) + other.bound(i);
        }
        return new Matrix(rows, columns, result, resultBounds, Math.max(epsilon, other.epsilon));
    }

    /** Element-wise product. */
    public Matrix by(Matrix other) {
        if (sameShape(other)) {
            double[] result = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                result[i] = values[i] * other.values[i];
            }
            if (areBare(other)) {
                return of(rows, columns, result, UNTRACKED);
            }
            double[] resultBounds = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                resultBounds[i] = bound(i) * other.bound(i);
            }
            return new Matrix(rows, columns, result, resultBounds, Math.max(epsilon, other.epsilon));
        }
        return combine(other, (a, b) -> a * b, (a, b) -> a * b);
    }

    /** Element-wise quotient. */
    public Matrix over(Matrix other) {
        if (!sameShape(other)) {
            throw new ShapeMismatch("%d x %d over %d x %d".formatted(rows, columns, other.rows, other.columns));
        }
        double[] quotient = new double[values.length];
        if (areBare(other)) {
            for (int i = 0; i < values.length; i++) {
                quotient[i] = values[i] / other.values[i];
            }
            return of(rows, columns, quotient, UNTRACKED);
        }
        double[] quotientBounds = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            quotient[i] = values[i] / other.values[i];
            // Relative errors of both sides add.
            quotientBounds[i] = Math.abs(quotient[i]) * (relative(i) + other.relative(i));
        }
        return new Matrix(rows, columns, quotient, quotientBounds, Math.max(epsilon, other.epsilon));
    }

    private double relative(int index) {
        return values[index] == 0 ? 1 : Math.max(1, bound(index) / Math.abs(values[index]));
    }

    public Matrix scaled(double scale) {
        double[] result = new double[values.length];
        double[] resultBounds = bounds == null ? null : new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = scale * values[i];
            if (bounds != null && resultBounds != null) {
                resultBounds[i] = Math.abs(scale) * bounds[i];
            }
        }
        return new Matrix(rows, columns, result, resultBounds, epsilon);
    }

    /** Applies a smooth function; errors of the argument are carried along by its steepness. */
    public Matrix map(DoubleUnaryOperator function) {
        if (isBare()) {
            return mapExactly(function);
        }
        double[] result = new double[values.length];
        double[] resultBounds = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double value = values[i];
            result[i] = function.applyAsDouble(value);
            double bound = bound(i);
            double error = epsilon * bound;
            double spread = error == 0
                    ? 0
                    : Math.abs(function.applyAsDouble(value + error) - function.applyAsDouble(value - error)) / epsilon;
            resultBounds[i] = Math.abs(result[i]) + spread;
        }
        return new Matrix(rows, columns, result, resultBounds, epsilon);
    }

    /** Applies a function to the numbers as they are, as if they were exact. */
    public Matrix mapExactly(DoubleUnaryOperator function) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = function.applyAsDouble(values[i]);
        }
        return of(rows, columns, result, epsilon);
    }

    // ---------------------------------------------------------------- sums

    /** Sum over the rows: 1 x columns. */
    public Matrix sumOfRows() {
        double[] sums = new double[columns];
        double[] sumBounds = new double[columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                sums[column] += values[row * columns + column];
                sumBounds[column] += bound(row * columns + column);
            }
        }
        return new Matrix(1, columns, sums, sumBounds, epsilon);
    }

    /** Sum over the columns: rows x 1. */
    public Matrix sumOfColumns() {
        double[] sums = new double[rows];
        double[] sumBounds = new double[rows];
        for (int i = 0; i < values.length; i++) {
            sums[i / columns] += values[i];
            sumBounds[i / columns] += bound(i);
        }
        return new Matrix(rows, 1, sums, sumBounds, epsilon);
    }

    public double sum() {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    // ---------------------------------------------------------------- facts

    public boolean isFinite() {
        return areFinite(values);
    }

    public static boolean areFinite(double[] values) {
        for (double value : values) {
            if (!Double.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    public boolean isZero() {
        for (double value : values) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    public boolean isWhole() {
        for (double value : values) {
            if (value != Math.rint(value)) {
                return false;
            }
        }
        return true;
    }

    public double largest() {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /** As {@link #largest()}, without infinities and NaN. */
    public double largestFinite() {
        double largest = 0;
        for (double value : values) {
            double magnitude = Math.abs(value);
            if (magnitude > largest && magnitude <= Double.MAX_VALUE) {
                largest = magnitude;
            }
        }
        return largest;
    }

    /** The largest element; NaN where there is none, or one is NaN. */
    public double maximum() {
        double maximum = values.length == 0 ? Double.NaN : values[0];
        for (double value : values) {
            maximum = Math.max(maximum, value);
        }
        return maximum;
    }

    /** The smallest element; NaN where there is none, or one is NaN. */
    public double minimum() {
        double minimum = values.length == 0 ? Double.NaN : values[0];
        for (double value : values) {
            minimum = Math.min(minimum, value);
        }
        return minimum;
    }

    /** Euclidean norm of all elements. */
    public double norm() {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }

    public boolean sameValues(Matrix other) {
        return sameShape(other) && (Arrays.equals(values, other.values) || sameButForSignsOfZero(other));
    }

    private boolean sameButForSignsOfZero(Matrix other) {
        int at = Arrays.mismatch(values, other.values);
        while (at >= 0) {
            if (values[at] != other.values[at]) {
                return false;
            }
            int next = Arrays.mismatch(values, at + 1, values.length, other.values, at + 1, values.length);
            at = next < 0 ? -1 : at + 1 + next;
        }
        return true;
    }

    @Override
    public String toString() {
        return rows + "x" + columns;
    }
}

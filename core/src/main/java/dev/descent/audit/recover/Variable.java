package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;
import dev.descent.data.NdArray;
import dev.descent.data.NdArray.ElementType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One variable of the user's program over the iterations, as matrices. */
public final class Variable {
    private final String name;
    private final int order;
    private final @Nullable Matrix[] values;
    private final int rank;
    private final @Nullable ElementType type;
    private final int[] shape;
    private final boolean grows;
    private final Map<View, Matrix> turned = new HashMap<>();

    private record View(Matrix value, boolean transposed, Part part) {}

    private Variable(
            String name, int order, @Nullable Matrix[] values, int rank, @Nullable ElementType type, int[] shape) {
        this.name = name;
        this.order = order;
        this.values = values;
        this.rank = rank;
        this.type = type;
        this.shape = shape;
        this.grows = grows(values);
    }

    /** @param order position in the dump */
    static Variable of(String name, int order, List<Map<String, NdArray>> iterations, Precision precision) {
        @Nullable Matrix[] values = new @Nullable Matrix[iterations.size()];
        int rank = 0;
        ElementType type = null;
        int[] shape = new int[0];
        Matrix previous = null;
        for (int t = 0; t < values.length; t++) {
            NdArray array = iterations.get(t).get(name);
            if (array == null || array.size() == 0) {
                continue;
            }
            rank = array.rank();
            shape = array.shape();
            type = array.type();
            Matrix value = precision.matrix(array);
            if (previous != null && previous.sameValues(value)) {
                // Data that stays the same is kept once.
                value = previous;
            }
            values[t] = value;
            previous = value;
        }
        return new Variable(name, order, values, rank, type, shape);
    }

    public String name() {
        return name;
    }

    public int order() {
        return order;
    }

    /** Axes in the user's program; above 2 the trailing ones are joined. */
    public int rank() {
        return rank;
    }

    /** The shape it last had in the user's program. */
    public int[] shape() {
        return shape.clone();
    }

    public @Nullable ElementType type() {
        return type;
    }

    /** Numbers it last had. */
    public int size() {
        return Arrays.stream(shape).reduce(1, (one, other) -> one * other);
    }

    public int iterations() {
        return values.length;
    }

    public @Nullable Matrix at(int iteration) {
        return iteration < 0 || iteration >= values.length ? null : values[iteration];
    }

    /** The value at an iteration or, where the dump leaves it out, the last one before it. */
    public @Nullable Matrix atOrBefore(int iteration) {
        for (int t = Math.min(iteration, values.length - 1); t >= 0; t--) {
            if (values[t] != null) {
                return values[t];
            }
        }
        return null;
    }

    /** Whether it is a member of a list, dictionary or object that is the very array another name has, all the time. */
    boolean isAliasOf(Variable plain) {
        return isMember() && !plain.isMember() && isSame(plain) && !isConstant();
    }

    /** Whether it is a member of another list or object than an earlier member that is the very array, all the time: parameters under two names. */
    boolean isSecondNameOf(Variable earlier) {
        return isMember()
                && earlier.isMember()
                && earlier.order < order
                && !family().equals(earlier.family())
                && size() > 1
                && isSame(earlier)
                && !isConstant();
    }

    /** Whether it is a member that holds a plain variable's data, the same all the time: the inputs as the first of all activations. */
    boolean holdsDataOf(Variable plain) {
        Matrix data = plain.at(0);
        return isMember()
                && !plain.isMember()
                && plain.isConstant()
                && data != null
                && data.minimum() < data.maximum()
                && data.rows() > 1
                && data.columns() > 1
                && isSame(plain);
    }

    /** Whether both hold the same numbers in every iteration. */
    public boolean isSame(Variable other) {
        return Arrays.equals(shape, other.shape)
                && IntStream.range(0, values.length).allMatch(t -> {
                    Matrix own = values[t];
                    Matrix others = other.values[t];
                    return own == null ? others == null : others != null && own.sameValues(others);
                });
    }

    private String family() {
        return name.replaceAll("\\d", "");
    }

    /** Whether it keeps what another, by whose name it is called, is or was: {@code W1_old} or {@code best_W1} of {@code W1}. */
    boolean isCopyOf(Variable other) {
        return values.length > 2
                && name.length() > other.name.length()
                && name.contains(other.name)
                && Arrays.equals(shape, other.shape)
                && !isConstant()
                && IntStream.range(1, values.length).allMatch(t -> {
                    Matrix own = values[t];
                    return own != null
                            && (own == values[t - 1]
                                    || IntStream.rangeClosed(0, t)
                                            .mapToObj(other::at)
                                            .anyMatch(value -> value != null && own.sameValues(value)));
                });
    }

    private boolean isMember() {
        return name.indexOf('[') >= 0 || name.indexOf('.') >= 0;
    }

    /** Whether all values there are equal. */
    public boolean isConstant() {
        Matrix first = null;
        for (Matrix value : values) {
            if (value != null && first != null && value != first && !value.sameValues(first)) {
                return false;
            }
            first = first == null ? value : first;
        }
        return true;
    }

    /** Whether it is one number that grows by 1 from iteration to iteration, as the number of the iteration does. */
    boolean counts() {
        if (rank > 0 || values.length < 3) {
            return false;
        }
        for (int t = 0; t < values.length; t++) {
            Matrix value = values[t];
            Matrix before = t == 0 ? null : values[t - 1];
            if (value == null || (before != null && value.at(0) != before.at(0) + 1)) {
                return false;
            }
        }
        return true;
    }

    /** Whether it is a list to which every iteration adds, as programs keep their losses: a record of the training, no part of it. */
    boolean grows() {
        return grows;
    }

    private static boolean grows(@Nullable Matrix[] values) {
        Matrix before = null;
        int times = 0;
        for (Matrix value : values) {
            if (value != null && before != null) {
                boolean longer = value.size() > before.size()
                        && Arrays.mismatch(before.values(), value.values()) == before.size();
                if (!longer) {
                    return false;
                }
                times++;
            }
            before = value == null ? before : value;
        }
        return times > 0;
    }

    /** Whether it has several rows and columns at an iteration. */
    boolean isWide(int iteration) {
        Matrix value = atOrBefore(iteration);
        return value != null && value.rows() > 1 && value.columns() > 1;
    }

    /** Whether every element is 0 in every iteration. */
    public boolean staysZero() {
        return Arrays.stream(values).allMatch(value -> value == null || value.isZero());
    }

    public boolean isInteger() {
        return type != null && (type.isInteger() || type == ElementType.BOOL);
    }

    /** Whether it ever has more than one element. */
    public boolean isScalar() {
        return Arrays.stream(values).allMatch(value -> value == null || value.size() == 1);
    }

    Matrix view(Matrix value, boolean transposed, Part part) {
        if (!transposed && part == Part.ALL) {
            return value;
        }
        return turned.computeIfAbsent(new View(value, transposed, part), _ -> {
            Matrix whole = transposed ? value.transpose() : value;
            return part.of(whole);
        });
    }

    @Override
    public String toString() {
        return name;
    }
}

package dev.descent.data;

import java.util.Arrays;

/**
 * An array of any shape as files and traces hold it: element type, shape and the elements in row-major order.
 *
 * <p>The elements lie in the narrowest Java array that holds the type exactly: {@code byte[]} for UINT8 and BOOL,
 * {@code int[]} up to INT32, {@code long[]} for UINT32 and 64-bit integers, {@code float[]} up to FLOAT32,
 * {@code double[]} for FLOAT64. Neither shape nor elements are to be changed by the caller.
 */
public final class NdArray {
    /** Element types, with NumPy's names for them. */
    public enum ElementType {
        BOOL("b1"),
        INT8("i1"),
        UINT8("u1"),
        INT16("i2"),
        UINT16("u2"),
        INT32("i4"),
        UINT32("u4"),
        INT64("i8"),
        UINT64("u8"),
        FLOAT16("f2"),
        FLOAT32("f4"),
        FLOAT64("f8");

        private final String code;

        ElementType(String code) {
            this.code = code;
        }

        /** NumPy's kind and size, without byte order: {@code f4}. */
        public String code() {
            return code;
        }

        /** Bytes of one element in a file. */
        public int bytes() {
            return code.charAt(1) - '0';
        }

        public boolean isInteger() {
            return code.charAt(0) == 'i' || code.charAt(0) == 'u';
        }
    }

    private final ElementType type;
    private final int[] shape;
    private final int size;
    private final Object elements;

    private NdArray(ElementType type, Object elements, int length, int[] shape) {
        this.type = type;
        this.elements = elements;
        this.shape = shape.clone();
        int product = 1;
        for (int dimension : shape) {
            if (dimension < 0) {
                throw new IllegalArgumentException("no dimension is negative, got " + Arrays.toString(shape));
            }
            product = Math.multiplyExact(product, dimension);
        }
        if (product != length) {
            throw new IllegalArgumentException(
                    "an array of shape %s has %d elements, got %d".formatted(Arrays.toString(shape), product, length));
        }
        this.size = length;
    }

    public static NdArray of(double[] elements, int... shape) {
        return new NdArray(ElementType.FLOAT64, elements, elements.length, shape);
    }

    public static NdArray of(float[] elements, int... shape) {
        return new NdArray(ElementType.FLOAT32, elements, elements.length, shape);
    }

    public static NdArray of(int[] elements, int... shape) {
        return new NdArray(ElementType.INT32, elements, elements.length, shape);
    }

    public static NdArray of(long[] elements, int... shape) {
        return new NdArray(ElementType.INT64, elements, elements.length, shape);
    }

    /** Unsigned bytes. */
    public static NdArray of(byte[] elements, int... shape) {
        return new NdArray(ElementType.UINT8, elements, elements.length, shape);
    }

    /** Elements of a type that shares its Java array with another, e.g. INT16 in an {@code int[]}. */
    public static NdArray of(ElementType type, Object elements, int... shape) {
        return new NdArray(type, elements, java.lang.reflect.Array.getLength(elements), shape);
    }

    /** A number, shape {@code []}. */
    public static NdArray scalar(double value) {
        return of(new double[] {value});
    }

    public ElementType type() {
        return type;
    }

    public int[] shape() {
        return shape.clone();
    }

    public int rank() {
        return shape.length;
    }

    public int dimension(int axis) {
        return shape[axis];
    }

    public int size() {
        return size;
    }

    /** Whether all elements lie along one axis, as those of a row, a column or a single number do. */
    public boolean isVector() {
        return Arrays.stream(shape).max().orElse(1) == size;
    }

    /** The element at a row-major index. */
    public double get(int index) {
        return switch (elements) {
            case double[] values -> values[index];
            case float[] values -> values[index];
            case int[] values -> values[index];
            case long[] values -> type == ElementType.UINT64 ? unsigned(values[index]) : (double) values[index];
            case byte[] values -> values[index] & 0xFF;
            default -> throw new AssertionError(elements.getClass());
        };
    }

    private static double unsigned(long value) {
        return value >= 0 ? value : 2.0 * ((value >>> 1) | (value & 1));
    }

    /** A copy of the elements. */
    public double[] toDoubles() {
        if (elements instanceof double[] values) {
            return values.clone();
        }
        double[] copy = new double[size];
        for (int i = 0; i < size; i++) {
            copy[i] = get(i);
        }
        return copy;
    }

    /** A copy of the elements, rounded to float. */
    public float[] toFloats() {
        if (elements instanceof float[] values) {
            return values.clone();
        }
        float[] copy = new float[size];
        for (int i = 0; i < size; i++) {
            copy[i] = (float) get(i);
        }
        return copy;
    }

    /** The array itself, as described at the class; not to be changed. */
    Object elements() {
        return elements;
    }

    /**
     * A part along the first axis, of one dimension less.
     *
     * @param index from 0 to the first dimension
     */
    public NdArray slice(int index) {
        int[] rest = Arrays.copyOfRange(shape, 1, shape.length);
        int length = size / shape[0];
        int from = index * length;
        Object part = switch (elements) {
            case double[] values -> Arrays.copyOfRange(values, from, from + length);
            case float[] values -> Arrays.copyOfRange(values, from, from + length);
            case int[] values -> Arrays.copyOfRange(values, from, from + length);
            case long[] values -> Arrays.copyOfRange(values, from, from + length);
            case byte[] values -> Arrays.copyOfRange(values, from, from + length);
            default -> throw new AssertionError(elements.getClass());
        };
        return new NdArray(type, part, length, rest);
    }

    /** The same elements under another shape of the same size. */
    public NdArray reshape(int... newShape) {
        return new NdArray(type, elements, size, newShape);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NdArray array
                && type == array.type
                && Arrays.equals(shape, array.shape)
                && Arrays.deepEquals(new Object[] {elements}, new Object[] {array.elements});
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shape) + Arrays.deepHashCode(new Object[] {elements});
    }

    @Override
    public String toString() {
        return type + Arrays.toString(shape);
    }
}

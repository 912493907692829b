package dev.descent.audit.elementwise;

import dev.descent.audit.Trace;
import dev.descent.data.NdArray;
import dev.descent.data.NdArray.ElementType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * An array that every iteration of a dump has, always with the same shape.
 *
 * @param name of the user's variable
 * @param shape lengths of its axes
 * @param values its numbers, iteration by iteration
 * @param rounding what its type makes of exact numbers, in parts of them
 */
record Shown(String name, List<Integer> shape, List<double[]> values, double rounding) {
    private static final double OF_DOUBLES = 1e-10;
    private static final double OF_FLOATS = 1e-5;

    /** Those of more than one number, in the order of the dump. */
    static List<Shown> of(Trace trace) {
        List<Shown> all = new ArrayList<>();
        trace.iterations().getFirst().forEach((name, first) -> {
            boolean steady = first.size() > 1
                    && trace.iterations().stream()
                            .map(arrays -> arrays.get(name))
                            .allMatch(array -> array != null && Arrays.equals(array.shape(), first.shape()));
            if (steady) {
                all.add(of(name, first, trace.iterations()));
            }
        });
        return all;
    }

    private static Shown of(String name, NdArray first, List<Map<String, NdArray>> iterations) {
        List<Integer> shape = Arrays.stream(first.shape()).boxed().toList();
        List<double[]> values = new ArrayList<>();
        for (Map<String, NdArray> arrays : iterations) {
            NdArray array = arrays.get(name);
            values.add(array == null ? new double[0] : array.toDoubles());
        }
        return new Shown(name, shape, values, first.type() == ElementType.FLOAT32 ? OF_FLOATS : OF_DOUBLES);
    }

    int size() {
        return values.getFirst().length;
    }

    boolean isConstant() {
        return values.stream().allMatch(other -> Arrays.equals(other, values.getFirst()));
    }

    boolean isSame(Shown other) {
        for (int t = 0; t < values.size(); t++) {
            if (!Arrays.equals(values.get(t), other.values.get(t))) {
                return false;
            }
        }
        return true;
    }

    /** Whether all numbers are 0 or 1, and both occur. */
    boolean isOfZerosAndOnes() {
        boolean zeros = false;
        boolean ones = false;
        for (double[] one : values) {
            for (double value : one) {
                if (value != 0 && value != 1) {
                    return false;
                }
                zeros |= value == 0;
                ones |= value == 1;
            }
        }
        return zeros && ones;
    }

    /** A number of the element at a place in an iteration. */
    interface Expected {
        double at(int iteration, int element);
    }

    /** Whether all its numbers are what is expected, to rounding, and they are not all alike. */
    boolean follows(Expected expected) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int t = 0; t < values.size(); t++) {
            double[] own = values.get(t);
            for (int i = 0; i < own.length; i++) {
                double meant = expected.at(t, i);
                if (!(Math.abs(own[i] - meant) <= rounding * (1 + Math.abs(meant)))) {
                    return false;
                }
                low = Math.min(low, own[i]);
                high = Math.max(high, own[i]);
            }
        }
        return high > low;
    }
}

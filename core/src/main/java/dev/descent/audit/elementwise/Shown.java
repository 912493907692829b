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
record Shown(String name, List<Integer> shape, List<NdArray> values, double rounding) {
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
        List<NdArray> values = iterations.stream()
                .map(arrays -> arrays.getOrDefault(name, first))
                .toList();
        return new Shown(name, shape, values, first.type() == ElementType.FLOAT32 ? OF_FLOATS : OF_DOUBLES);
    }

    int size() {
        return values.getFirst().size();
    }

    double at(int iteration, int element) {
        return values.get(iteration).get(element);
    }

    boolean isOfTruths() {
        return values.getFirst().type() == ElementType.BOOL;
    }

    boolean isConstant() {
        return values.stream().allMatch(values.getFirst()::equals);
    }

    boolean isZero() {
        return values.stream().allMatch(Shown::isZero);
    }

    static boolean isZero(NdArray one) {
        for (int i = 0; i < one.size(); i++) {
            if (one.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    boolean isSame(Shown other) {
        return values.equals(other.values);
    }

    /** Whether all numbers are 0 or 1, and both occur. */
    boolean isOfZerosAndOnes() {
        boolean zeros = false;
        boolean ones = false;
        for (NdArray one : values) {
            for (int i = 0; i < one.size(); i++) {
                double value = one.get(i);
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
            for (int i = 0; i < size(); i++) {
                double own = at(t, i);
                double meant = expected.at(t, i);
                if (!(Math.abs(own - meant) <= rounding * (1 + Math.abs(meant)))) {
                    return false;
                }
                low = Math.min(low, own);
                high = Math.max(high, own);
            }
        }
        return high > low;
    }
}

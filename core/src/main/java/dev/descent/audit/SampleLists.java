package dev.descent.audit;

import dev.descent.data.NdArray;
import dev.descent.data.NdArray.ElementType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Batches kept as lists of samples ({@code mini_batch[0][0]}, {@code mini_batch[1][0]}, …), and layers kept as lists of units, as
 * one matrix each: {@code mini_batch[*][0]}, a row for each member.
 */
final class SampleLists {
    /** Longer than a list of layers, which are arrays of their own. */
    private static final int LONG = 9;

    /** The same of lists whose members have parts: samples are pairs, units have weights, and layers are not all alike. */
    private static final int LONG_OF_PARTS = 4;

    /** More than any layer written as a list has units. */
    private static final int VERY_LONG = 32;

    private SampleLists() {}

    /** A name with one of its indices left open, cut there. */
    private record Family(String before, String after) {
        String member(int index) {
            return before + index + after;
        }

        String name() {
            return before + "*" + after;
        }

        boolean covers(String name) {
            return name.length() > before.length() + after.length()
                    && name.startsWith(before)
                    && name.endsWith(after)
                    && name.substring(before.length(), name.length() - after.length())
                            .chars()
                            .allMatch(Character::isDigit);
        }

        /** What lists have in common that differ in another index only: the output layer's few neurons go with the hidden ones. */
        String kind() {
            return name().replaceAll("\\d+", "#");
        }
    }

    /** With the lists that are too long to be layers as matrices instead; the trace itself where it has none. */
    static Trace joined(Trace trace) {
        return with(trace, family -> family.after().equals("]") ? LONG : LONG_OF_PARTS, true);
    }

    /** With shorter lists as matrices too, beside their members; the trace itself where it has none. */
    static Trace alsoShort(Trace trace) {
        return with(trace, _ -> 2, false);
    }

    private static Trace with(Trace trace, ToIntFunction<Family> least, boolean instead) {
        Map<String, NdArray> first = trace.iterations().getFirst();
        Set<Family> lists = families(first.keySet());
        Set<String> longKinds = lists.stream()
                .filter(family -> members(first, family).size() >= least.applyAsInt(family))
                .map(Family::kind)
                .collect(Collectors.toSet());
        List<Family> families = lists.stream()
                .filter(family -> longKinds.contains(family.kind()))
                .filter(family -> !isRow(first, family, lists))
                .filter(family -> trace.iterations().stream()
                        .allMatch(arrays -> members(arrays, family).size() > 1))
                .toList();
        if (families.isEmpty()) {
            return trace;
        }
        List<Map<String, NdArray>> iterations = new ArrayList<>();
        for (Map<String, NdArray> arrays : trace.iterations()) {
            Map<String, NdArray> joined = new LinkedHashMap<>(arrays);
            for (Family family : families) {
                List<NdArray> members = members(arrays, family);
                if (instead) {
                    for (int index = 0; index < members.size(); index++) {
                        joined.remove(family.member(index));
                    }
                }
                joined.put(family.name(), stacked(members));
            }
            iterations.add(joined);
        }
        return new Trace(trace.name(), iterations, trace.notes());
    }

    /** Whether its members are the parts of one of very many records, as of a replay memory: the records go down, not across. */
    private static boolean isRow(Map<String, NdArray> arrays, Family family, Set<Family> lists) {
        int own = members(arrays, family).size();
        return own < VERY_LONG
                && lists.stream()
                        .anyMatch(other -> !other.equals(family)
                                && other.covers(family.member(0))
                                && members(arrays, other).size() >= VERY_LONG);
    }

    /** Every name with an index 0, that index left open. */
    private static Set<Family> families(Set<String> names) {
        return names.stream()
                .flatMap(name -> IntStream.range(0, name.length())
                        .filter(at -> name.startsWith("[0]", at))
                        .mapToObj(at -> new Family(name.substring(0, at + 1), name.substring(at + 2))))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Arrays of one length and kind, by index; none where they differ or are no vectors. */
    private static List<NdArray> members(Map<String, NdArray> arrays, Family family) {
        List<NdArray> members = new ArrayList<>();
        for (int index = 0; arrays.containsKey(family.member(index)); index++) {
            NdArray member = arrays.get(family.member(index));
            if (member == null
                    || !member.isVector()
                    || (!members.isEmpty()
                            && member.size() != members.getFirst().size())) {
                return List.of();
            }
            members.add(member);
        }
        return members;
    }

    private static NdArray stacked(List<NdArray> members) {
        int columns = members.getFirst().size();
        double[] values = new double[members.size() * columns];
        for (int row = 0; row < members.size(); row++) {
            System.arraycopy(members.get(row).toDoubles(), 0, values, row * columns, columns);
        }
        if (members.stream().allMatch(member -> member.type().isInteger())) {
            return NdArray.of(
                    Arrays.stream(values).mapToLong(value -> (long) value).toArray(), members.size(), columns);
        }
        NdArray joined = NdArray.of(values, members.size(), columns);
        return members.stream().allMatch(member -> member.type() == ElementType.FLOAT32)
                ? NdArray.of(joined.toFloats(), members.size(), columns)
                : joined;
    }
}

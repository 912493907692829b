package dev.descent.audit;

import dev.descent.data.AtomicFile;
import dev.descent.data.Npz;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Writes a folder of cases for {@code descent audit bench}: traces of twin programs, a quarter of them healthy, and their truth.
 * {@code GenerateAuditCases FOLDER COUNT SEED}.
 */
final class GenerateAuditCases {
    private GenerateAuditCases() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            throw new IllegalArgumentException("GenerateAuditCases needs FOLDER COUNT SEED");
        }
        write(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Long.parseLong(arguments[2]));
    }

    /** Writes so many cases; the same seed writes the same ones. */
    static void write(Path folder, int count, long seed) throws IOException {
        List<String> truth = new ArrayList<>();
        for (long at = seed; truth.size() < count; at++) {
            TwinStyle style = TwinStyle.of(at);
            List<String> faults = faults(style, at);
            Trace trace = Twin.run(style, faults, at);
            String name = "%06d-%s".formatted(at, faults.isEmpty() ? "healthy" : String.join("+", faults));
            for (int t = 0; t < trace.iterations().size(); t++) {
                Npz.write(
                        folder.resolve(name).resolve("%03d.npz".formatted(t)),
                        trace.iterations().get(t));
            }
            truth.add(" \"%s\": {\"faults\": [%s], \"where\": [%s]}"
                    .formatted(
                            name,
                            quoted(faults),
                            quoted(faults.stream()
                                    .flatMap(fault -> TwinFaults.where(style, fault, trace).stream())
                                    .toList())));
        }
        AtomicFile.write(folder.resolve("truth.json"), "{\n" + String.join(",\n", truth) + "\n}\n");
    }

    /** A quarter has none, an eighth two where the style allows; the faults come in any order, those that fit the style and show. */
    static List<String> faults(TwinStyle style, long at) {
        int kind = Math.floorMod(at, 8);
        if (kind % 4 == 0) {
            return List.of();
        }
        List<String> inTurn = new ArrayList<>(TwinFaults.ALL);
        Collections.shuffle(inTurn, new Random(at));
        if (kind == 7) {
            for (String one : inTurn) {
                for (String other : inTurn) {
                    if (TwinFaults.canHave(style, one, other) && show(style, List.of(one, other), at)) {
                        return List.of(one, other);
                    }
                }
            }
        }
        return inTurn.stream()
                .filter(one -> TwinFaults.canHave(style, one) && show(style, List.of(one), at))
                .limit(1)
                .toList();
    }

    static boolean show(TwinStyle style, List<String> faults, long at) {
        return faults.stream().allMatch(fault -> shows(style, faults, fault, at));
    }

    /** Whether the trace would be another without a fault: a unit that never fires hides what is wrong with its gradient. */
    private static boolean shows(TwinStyle style, List<String> faults, String fault, long at) {
        List<String> others =
                faults.stream().filter(other -> !other.equals(fault)).toList();
        return !numbers(Twin.run(style, faults, at)).equals(numbers(Twin.run(style, others, at)));
    }

    private static List<List<Double>> numbers(Trace trace) {
        return trace.iterations().stream()
                .flatMap(arrays -> arrays.values().stream())
                .map(array -> Arrays.stream(array.toDoubles()).boxed().toList())
                .toList();
    }

    private static String quoted(List<String> names) {
        return names.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
    }
}

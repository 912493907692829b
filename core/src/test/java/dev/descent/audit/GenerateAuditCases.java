package dev.descent.audit;

import dev.descent.data.AtomicFile;
import dev.descent.data.NdArray;
import dev.descent.data.Npz;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes a folder of cases for {@code descent audit bench}: traces of twin programs, a third of them healthy, and their truth.
 * {@code GenerateAuditCases FOLDER COUNT SEED}.
 */
final class GenerateAuditCases {
    private static final int INPUTS = 0;
    private static final int TARGETS = 1;
    private static final int LABELS = 2;
    private static final int ACTIVATION = 4;
    private static final int BACK = 6;
    private static final int DELTA = 7;
    private static final int GRADIENT = 8;
    private static final int BIAS_GRADIENT = 9;
    private static final int WEIGHT = 10;
    private static final int BIAS = 11;

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
            Twin.Style style = Twin.style(at);
            String fault =
                    at % 3 == 0 ? "" : Twin.FAULTS.get(Math.floorMod(at - Math.floorDiv(at, 3L), Twin.FAULTS.size()));
            if (!fault.isEmpty() && !Twin.canHave(style, fault)) {
                continue;
            }
            Trace trace = Twin.run(style, fault, at);
            String name = "%06d-%s".formatted(at, fault.isEmpty() ? "healthy" : fault);
            for (int t = 0; t < trace.iterations().size(); t++) {
                Npz.write(
                        folder.resolve(name).resolve("%03d.npz".formatted(t)),
                        trace.iterations().get(t));
            }
            truth.add(" \"%s\": {\"faults\": [%s], \"where\": [%s]}"
                    .formatted(
                            name,
                            quoted(fault.isEmpty() ? List.of() : List.of(fault)),
                            quoted(where(style, fault, trace))));
        }
        AtomicFile.write(folder.resolve("truth.json"), "{\n" + String.join(",\n", truth) + "\n}\n");
    }

    private static String quoted(List<String> names) {
        return names.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
    }

    /** Variables at fault: those the wrong line makes or, where they are not in the dump, the first ones that follow from them. */
    static List<String> where(Twin.Style style, String fault, Trace trace) {
        int depth = style.sizes().length - 1;
        List<Integer> all = IntStream.rangeClosed(1, depth).boxed().toList();
        List<Integer> hidden = all.subList(0, depth - 1);
        List<Integer> last = List.of(depth);
        List<Integer> only = List.of(0);
        List<String> gradients = names(style, all, GRADIENT, BIAS_GRADIENT);
        List<String> parameters = names(style, all, WEIGHT, BIAS);
        List<List<String>> groups = switch (fault) {
            case "step-ascends", "step-too-large", "step-too-small", "init-symmetric" -> List.of(parameters);
            case "derivative-missing" -> List.of(names(style, hidden, DELTA), gradients, parameters);
            case "derivative-wrong-input", "derivative-doubled" ->
                List.of(names(style, all, DELTA), gradients, parameters);
            case "backprop-wrong-weights" -> List.of(names(style, hidden, BACK, DELTA), gradients, parameters);
            case "gradient-wrong" -> List.of(names(style, last, GRADIENT), names(style, last, WEIGHT));
            case "gradient-wrong-axis" -> List.of(names(style, all, BIAS_GRADIENT), names(style, all, BIAS));
            case "gradient-accumulates" -> List.of(gradients, parameters);
            case "update-discarded", "init-too-large" -> List.of(names(style, List.of(1), WEIGHT));
            case "softmax-wrong-axis" -> List.of(names(style, last, ACTIVATION));
            case "activation-missing" -> List.of(names(style, hidden, ACTIVATION));
            case "inputs-unscaled" -> List.of(names(style, only, INPUTS));
            case "targets-out-of-range", "targets-misaligned" -> List.of(names(style, only, TARGETS, LABELS));
            default -> List.of();
        };
        Set<String> present = trace.iterations().stream()
                .map(Map<String, NdArray>::keySet)
                .flatMap(Set::stream)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return groups.stream()
                .map(group -> group.stream().filter(present::contains).toList())
                .filter(group -> !group.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private static List<String> names(Twin.Style style, List<Integer> layers, int... roles) {
        return IntStream.of(roles)
                .mapToObj(role -> Twin.NAMES[style.language()][role])
                .flatMap(name -> layers.stream().map(layer -> layer == 0 ? name : name + layer))
                .toList();
    }
}

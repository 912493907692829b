package dev.descent.experiment.cases;

import dev.descent.data.AtomicFile;
import dev.descent.data.DescentException;
import dev.descent.experiment.ExperimentFile;
import dev.descent.experiment.cases.CaseCollection.Case;
import dev.descent.report.Fault;
import dev.descent.train.Experiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A folder of cases: one experiment file each, the known fixes in {@code fixed/}, and all truth in one file beside them that the
 * doctor never reads.
 */
public final class CaseFolder {
    private static final String TRUTH = "truth.yaml";

    private CaseFolder() {}

    static CaseCollection read(Path folder) throws IOException {
        if (!(CaseCollection.yaml(folder.resolve(TRUTH)) instanceof Map<?, ?> truths)) {
            throw new DescentException(folder.resolve(TRUTH) + ": expected the truth of each case under its name");
        }
        List<Case> cases = new ArrayList<>();
        for (Map.Entry<?, ?> entry : truths.entrySet()) {
            String id = Objects.toString(entry.getKey());
            Map<?, ?> truth = entry.getValue() instanceof Map<?, ?> map ? map : Map.of();
            Path fixed = folder.resolve(text(truth, "fixed", "-"));
            cases.add(new Case(
                    id,
                    ExperimentFile.read(folder.resolve(id + ".yaml")),
                    words(truth, "faults").stream().map(Fault::of).collect(Collectors.toSet()),
                    words(truth, "layers"),
                    Files.isRegularFile(fixed) ? ExperimentFile.read(fixed) : null,
                    text(truth, "cost", "light"),
                    text(truth, "disputed", "false").equals("true")));
        }
        return new CaseCollection(cases, List.of());
    }

    private static String text(Map<?, ?> map, String key, String otherwise) {
        return Objects.toString(map.get(key), otherwise);
    }

    private static Set<String> words(Map<?, ?> map, String key) {
        return map.get(key) instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.toSet())
                : Set.of();
    }

    /** Writes cases so that {@link CaseCollection#read} reads them; a fix that several cases share is one file. */
    public static void write(Path folder, List<Case> cases) throws IOException {
        Files.createDirectories(folder.resolve("fixed"));
        StringBuilder truth = new StringBuilder(
                "# The true faults, for 'descent doctor bench' alone. The doctor never reads this file.\n");
        Map<String, String> fixes = new LinkedHashMap<>();
        for (Case one : cases) {
            ExperimentFile.write(
                    folder.resolve(one.id() + ".yaml"), one.experiment().withName(one.id()));
            truth.append(one.id())
                    .append(":\n  faults: ")
                    .append(list(one.truth().stream().map(Fault::code)));
            truth.append("  layers: ").append(list(one.places().stream()));
            String fixed = fixed(folder, one, fixes);
            if (fixed != null) {
                truth.append("  fixed: ").append(fixed).append('\n');
            }
            truth.append("  cost: ").append(one.cost()).append('\n');
            if (one.disputed()) {
                truth.append("  disputed: true\n");
            }
        }
        AtomicFile.write(folder.resolve(TRUTH), truth.toString());
    }

    private static @Nullable String fixed(Path folder, Case one, Map<String, String> fixes) throws IOException {
        Experiment fixed = one.fixed();
        if (fixed == null) {
            return null;
        }
        String text = ExperimentFile.print(fixed);
        String known = fixes.get(text);
        if (known == null) {
            known = one.isHealthy() ? one.id() + ".yaml" : "fixed/" + fixed.name() + ".yaml";
            fixes.put(text, known);
            if (!one.isHealthy()) {
                ExperimentFile.write(folder.resolve(known), fixed);
            }
        }
        return known;
    }

    private static String list(java.util.stream.Stream<String> words) {
        return words.sorted().collect(Collectors.joining(", ", "[", "]\n"));
    }
}

package dev.descent.experiment.cases;

import dev.descent.data.DescentException;
import dev.descent.report.Fault;
import dev.descent.train.Experiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Cases with their true faults.
 *
 * @param cases those that could be turned into experiments
 * @param left those that could not, each with the reason
 */
public record CaseCollection(List<Case> cases, List<String> left) {

    /**
     * One case.
     *
     * @param id unique
     * @param experiment as the program was
     * @param truth faults any of which is a right answer, empty for a healthy one; never shown to the doctor
     * @param places names of layers at fault, as {@code layer1}; empty where the fault lies in no layer
     * @param fixed the experiment with the known fix; null where none is known
     * @param cost light, heavy or cnn-colour
     * @param disputed whether the truth is weak: it counts only if the known fix proves it
     */
    public record Case(
            String id,
            Experiment experiment,
            Set<Fault> truth,
            Set<String> places,
            @Nullable Experiment fixed,
            String cost,
            boolean disputed) {
        public Case {
            truth = Set.copyOf(truth);
            places = Set.copyOf(places);
        }

        public boolean isHealthy() {
            return truth.isEmpty();
        }
    }

    public CaseCollection {
        cases = List.copyOf(cases);
        left = List.copyOf(left);
    }

    /** A collection of facts as JSON, or a folder of experiments with their truth beside. */
    public static CaseCollection read(Path path) throws IOException {
        return Files.isDirectory(path) ? CaseFolder.read(path) : readFacts(path);
    }

    /** Reads a collection of facts as JSON; JSON is YAML. */
    public static CaseCollection readFacts(Path file) throws IOException {
        if (!(yaml(file) instanceof List<?> entries)) {
            throw new DescentException(file + " is no collection of cases: expected a JSON list");
        }
        List<Case> cases = new ArrayList<>();
        List<String> left = new ArrayList<>();
        for (Object entry : entries) {
            if (!(entry instanceof Map<?, ?> fields)) {
                throw new DescentException(file + " is no collection of cases: expected objects in its list");
            }
            CaseFacts facts = CaseFacts.of(fields);
            try {
                cases.add(convert(facts));
            } catch (IllegalArgumentException | DescentException unfit) {
                left.add(facts.id() + ": " + unfit.getMessage());
            }
        }
        return new CaseCollection(cases, left);
    }

    static @Nullable Object yaml(Path file) throws IOException {
        return new Load(LoadSettings.builder()
                        .setCodePointLimit(64 << 20)
                        .setLabel(file.toString())
                        .build())
                .loadFromString(Files.readString(file));
    }

    private static Case convert(CaseFacts facts) {
        if (facts.usable().equals("no")) {
            throw new DescentException("the collection marks it 'no'");
        }
        Set<Fault> truth = FaultCodes.faults(facts.codes(), facts.says());
        if (truth.isEmpty() && !facts.healthy()) {
            throw new DescentException("its true fault has no code");
        }
        if (FaultCodes.OUTSIDE_EXPERIMENTS.containsAll(truth) && !facts.healthy()) {
            throw new DescentException("its fault lies in code that an experiment cannot say");
        }
        if (facts.says().contains("fed integer labels")) {
            throw new DescentException("labels have a type here and cannot be given in the wrong one");
        }
        Experiment experiment = CaseConverter.convert(Damage.apply(facts));
        return new Case(
                facts.id(),
                experiment,
                truth,
                Places.names(facts.places(), experiment.layers()),
                facts.healthy() ? experiment : fixed(facts, experiment),
                facts.cost(),
                facts.disputed());
    }

    /** Null where the words of the fix change nothing or make no experiment. */
    private static @Nullable Experiment fixed(CaseFacts facts, Experiment experiment) {
        try {
            Experiment fixed = CaseConverter.convert(KnownFix.apply(facts));
            return fixed.equals(experiment) ? null : fixed;
        } catch (IllegalArgumentException | DescentException unfit) {
            return null;
        }
    }
}

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
     * @param cost light, heavy or cnn-colour
     */
    public record Case(String id, Experiment experiment, Set<Fault> truth, String cost) {
        public boolean isHealthy() {
            return truth.isEmpty();
        }
    }

    public CaseCollection {
        cases = List.copyOf(cases);
        left = List.copyOf(left);
    }

    /** Reads a collection of facts as JSON; JSON is YAML. */
    public static CaseCollection readFacts(Path file) throws IOException {
        Object content = new Load(LoadSettings.builder()
                        .setCodePointLimit(64 << 20)
                        .setLabel(file.toString())
                        .build())
                .loadFromString(Files.readString(file));
        if (!(content instanceof List<?> entries)) {
            throw new DescentException(file + " is no collection of cases: expected a JSON list");
        }
        List<Case> cases = new ArrayList<>();
        List<String> left = new ArrayList<>();
        for (Object entry : entries) {
            CaseFacts facts = CaseFacts.of((Map<?, ?>) entry);
            try {
                if (!facts.usable().equals("yes") && !facts.usable().equals("substitute-data")) {
                    throw new DescentException("the collection marks it '" + facts.usable() + "'");
                }
                if (facts.id().matches(".*wrong_(soft|loss2|augm)|scratch-softmax.*|scratch-axes.*")) {
                    throw new DescentException("its fault lies in code that an experiment cannot say");
                }
                Set<Fault> truth = FaultCodes.faults(facts.codes());
                if (truth.isEmpty() && !facts.healthy()) {
                    throw new DescentException("its true fault has no code");
                }
                cases.add(new Case(facts.id(), CaseConverter.convert(facts), truth, facts.cost()));
            } catch (IllegalArgumentException | DescentException unfit) {
                left.add(facts.id() + ": " + unfit.getMessage());
            }
        }
        return new CaseCollection(cases, left);
    }
}

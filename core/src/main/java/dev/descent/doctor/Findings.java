package dev.descent.doctor;

import dev.descent.data.TrainTest;
import dev.descent.report.Certainty;
import dev.descent.report.Fault;
import dev.descent.report.Finding;
import dev.descent.report.Proof;
import dev.descent.train.Experiment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an examination reports, each fault once, in the order in which it was found. */
final class Findings {
    /** Seeds that tell luck from gain. */
    private static final int ENOUGH = 3;

    private final Doctor doctor;
    private final Function<Experiment, TrainTest> data;
    private final Map<Fault, Finding> byFault = new LinkedHashMap<>();

    /** @param data gives what an experiment is trained on */
    Findings(Doctor doctor, Function<Experiment, TrainTest> data) {
        this.doctor = doctor;
        this.data = data;
    }

    List<Finding> all() {
        return List.copyOf(byFault.values());
    }

    boolean isEmpty() {
        return byFault.isEmpty();
    }

    boolean has(Fault fault) {
        return byFault.containsKey(fault);
    }

    /** Whether two other seeds gain too. */
    boolean isConfirmed(Treatment treatment) {
        Experiment before = treatment.before().experiment();
        List<Double> gains = new ArrayList<>(List.of(treatment.difference()));
        for (int more = 1; more < ENOUGH && (before.start() == null || before.batch() > 0); more++) {
            gains.add(gain(treatment, more));
        }
        return isConfirmed(gains);
    }

    /** Whether the fault was reported without a proof. */
    boolean lacksProof(Fault fault) {
        return byFault.containsKey(fault) && byFault.get(fault).proof() == null;
    }

    /** @param treatment its counterfactual, null where none could be run */
    void add(Suspect suspect, @Nullable Treatment treatment) {
        if (!byFault.containsKey(suspect.fault())) {
            byFault.put(suspect.fault(), finding(suspect, treatment));
        }
    }

    /** A fault without which the training could not even begin. */
    void addCertain(Suspect suspect) {
        byFault.put(
                suspect.fault(),
                new Finding(
                        suspect.fault(),
                        Certainty.PROVED,
                        suspect.place(),
                        suspect.says(),
                        suspect.evidence(),
                        suspect.remedy(),
                        null,
                        List.of("the training cannot begin")));
    }

    /** Gives a fault that was reported before its proof. */
    void prove(Treatment treatment) {
        byFault.put(treatment.suspect().fault(), finding(treatment.suspect(), treatment));
    }

    /** Takes back a fault that proved to be none. */
    void drop(Fault fault) {
        byFault.remove(fault);
    }

    private Finding finding(Suspect suspect, @Nullable Treatment treatment) {
        Treatment helping = treatment != null && treatment.helps() ? treatment : null;
        Proof proof = helping == null ? null : proof(helping);
        Certainty certainty = proof != null && isConfirmed(proof.gains())
                ? Certainty.PROVED
                : suspect.isContradiction() ? Certainty.LIKELY : Certainty.POSSIBLE;
        return new Finding(
                suspect.fault(),
                certainty,
                suspect.place(),
                suspect.says(),
                suspect.evidence(),
                suspect.remedy(),
                proof,
                helping == null ? List.of() : Symptom.goneIn(helping.after(), helping.before()));
    }

    /**
     * Whether other seeds gain too: the first was looked at among many trials, so that its gain may be luck.
     *
     * @param gains the first seed's, then the others'
     */
    static boolean isConfirmed(List<Double> gains) {
        return gains.size() < 2
                || gains.stream()
                                .skip(1)
                                .mapToDouble(Double::doubleValue)
                                .average()
                                .orElse(0)
                        >= Treatment.HELPS / 2;
    }

    /** Both curves, and the gain with as many seeds as were asked for; the first finding alone is proved so often. */
    private Proof proof(Treatment treatment) {
        List<Double> gains = new ArrayList<>(List.of(treatment.difference()));
        Experiment before = treatment.before().experiment();
        boolean seedMatters = before.start() == null || before.batch() > 0;
        for (int more = 1; more < doctor.seeds && byFault.isEmpty() && seedMatters; more++) {
            gains.add(gain(treatment, more));
        }
        return new Proof(
                "loss", treatment.before().losses(), treatment.after().losses(), gains, "quality on test data");
    }

    /** What the treatment brings with another seed. */
    private double gain(Treatment treatment, int more) {
        Experiment before = treatment.before().experiment();
        long seed = before.seed() + more;
        doctor.progress.accept("proving with seed " + seed);
        return quality(treatment.after().experiment().withSeed(seed)) - quality(before.withSeed(seed));
    }

    private double quality(Experiment experiment) {
        return Trial.run(experiment, data.apply(experiment)).test();
    }
}

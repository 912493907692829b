package dev.descent.doctor;

import dev.descent.data.DataSources;
import dev.descent.data.DescentException;
import dev.descent.data.TrainTest;
import dev.descent.report.Certainty;
import dev.descent.report.Finding;
import dev.descent.report.Proof;
import dev.descent.report.Report;
import dev.descent.train.Experiment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why a training fails. It trains as the experiment says, on as much of the data as its budget allows, lets every
 * {@link Cause} suspect, and proves a suspect by the same training with only that one thing changed: same seed, same data, same
 * order. A suspect that does not help is no cause.
 */
public final class Doctor {
    /** A training this close to the best known quality is not ill for want of quality. */
    private static final double CLOSE = 0.08;

    /** A counterfactual that gains less than this does not help. */
    private static final double HELPS = 0.05;

    private static final int MOST_TRIALS = 14;
    private static final int MOST_TREATMENTS = 4;

    private final List<Cause> causes;
    private final Budget budget;
    private final Consumer<String> progress;

    private Doctor(List<Cause> causes, Budget budget, Consumer<String> progress) {
        this.causes = causes;
        this.budget = budget;
        this.progress = progress;
    }

    /** With all causes. */
    public static Doctor create() {
        return new Doctor(Causes.all(), Budget.USUAL, says -> {});
    }

    public Doctor withBudget(Budget newBudget) {
        return new Doctor(causes, newBudget, progress);
    }

    /** @param listener hears in one sentence what is being done */
    public Doctor telling(Consumer<String> listener) {
        return new Doctor(causes, budget, listener);
    }

    /**
     * What an examination came to.
     *
     * @param report findings, surest first
     * @param asItIs the training as it is
     * @param mended the experiment with all that was needed, null when healthy or when nothing helps
     * @param reached quality of the mended training, or of the training as it is; see {@link Quality}
     */
    public record Diagnosis(
            Report report, Trial asItIs, @Nullable Experiment mended, double reached) {}

    /** Examines an experiment on the data that it names. */
    public Diagnosis examine(Experiment experiment) throws IOException {
        return new Course(experiment).run();
    }

    /** One examination, from the training as it is to the report. */
    private final class Course {
        private final Experiment original;
        private final Experiment base;
        /** The source's data, before anything an experiment does to it. */
        private final TrainTest raw;

        private final Set<Experiment> tried = new HashSet<>();
        private final List<Finding> findings = new ArrayList<>();
        private double yardstick;
        private int trials;

        Course(Experiment experiment) throws IOException {
            original = experiment;
            raw = DataSources.parse(experiment.data().source()).load(experiment.folder());
            base = budget.fit(experiment, load(experiment));
        }

        private TrainTest load(Experiment experiment) {
            return experiment.data().apply(raw);
        }

        Diagnosis run() {
            progress.accept("training as it is");
            Trial asItIs = Trial.run(base, load(base));
            Examination first = examination(base, asItIs);
            yardstick = Reachable.quality(first.data());
            Experiment current = base;
            Trial currentTrial = asItIs;
            List<Proven> treatments = new ArrayList<>();
            for (int round = 0; round < MOST_TREATMENTS; round++) {
                Examination examination = round == 0 ? first : examination(current, currentTrial);
                List<Proven> proven = treat(examination);
                if (round == 0) {
                    proven.forEach(one -> findings.add(finding(one, asItIs)));
                }
                if (proven.isEmpty()) {
                    break;
                }
                Proven best = proven.getFirst();
                treatments.add(best);
                current = best.suspect().mended();
                currentTrial = best.trial();
                if (round > 0) {
                    findings.add(finding(best, asItIs));
                }
                if (!isIll(currentTrial)) {
                    break;
                }
            }
            Report report = new Report(original.name(), ordered(), List.of(), List.of(), List.of());
            boolean mended = !treatments.isEmpty() && currentTrial.test() > asItIs.test();
            return new Diagnosis(report, asItIs, mended ? unbudgeted(current) : null, currentTrial.test());
        }

        private List<Finding> ordered() {
            Set<String> seen = new HashSet<>();
            return findings.stream()
                    .filter(finding -> seen.add(finding.fault() + finding.place()))
                    .toList();
        }

        /** Takes back what the budget changed. */
        private Experiment unbudgeted(Experiment mended) {
            Experiment whole =
                    mended.withData(mended.data().withTake(original.data().take()));
            return mended.epochs() == base.epochs() ? whole.withEpochs(original.epochs()) : whole;
        }

        private Examination examination(Experiment experiment, Trial trial) {
            TrainTest data = load(experiment);
            return new Examination(experiment, data, trial, DataFacts.of(data));
        }

        private boolean isIll(Trial trial) {
            return trial.isBroken() || trial.test() < yardstick - CLOSE;
        }

        /** Suspects of one examination that help, the best first. */
        private List<Proven> treat(Examination examination) {
            boolean ill = isIll(examination.trial());
            List<Suspect> suspects = causes.stream()
                    .flatMap(cause -> cause.suspects(examination).stream())
                    .sorted(Comparator.comparingDouble(Suspect::weight).reversed())
                    .toList();
            List<Proven> proven = new ArrayList<>();
            double best = examination.trial().test();
            for (Suspect suspect : suspects) {
                boolean worthIt = suspect.isContradiction() || (ill && trials < MOST_TRIALS);
                boolean solved =
                        best >= yardstick - CLOSE && best > examination.trial().test() + HELPS;
                if (!worthIt || (solved && !suspect.isContradiction() && suspect.weight() < topWeight(proven) - 0.2)) {
                    continue;
                }
                Proven one = prove(suspect, examination.trial(), ill);
                if (one != null) {
                    proven.add(one);
                    best = Math.max(best, one.trial().test());
                }
            }
            double reachedBest = best;
            double start = examination.trial().test();
            proven.sort(Comparator.comparingDouble((Proven one) -> one.score(start, reachedBest))
                    .reversed());
            return proven;
        }

        private double topWeight(List<Proven> proven) {
            return proven.stream()
                    .mapToDouble(one -> one.suspect().weight())
                    .max()
                    .orElse(1);
        }

        private @Nullable Proven prove(Suspect suspect, Trial before, boolean ill) {
            if (suspect.mended().equals(before.experiment()) || !tried.add(suspect.mended())) {
                return suspect.isContradiction() ? new Proven(suspect, before, 0) : null;
            }
            trials++;
            progress.accept("trying " + suspect.remedy());
            try {
                Trial trial = Trial.run(suspect.mended(), load(suspect.mended()));
                double gain = gain(before, trial);
                boolean helps = gain >= HELPS && !(trial.isBroken() && !before.isBroken());
                boolean stands = suspect.isContradiction() && (ill || gain >= 0) && !(gain < -HELPS);
                return helps || stands ? new Proven(suspect, trial, gain) : null;
            } catch (IllegalArgumentException | DescentException unfit) {
                progress.accept("not possible: " + unfit.getMessage());
                return null;
            }
        }

        private double gain(Trial before, Trial after) {
            return after.test() - before.test();
        }

        private Finding finding(Proven one, Trial asItIs) {
            Suspect suspect = one.suspect();
            boolean proved = one.gain() >= HELPS;
            Proof proof = proved
                    ? new Proof(
                            "loss", asItIs.losses(), one.trial().losses(), List.of(one.gain()), "quality on test data")
                    : null;
            return new Finding(
                    suspect.fault(),
                    proved ? Certainty.PROVED : suspect.weight() >= 0.6 ? Certainty.LIKELY : Certainty.POSSIBLE,
                    suspect.place(),
                    suspect.says(),
                    suspect.evidence(),
                    suspect.remedy(),
                    proof,
                    List.of());
        }
    }

    /** A suspect whose trial was run. */
    private record Proven(Suspect suspect, Trial trial, double gain) {
        /** What spoke for it before, and its share of the best gain. */
        double score(double start, double best) {
            double share = best - start <= HELPS ? 0 : Math.max(0, gain) / (best - start);
            return suspect.weight() + share;
        }
    }
}

package dev.descent.experiment.cases;

import dev.descent.data.DataSources;
import dev.descent.data.DescentException;
import dev.descent.data.TrainTest;
import dev.descent.doctor.Budget;
import dev.descent.doctor.Doctor;
import dev.descent.doctor.Doctor.Diagnosis;
import dev.descent.doctor.Trial;
import dev.descent.experiment.cases.CaseCollection.Case;
import dev.descent.report.Fault;
import dev.descent.report.Finding;
import dev.descent.train.Experiment;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lets the doctor examine cases and compares what it finds with the truth. */
public final class Bench {
    /** A repair this close to the known fix's quality counts: 1 point of accuracy, or of the variance explained. */
    private static final double POINT = 0.01;

    private static final double ROUNDING = 1e-6;

    /** Qualities this close after trainings cut short are compared again after trainings {@link #LONGER} times as long. */
    private static final double CLOSE = 0.05;

    private static final double LONGER = 4;

    private static final Pattern LAYER = Pattern.compile("layer\\d+");

    private final Doctor doctor;
    private final Budget budget;
    private final long seed;

    /** @param seed 0 keeps the seeds of the experiments */
    public Bench(Budget budget, long seed) {
        this.doctor = Doctor.create().withBudget(budget);
        this.budget = budget;
        this.seed = seed;
    }

    /**
     * What became of one case.
     *
     * @param id of the case
     * @param truth any of which is right; empty for a healthy case
     * @param found faults in the report's order
     * @param alarmed whether something was found at all, be it only that something is wrong
     * @param layerRight whether the first right finding names a layer at fault; null where the truth names none
     * @param asItIs quality of the training as it is, see {@link dev.descent.doctor.Quality}
     * @param mended quality of the doctor's repair
     * @param fixed quality of the known fix, NaN where none is known or it does not help
     * @param point what 1 point is in quality, more than 0.01 where a constant answer is often right
     * @param seconds the examination took by the clock
     * @param processorSeconds of all cores, which other programs do not disturb
     * @param disputed whether the truth needs the known fix to prove it
     * @param trouble why it could not be examined, empty when it could
     */
    public record Outcome(
            String id,
            Set<Fault> truth,
            List<Fault> found,
            boolean alarmed,
            @org.jspecify.annotations.Nullable Boolean layerRight,
            double asItIs,
            double mended,
            double fixed,
            double point,
            double seconds,
            double processorSeconds,
            boolean disputed,
            String trouble) {
        public boolean isHealthy() {
            return truth.isEmpty();
        }

        /** Whether it cannot be told right from wrong: its truth is disputed, and the known fix does not bear it out. */
        public boolean isUndecided() {
            return disputed && !isHealthy() && !isRepairable();
        }

        /** Something was found in a faulty case. */
        public boolean isDetected() {
            return !isHealthy() && alarmed;
        }

        public boolean isFirst() {
            return !isHealthy() && !found.isEmpty() && truth.contains(found.getFirst());
        }

        public boolean isAmongThree() {
            return isDetected() && found.stream().limit(3).anyMatch(truth::contains);
        }

        public boolean isFalseAlarm() {
            return isHealthy() && alarmed;
        }

        /** Whether the known fix is worth comparing with: it does better than the case as it is. */
        public boolean isRepairable() {
            return !isHealthy() && fixed > asItIs + point;
        }

        public boolean isRepaired() {
            return isRepairable() && mended >= fixed - point - ROUNDING;
        }
    }

    public Outcome run(Case one) throws IOException {
        Experiment experiment = seeded(one.experiment());
        long started = System.nanoTime();
        double usedBefore = processorSeconds();
        try {
            Diagnosis diagnosis = doctor.examine(experiment);
            double seconds = (System.nanoTime() - started) / 1e9;
            double used = processorSeconds() - usedBefore;
            List<Finding> findings = diagnosis.report().byCertainty();
            Qualities qualities = qualities(one, experiment, diagnosis);
            return new Outcome(
                    one.id(),
                    one.truth(),
                    findings.stream().map(Finding::fault).toList(),
                    !findings.isEmpty() || !diagnosis.report().unidentified().isEmpty(),
                    layerRight(one, findings),
                    qualities.asItIs(),
                    qualities.mended(),
                    qualities.fixed(),
                    point(one.experiment()),
                    seconds,
                    used,
                    one.disputed(),
                    "");
        } catch (RuntimeException | OutOfMemoryError unfit) {
            // Whatever it is, the cases after it are examined.
            double seconds = (System.nanoTime() - started) / 1e9;
            double used = processorSeconds() - usedBefore;
            return new Outcome(
                    one.id(),
                    one.truth(),
                    List.of(),
                    false,
                    null,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    POINT,
                    seconds,
                    used,
                    one.disputed(),
                    Objects.requireNonNullElse(unfit.getMessage(), unfit.toString()));
        }
    }

    private static double processorSeconds() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime() / 1e9
                : Double.NaN;
    }

    private Experiment seeded(Experiment experiment) {
        return seed == 0 ? experiment : experiment.withSeed(seed);
    }

    /** Quality counts from a constant answer on, which is right once in as many cases as there are classes. */
    private static double point(Experiment experiment) throws IOException {
        TrainTest data = experiment.load();
        int classes = data.train().isClassification() ? data.train().classes() : 0;
        return classes > 1 ? POINT / (1 - 1.0 / classes) : POINT;
    }

    private record Qualities(double asItIs, double mended, double fixed) {}

    /** As the trials show them; where repair and fix are close after trainings cut short, as longer ones show all three. */
    private Qualities qualities(Case one, Experiment experiment, Diagnosis diagnosis) throws IOException {
        Experiment fix = one.isHealthy() || one.fixed() == null ? null : seeded(one.fixed());
        double fixed = fix == null ? Double.NaN : quality(fix, budget);
        Qualities tried = new Qualities(diagnosis.asItIs().test(), diagnosis.reached(), fixed);
        Experiment mended = diagnosis.mended();
        Experiment shown = diagnosis.asItIs().experiment();
        boolean isCut = shown.epochs() < experiment.epochs() || !shown.data().equals(experiment.data());
        if (mended == null || fix == null || !isCut || !(Math.abs(tried.mended() - fixed) < CLOSE)) {
            return tried;
        }
        Budget more = budget.times(LONGER);
        double asItIs = diagnosis.asItIs().isBroken() ? tried.asItIs() : quality(experiment, more);
        return new Qualities(asItIs, quality(mended, more), quality(fix, more));
    }

    /** NaN where the training breaks or cannot be run. */
    private static double quality(Experiment experiment, Budget budget) throws IOException {
        try {
            TrainTest raw = DataSources.parse(experiment.data().source()).load(experiment.folder());
            Experiment fitted = budget.fit(experiment, experiment.data().apply(raw));
            Trial trial = Trial.run(fitted, fitted.data().apply(raw));
            return trial.isBroken() ? Double.NaN : trial.test();
        } catch (IllegalArgumentException | DescentException unfit) {
            return Double.NaN;
        }
    }

    private static @org.jspecify.annotations.Nullable Boolean layerRight(Case one, List<Finding> findings) {
        if (one.places().isEmpty()) {
            return null;
        }
        for (Finding finding : findings) {
            Matcher layer = LAYER.matcher(finding.place());
            if (one.truth().contains(finding.fault()) && layer.find()) {
                return one.places().contains(layer.group());
            }
        }
        return false;
    }
}

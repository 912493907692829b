package dev.descent.doctor;

import dev.descent.data.TrainTest;
import dev.descent.doctor.Doctor.Diagnosis;
import dev.descent.doctor.cause.StepSize;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Repair;
import dev.descent.report.Report;
import dev.descent.report.Text;
import dev.descent.train.Experiment;
import dev.descent.train.Fields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One examination, from the training as it is to the report. What contradicts itself is mended first, whatever the training
 * shows; then, as long as the training stays ill, what helps most. Each round looks anew at the training mended so far.
 */
final class Course {
    /** What brings no more than this is not worth a change. */
    static final double WORTH = 0.01;

    private static final int MOST_ROUNDS = 6;

    /** Many changes at once must bring this share of what is missing. */
    private static final double MOST_OF_IT = 0.5;

    private final Doctor doctor;
    private final Experiment original;
    private final Experiment base;
    private final @Nullable Suspect misfit;
    private final Trials trials;
    private final Yardstick yardstick;
    private final Chart chart;
    private Trial asItIs;

    Course(Doctor doctor, Experiment experiment) throws IOException {
        this.doctor = doctor;
        original = experiment;
        trials = new Trials(doctor, experiment);
        chart = new Chart(new Findings(doctor, trials::load));
        TrainTest whole = trials.load(experiment);
        misfit = Misfit.of(experiment, whole.train());
        Experiment trainable = misfit == null ? experiment : misfit.mended();
        base = doctor.budget.fit(trainable, whole);
        yardstick =
                Yardstick.of(trials.load(base), trials.facts(base), trials.shareOf(trainable) / trials.shareOf(base));
        doctor.progress.accept("training as it is");
        asItIs = trials.run(base);
    }

    Diagnosis run() {
        if (misfit != null) {
            chart.findings.addCertain(misfit);
        }
        Trial current = asItIs;
        if (isLengthened()) {
            checkLength();
        }
        Examination first = examination(current);
        Refinement refinement = new Refinement(doctor, trials, yardstick);
        Rounds rounds = new Rounds(doctor.causes, trials, yardstick, chart, this::examination, asItIs);
        boolean lengthened = false;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Trial next = rounds.next(current, round);
            if (next == null && !lengthened) {
                lengthened = true;
                // Where the rate was wrong a better one goes before more time: one change rather than two.
                current = isRateMended() ? withBetterRate(current, refinement) : current;
                next = chart.applied.isEmpty() ? null : refinement.longer(current, wasTooShort());
            }
            if (next == null) {
                break;
            }
            current = next;
        }
        current = withAllEvident(current);
        current = withBetterRate(current, refinement);
        current = withBestRival(current);
        current = new TakingBack(doctor, trials, chart.applied).prove(chart.findings, current, chart.together);
        Reservations reservations = new Reservations(doctor.causes, trials, chart.findings, this::examination);
        current = reservations.treat(current, chart.applied);
        if (!chart.applied.isEmpty() && !yardstick.isCut()) {
            current = new Polish(doctor.causes, trials, yardstick, this::examination).treat(current, chart.notes);
        }
        current = withPlannedEpochs(current);
        chart.notes.addAll(Notes.of(first));
        boolean isMended = (misfit != null || !chart.applied.isEmpty())
                && current.test() >= asItIs.test() - 0.02
                && !current.isBroken();
        Experiment mended = isMended ? unbudgeted(current.experiment()) : null;
        double reached = isMended ? current.test() : asItIs.test();
        Report report = new Report(
                original.name(),
                chart.findings.all(),
                List.of(),
                chart.notes,
                unexplained(current),
                repair(mended, reached));
        return new Diagnosis(report, asItIs, mended, reached);
    }

    private Repair repair(@Nullable Experiment mended, double reached) {
        List<Repair.Change> changes = mended == null
                ? List.of()
                : Fields.changes(original, mended).stream()
                        .map(one -> new Repair.Change(
                                one.field().name(),
                                one.before().toString(),
                                one.after().toString()))
                        .toList();
        return new Repair(
                "quality on test data: 0 is a constant answer, 1 is perfect", asItIs.test(), reached, changes);
    }

    /** Where what was mended leaves a training far from what can be reached: all that shows in the experiment itself at once. */
    private Trial withAllEvident(Trial current) {
        if (yardstick.isReachedBy(current.test()) || !(yardstick.isIll(current) || !chart.applied.isEmpty())) {
            return current;
        }
        List<Treatment> needed = new Evident(doctor.causes, trials, this::examination)
                .search(current, MOST_OF_IT * (yardstick.reachable() - current.test()));
        boolean rateIsNamed = chart.findings.has(Fault.STEP_TOO_LARGE) || chart.findings.has(Fault.STEP_TOO_SMALL);
        needed.stream()
                .filter(one -> !(rateIsNamed && one.changesRateAlone()))
                .forEach(one -> chart.findings.add(one.suspect(), one));
        chart.applied.addAll(needed);
        return needed.isEmpty() ? current : needed.getLast().after();
    }

    /** A training that was made longer to show anything keeps its own length where that is enough once it is mended. */
    private Trial withPlannedEpochs(Trial current) {
        int trialEpochs = current.experiment().epochs();
        boolean isLonger = isLengthened() && trialEpochs >= base.epochs();
        if (!isLonger || chart.applied.isEmpty() || chart.findings.has(Fault.EPOCHS_TOO_FEW)) {
            return current;
        }
        Trial planned = trials.run(current.experiment().withEpochs(original.epochs()));
        if (planned.test() >= current.test() - WORTH) {
            return planned;
        }
        chart.notes.add(
                "%,d steps show little of any training: it is judged over %d epochs in place of %d, with the fault and without; the mended experiment keeps them, as after %d it reaches only quality %.3f"
                        .formatted(planned.steps(), trialEpochs, original.epochs(), original.epochs(), planned.test()));
        return current;
    }

    /** A rate that was mended is refined, but for its sign; one that was not wrong is changed only where that brings a point. */
    private Trial withBetterRate(Trial current, Refinement refinement) {
        boolean hadOnlyWrongSign =
                chart.applied.stream().anyMatch(treatment -> treatment.suspect().fault() == Fault.STEP_ASCENDS);
        if (chart.applied.isEmpty() || hadOnlyWrongSign) {
            return current;
        }
        if (yardstick.isCut() && current.experiment().learningRate() == StepSize.usualRate(current.experiment())) {
            // A short trial prefers larger rates than the whole training would.
            return current;
        }
        Trial better = refinement.betterRate(current, isRateMended() ? 0.5 : 1, isRateMended());
        if (!isRateMended() && better.test() > current.test()) {
            chart.notes.add(
                    "the learning rate %s is not wrong, though %s brings the mended training from quality %.3f to %.3f"
                            .formatted(
                                    Text.brief(current.experiment().learningRate()),
                                    Text.brief(better.experiment().learningRate()),
                                    current.test(),
                                    better.test()));
        }
        return better;
    }

    /** Of remedies that helped about as much the one that ends best, but for more time, where no other followed. */
    private Trial withBestRival(Trial current) {
        Treatment best = chart.rivals.stream()
                .filter(one -> chart.applied.size() == 1
                        && one.before().equals(chart.applied.getFirst().before())
                        && one.suspect().fault() != Fault.EPOCHS_TOO_FEW)
                .max(Comparator.comparingDouble(one -> one.after().test()))
                .orElse(null);
        if (best == null || best.after().test() <= current.test()) {
            return current;
        }
        chart.findings.add(best.suspect(), best);
        chart.applied.set(0, best);
        return best.after();
    }

    private boolean isRateMended() {
        return chart.applied.stream().anyMatch(Treatment::changesRateAlone);
    }

    /** Whether trials are longer than the experiment itself, not only over more epochs of fewer samples. */
    private boolean isLengthened() {
        return base.epochs() > original.epochs() && !yardstick.isCut();
    }

    private boolean wasTooShort() {
        return isLengthened()
                || chart.applied.stream().anyMatch(one -> one.suspect().fault() == Fault.EPOCHS_TOO_FEW);
    }

    /** A training too short to show anything was made longer: if that alone does it, nothing else is wrong with it. */
    private void checkLength() {
        Trial planned = trials.run(base.withEpochs(original.epochs()));
        boolean helps = asItIs.test() - planned.test() >= Treatment.HELPS;
        if (helps && !yardstick.isIll(asItIs)) {
            Suspect suspect = new Suspect(
                    Fault.EPOCHS_TOO_FEW,
                    "epochs",
                    1,
                    "training ended after %,d steps, long before it had learned what there is to learn"
                            .formatted(planned.steps()),
                    List.of(Evidence.fact("steps", (double) planned.steps())),
                    "epochs: %d → %d".formatted(original.epochs(), base.epochs()),
                    base);
            chart.findings.add(suspect, new Treatment(suspect, planned, asItIs));
            chart.applied.add(new Treatment(suspect, planned, asItIs));
            // Its few steps may lie in its large batches.
            doctor.causes.stream()
                    .flatMap(cause -> cause.suspects(examination(planned)).stream())
                    .filter(one -> one.fault() == Fault.BATCH_TOO_LARGE)
                    .map(one -> trials.attempt(one, planned))
                    .filter(Objects::nonNull)
                    .forEach(chart.rivals::add);
            asItIs = planned;
        }
    }

    private Examination examination(Trial trial) {
        return examination(trial, trial.experiment());
    }

    private Examination examination(Trial trial, Experiment experiment) {
        double longer = (double) experiment.epochs() / base.epochs();
        return new Examination(
                experiment,
                trials.load(experiment),
                trial,
                trials.facts(experiment),
                yardstick.plannedOverTried() / longer);
    }

    private List<String> unexplained(Trial current) {
        if (!yardstick.isVeryIll(current) || yardstick.isOnItsWay(current, asItIs)) {
            return List.of();
        }
        List<String> left =
                new ArrayList<>(Symptom.of(current).stream().map(Symptom::says).toList());
        left.addFirst("quality %.2f where other methods reach %.2f, and no change that was tried mends it"
                .formatted(current.test(), yardstick.reachable()));
        return left;
    }

    /** Takes back what the budget changed. */
    private Experiment unbudgeted(Experiment mended) {
        Experiment whole =
                mended.withData(mended.data().withTake(original.data().take()));
        boolean isBatchMended = chart.applied.stream()
                .anyMatch(one -> one.suspect().mended().batch()
                        != one.before().experiment().batch());
        whole = isBatchMended ? whole : whole.withBatch(original.batch());
        if (mended.epochs() == base.epochs() && !isLengthened()) {
            return whole.withEpochs(original.epochs());
        }
        return whole.withEpochs(Math.max(mended.epochs(), original.epochs()));
    }
}

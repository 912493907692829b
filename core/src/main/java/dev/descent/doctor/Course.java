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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One examination, from the training as it is to the report. What contradicts itself is mended first, whatever the training
 * shows; then, as long as the training stays ill, what helps most. Each round looks anew at the training mended so far.
 */
final class Course {
    /** What brings no more than this is not worth a change. */
    static final double WORTH = 0.01;

    /** Below this a training is hardly better than a constant answer, whatever others reach. */
    private static final double HARDLY_BETTER = 0.3;

    private static final int MOST_SUSPECTS = 16;
    private static final int MOST_FAULTS = 3;
    private static final int MOST_ROUNDS = 6;

    /** A training that may have more to give gets the suspects for which at least this speaks. */
    private static final double HAS_MORE = 0.5;

    /** A change that brings less than this share of what is missing is hardly all that is wrong. */
    private static final double FAR = 0.3;

    /** Many changes at once must bring this share of what is missing. */
    private static final double MOST_OF_IT = 0.5;

    private final Doctor doctor;
    private final Experiment original;
    private final Experiment base;
    private final @Nullable Suspect misfit;
    private final Trials trials;
    private final Yardstick yardstick;
    private final Findings findings;
    private final List<Treatment> applied = new ArrayList<>();
    private final List<Treatment> together = new ArrayList<>();
    /** Reported beside the one that was applied, as they helped about as much. */
    private final List<Treatment> rivals = new ArrayList<>();

    private final List<String> notes = new ArrayList<>();
    private Trial asItIs;

    Course(Doctor doctor, Experiment experiment) throws IOException {
        this.doctor = doctor;
        original = experiment;
        trials = new Trials(doctor, experiment);
        findings = new Findings(doctor, trials::load);
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
            findings.addCertain(misfit);
        }
        Trial current = asItIs;
        if (isLengthened()) {
            checkLength();
        }
        Examination first = examination(current);
        Refinement refinement = new Refinement(doctor, trials, yardstick);
        boolean lengthened = false;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Trial next = treat(current, round);
            if (next == null && !lengthened) {
                lengthened = true;
                // Where the rate was wrong a better one goes before more time: one change rather than two.
                current = isRateMended() ? withBetterRate(current, refinement) : current;
                next = applied.isEmpty() ? null : refinement.longer(current, wasTooShort());
            }
            if (next == null) {
                break;
            }
            current = next;
        }
        current = withAllEvident(current);
        current = withBetterRate(current, refinement);
        current = withBestRival(current);
        current = new TakingBack(doctor, trials, applied).prove(findings, current, together);
        Reservations reservations = new Reservations(doctor.causes, trials, findings, this::examination);
        current = reservations.treat(current, applied);
        if (!applied.isEmpty() && !yardstick.isCut()) {
            current = new Polish(doctor.causes, trials, yardstick, this::examination).treat(current, notes);
        }
        current = withPlannedEpochs(current);
        notes.addAll(Notes.of(first));
        boolean isMended =
                (misfit != null || !applied.isEmpty()) && current.test() >= asItIs.test() - 0.02 && !current.isBroken();
        Experiment mended = isMended ? unbudgeted(current.experiment()) : null;
        double reached = isMended ? current.test() : asItIs.test();
        Report report = new Report(
                original.name(), findings.all(), List.of(), notes, unexplained(current), repair(mended, reached));
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
        if (yardstick.isReachedBy(current.test()) || !(yardstick.isIll(current) || !applied.isEmpty())) {
            return current;
        }
        List<Treatment> needed = new Evident(doctor.causes, trials, this::examination)
                .search(current, MOST_OF_IT * (yardstick.reachable() - current.test()));
        boolean rateIsNamed = findings.has(Fault.STEP_TOO_LARGE) || findings.has(Fault.STEP_TOO_SMALL);
        needed.stream()
                .filter(one -> !(rateIsNamed && one.changesRateAlone()))
                .forEach(one -> findings.add(one.suspect(), one));
        applied.addAll(needed);
        return needed.isEmpty() ? current : needed.getLast().after();
    }

    /** A training that was made longer to show anything keeps its own length where that is enough once it is mended. */
    private Trial withPlannedEpochs(Trial current) {
        int trialEpochs = current.experiment().epochs();
        boolean isLonger = isLengthened() && trialEpochs >= base.epochs();
        if (!isLonger || applied.isEmpty() || findings.has(Fault.EPOCHS_TOO_FEW)) {
            return current;
        }
        Trial planned = trials.run(current.experiment().withEpochs(original.epochs()));
        if (planned.test() >= current.test() - WORTH) {
            return planned;
        }
        notes.add(
                "%,d steps show little of any training: it is judged over %d epochs in place of %d, with the fault and without; the mended experiment keeps them, as after %d it reaches only quality %.3f"
                        .formatted(planned.steps(), trialEpochs, original.epochs(), original.epochs(), planned.test()));
        return current;
    }

    /** A rate that was mended is refined, but for its sign; one that was not wrong is changed only where that brings a point. */
    private Trial withBetterRate(Trial current, Refinement refinement) {
        boolean hadOnlyWrongSign =
                applied.stream().anyMatch(treatment -> treatment.suspect().fault() == Fault.STEP_ASCENDS);
        if (applied.isEmpty() || hadOnlyWrongSign) {
            return current;
        }
        if (yardstick.isCut() && current.experiment().learningRate() == StepSize.usualRate(current.experiment())) {
            // A short trial prefers larger rates than the whole training would.
            return current;
        }
        Trial better = refinement.betterRate(current, isRateMended() ? 0.5 : 1, isRateMended());
        if (!isRateMended() && better.test() > current.test()) {
            notes.add(
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
        Treatment best = rivals.stream()
                .filter(one -> applied.size() == 1
                        && one.before().equals(applied.getFirst().before())
                        && one.suspect().fault() != Fault.EPOCHS_TOO_FEW)
                .max(Comparator.comparingDouble(one -> one.after().test()))
                .orElse(null);
        if (best == null || best.after().test() <= current.test()) {
            return current;
        }
        findings.add(best.suspect(), best);
        applied.set(0, best);
        return best.after();
    }

    private boolean isRateMended() {
        return applied.stream().anyMatch(Treatment::changesRateAlone);
    }

    /** Whether trials are longer than the experiment itself, not only over more epochs of fewer samples. */
    private boolean isLengthened() {
        return base.epochs() > original.epochs() && !yardstick.isCut();
    }

    private boolean wasTooShort() {
        return isLengthened() || applied.stream().anyMatch(one -> one.suspect().fault() == Fault.EPOCHS_TOO_FEW);
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
            findings.add(suspect, new Treatment(suspect, planned, asItIs));
            applied.add(new Treatment(suspect, planned, asItIs));
            // Its few steps may lie in its large batches.
            doctor.causes.stream()
                    .flatMap(cause -> cause.suspects(examination(planned)).stream())
                    .filter(one -> one.fault() == Fault.BATCH_TOO_LARGE)
                    .map(one -> trials.attempt(one, planned))
                    .filter(Objects::nonNull)
                    .forEach(rivals::add);
            asItIs = planned;
        }
    }

    /** The training after this round's best treatment, null when there is nothing more to treat. */
    private @Nullable Trial treat(Trial current, int round) {
        Examination examination = examination(current);
        List<Suspect> suspects = doctor.causes.stream()
                .flatMap(cause -> cause.suspects(examination).stream())
                .sorted(Comparator.comparingDouble(Suspect::weight).reversed())
                .toList();
        List<Suspect> contradictions =
                suspects.stream().filter(Suspect::isContradiction).toList();
        if (!contradictions.isEmpty()) {
            Trial mended = mendContradictions(contradictions, current);
            if (mended != null) {
                return mended;
            }
        }
        boolean ill = yardstick.isIll(current) && (round == 0 || !yardstick.isOnItsWay(current, asItIs));
        boolean isUntreated = !ill && round == 0 && applied.isEmpty();
        boolean isNothing = isUntreated && yardstick.isNothing(current.test());
        boolean hasMore = isUntreated && (isNothing || current.isImproving());
        if (!ill && !hasMore) {
            return null;
        }
        List<Suspect> others = suspects.stream()
                .filter(one -> !one.isContradiction())
                .limit(MOST_SUSPECTS)
                .toList();
        if (!ill && !isNothing) {
            others = firstOfEachFault(
                    others.stream().filter(one -> !isOnlySooner(one, current)).toList());
        }
        List<Treatment> treatments = trials.attemptAll(others, current, yardstick);
        double best = treatments.stream().mapToDouble(Treatment::gain).max().orElse(0);
        // What is not ill and cut short is compared with what it will reach: to get there sooner is no cure.
        double expected = ill ? current.test() : current.expected(yardstick.plannedOverTried());
        List<Treatment> helping = treatments.stream()
                .filter(one -> one.helps() && one.after().test() > expected)
                .sorted(Comparator.comparingDouble((Treatment one) -> one.score(best))
                        .reversed())
                .toList();
        if (!ill) {
            return helping.isEmpty() ? null : chooseConfirmed(helping, best);
        }
        boolean far = best < FAR * (yardstick.reachable() - current.test());
        if (!helping.isEmpty() && !far) {
            return choose(helping, best);
        }
        Trial combined = combine(treatments, current, best);
        return combined == null && !helping.isEmpty() ? choose(helping, best) : combined;
    }

    /** A larger rate than the usual one brings a short trial further, whatever the whole training would make of it. */
    private boolean isOnlySooner(Suspect suspect, Trial trial) {
        return yardstick.isCut()
                && suspect.fault() == Fault.STEP_TOO_SMALL
                && trial.experiment().learningRate() >= StepSize.usualRate(trial.experiment());
    }

    /** Of those for which much speaks, the likeliest remedy of each of a few faults. */
    private static List<Suspect> firstOfEachFault(List<Suspect> suspects) {
        Map<Fault, Suspect> first = new LinkedHashMap<>();
        suspects.stream().filter(one -> one.weight() >= HAS_MORE).forEach(one -> first.putIfAbsent(one.fault(), one));
        return first.values().stream().limit(MOST_FAULTS).toList();
    }

    /** Reports what contradicts itself and applies the one that helps most; null when all of it has been applied. */
    private @Nullable Trial mendContradictions(List<Suspect> contradictions, Trial current) {
        List<Treatment> treatments = new ArrayList<>();
        for (Suspect suspect : contradictions) {
            Treatment treatment = trials.attempt(suspect, current);
            if (suspect.mended().equals(current.experiment())) {
                // Nothing an experiment says can mend it: the data itself is at fault.
                findings.add(suspect, null);
            } else if (treatment != null && (treatment.isHarmless() || suspect.fault() == Fault.DATA_LEAK)) {
                // A leak flatters: without it the figures are worse, and true.
                treatments.add(treatment);
            }
        }
        double best = treatments.stream().mapToDouble(Treatment::gain).max().orElse(0);
        treatments.sort(
                Comparator.comparingDouble((Treatment one) -> one.score(best)).reversed());
        for (Treatment one : treatments) {
            Treatment most = bestOf(treatments, one.suspect().fault());
            findings.add(most.suspect(), most);
        }
        if (yardstick.isIll(current) || current.test() < HARDLY_BETTER) {
            // Wrong in any case, even where mending it alone makes things no better.
            contradictions.forEach(one -> findings.add(one, null));
        }
        if (treatments.isEmpty()) {
            return null;
        }
        Treatment first = bestOf(treatments, treatments.getFirst().suspect().fault());
        applied.add(first);
        return first.after();
    }

    /** Of the remedies for a fault the one that brings most. */
    private static Treatment bestOf(List<Treatment> treatments, Fault fault) {
        return treatments.stream()
                .filter(one -> one.suspect().fault() == fault)
                .max(Comparator.comparingDouble(one -> one.after().test()))
                .orElseThrow();
    }

    /** The first of those that help, with its rivals where little spoke for it before the trial. */
    private Trial choose(List<Treatment> helping, double best) {
        Treatment first = bestOf(helping, helping.getFirst().suspect().fault());
        findings.add(first.suspect(), first);
        for (Treatment rival : helping) {
            if (!first.suspect().isStrong() && rival.gain() >= 0.7 * best) {
                findings.add(rival.suspect(), rival);
                rivals.add(rival);
            }
        }
        applied.add(first);
        return first.after();
    }

    /** What is not ill has a fault only where other seeds gain too: the first one's gain was looked for among many trials. */
    private @Nullable Trial chooseConfirmed(List<Treatment> helping, double best) {
        Treatment first = bestOf(helping, helping.getFirst().suspect().fault());
        if (findings.isConfirmed(first)) {
            return choose(helping, best);
        }
        notes.add("not a fault: '%s' brings it from quality %.3f to %.3f, but with other seeds nothing"
                .formatted(
                        first.suspect().remedy(),
                        first.before().test(),
                        first.after().test()));
        return null;
    }

    /** Where no single change helps much: several together; where they help no more, the one that brought most is possible. */
    private @Nullable Trial combine(List<Treatment> treatments, Trial current, double single) {
        Combinations.Way way = new Combinations(doctor.causes, trials, yardstick, this::examination)
                .search(treatments, current, single);
        if (way != null) {
            Treatment last = way.steps().getLast();
            for (Treatment one : way.steps()) {
                findings.add(
                        one.suspect(), one.equals(last) ? one : new Treatment(one.suspect(), current, way.after()));
            }
            applied.addAll(way.steps());
            together.addAll(way.steps());
            return way.after();
        }
        if (findings.isEmpty() && yardstick.isVeryIll(current)) {
            treatments.stream()
                    .max(Comparator.comparingDouble(
                            one -> one.progress() + 0.1 * one.suspect().weight()))
                    .filter(one -> one.progress() > 0.01)
                    .ifPresent(one -> findings.add(one.suspect(), one));
        }
        return null;
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
        boolean isBatchMended = applied.stream()
                .anyMatch(one -> one.suspect().mended().batch()
                        != one.before().experiment().batch());
        whole = isBatchMended ? whole : whole.withBatch(original.batch());
        if (mended.epochs() == base.epochs() && !isLengthened()) {
            return whole.withEpochs(original.epochs());
        }
        return whole.withEpochs(Math.max(mended.epochs(), original.epochs()));
    }
}

package dev.descent.doctor;

import dev.descent.data.DataSources;
import dev.descent.data.DescentException;
import dev.descent.data.TrainTest;
import dev.descent.doctor.Doctor.Diagnosis;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Report;
import dev.descent.train.Experiment;
import dev.descent.train.Field;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One examination, from the training as it is to the report. What contradicts itself is mended first, whatever the training
 * shows; then, as long as the training stays ill, what helps most. Each round looks anew at the training mended so far.
 */
final class Course {
    /** A training this close to what can be reached is not ill for want of quality. */
    private static final double CLOSE = 0.08;

    /** The same where numbers are to be hit: there a share of the variance left is a large error. */
    private static final double CLOSE_NUMBERS = 0.03;

    /** A repair goes on as long as this much is missing and more of the same brings it. */
    private static final double POLISHED = 0.01;

    /** A training that the budget cut short is well on its way with this share of what can be reached. */
    private static final double WELL_ON = 0.6;

    /** Below this a training is hardly better than a constant answer, whatever others reach. */
    private static final double HARDLY_BETTER = 0.3;

    private static final int MOST_RESERVATIONS = 3;
    private static final int MOST_TRIALS = 16;
    private static final int MOST_ROUNDS = 6;

    /** Work of all trials together, in units of one trial's usual work; contradictions are tried beyond it once. */
    private static final double MOST_WORK = 10;

    /** A change that brings less than this share of what is missing is hardly all that is wrong. */
    private static final double FAR = 0.3;

    /** Evidence this strong names a cause alone; below it, rivals that help as much are reported too. */
    private static final double STRONG = 0.7;

    private final Doctor doctor;
    private final Experiment original;
    private final Experiment base;
    private final @Nullable Suspect misfit;
    /** The source's data, before anything an experiment does to it. */
    private final TrainTest raw;

    private final double plannedOverTried;
    private final Map<Experiment, Trial> tried = new HashMap<>();
    private final Findings findings;
    private final List<Treatment> applied = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private Trial asItIs;
    private final double close;
    private double yardstick;
    private double spent;

    Course(Doctor doctor, Experiment experiment) throws IOException {
        this.doctor = doctor;
        original = experiment;
        findings = new Findings(doctor, this::load);
        raw = DataSources.parse(experiment.data().source()).load(experiment.folder());
        TrainTest whole = load(experiment);
        misfit = Misfit.of(experiment, whole.train());
        Experiment trainable = misfit == null ? experiment : misfit.mended();
        base = doctor.budget.fit(trainable, whole);
        plannedOverTried = doctor.budget.shareOf(trainable, whole) / doctor.budget.shareOf(base, load(base));
        close = examinationIsOfClasses(whole) ? CLOSE : CLOSE_NUMBERS;
        doctor.progress.accept("training as it is");
        asItIs = run(base);
    }

    private TrainTest load(Experiment experiment) {
        return experiment.data().apply(raw);
    }

    private Trial run(Experiment experiment) {
        TrainTest data = load(experiment);
        Trial trial = Trial.run(experiment, data);
        spent += doctor.budget.shareOf(experiment, data) * trial.shareDone();
        tried.put(experiment, trial);
        return trial;
    }

    Diagnosis run() {
        yardstick = Reachable.quality(load(base));
        if (misfit != null) {
            findings.addCertain(misfit);
        }
        Trial current = asItIs;
        if (base.epochs() > original.epochs()) {
            checkLength();
        }
        Examination first = examination(current);
        boolean lengthened = false;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Trial next = treat(current, round);
            if (next == null && !lengthened) {
                lengthened = true;
                next = lengthened(current);
            }
            if (next == null) {
                break;
            }
            current = next;
        }
        proveByTakingBack(current);
        if (findings.isEmpty()) {
            current = withReservations(current);
        }
        notes.addAll(Notes.of(first));
        Report report = new Report(original.name(), findings.all(), List.of(), notes, unexplained(current));
        boolean mended =
                (misfit != null || !applied.isEmpty()) && current.test() >= asItIs.test() - 0.02 && !current.isBroken();
        return new Diagnosis(
                report,
                asItIs,
                mended ? unbudgeted(current.experiment()) : null,
                mended ? current.test() : asItIs.test());
    }

    /** A training too short to show anything was made longer: if that alone does it, nothing else is wrong with it. */
    private void checkLength() {
        Trial planned = run(base.withEpochs(original.epochs()));
        if (planned.test() < yardstick - close && asItIs.test() - planned.test() >= Treatment.HELPS && !isIll(asItIs)) {
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
        boolean ill = isIll(current) && (round == 0 || !isOnItsWay(current));
        boolean hasMore = !ill && round == 0 && applied.isEmpty() && current.isImproving();
        if (!ill && !hasMore) {
            return null;
        }
        List<Suspect> others = suspects.stream()
                .filter(one -> !one.isContradiction())
                .filter(one -> ill || one.weight() >= 0.5)
                .limit(ill ? MOST_TRIALS : 3)
                .toList();
        List<Treatment> treatments = tryAll(others, current);
        double best = treatments.stream().mapToDouble(Treatment::gain).max().orElse(0);
        List<Treatment> helping = treatments.stream()
                .filter(Treatment::helps)
                .sorted(Comparator.comparingDouble((Treatment one) -> one.score(best))
                        .reversed())
                .toList();
        boolean far = best < FAR * (yardstick - current.test());
        if (!helping.isEmpty() && !far) {
            return choose(helping, best);
        }
        Trial paired = ill ? pair(treatments, current, best) : null;
        return paired == null && !helping.isEmpty() ? choose(helping, best) : paired;
    }

    /** Reports what is wrong by itself though nothing was found, with what becomes of the training without it. */
    private Trial withReservations(Trial current) {
        Examination examination = examination(current);
        Trial best = current;
        List<Suspect> reservations = doctor.causes.stream()
                .flatMap(cause -> cause.reservations(examination).stream())
                .sorted(Comparator.comparingDouble(Suspect::weight).reversed())
                .limit(MOST_RESERVATIONS)
                .toList();
        for (Suspect suspect : reservations) {
            Treatment treatment = attempt(suspect, current);
            if (treatment == null) {
                findings.add(suspect, null);
                continue;
            }
            Suspect compared = suspect.with(Evidence.fact("quality with it", current.test()))
                    .with(Evidence.fact("quality without it", treatment.after().test()));
            findings.add(compared, treatment);
            if (treatment.gain() > POLISHED && treatment.after().test() > best.test()) {
                applied.clear();
                applied.add(treatment);
                best = treatment.after();
            }
        }
        return best;
    }

    /** Reports what contradicts itself and applies the one that helps most; null when all of it has been applied. */
    private @Nullable Trial mendContradictions(List<Suspect> contradictions, Trial current) {
        List<Treatment> treatments = new ArrayList<>();
        for (Suspect suspect : contradictions) {
            Treatment treatment = attempt(suspect, current);
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
        treatments.forEach(one -> findings.add(one.suspect(), one));
        if (isIll(current) || current.test() < HARDLY_BETTER) {
            // Wrong in any case, even where mending it alone makes things no better.
            contradictions.forEach(one -> findings.add(one, null));
        }
        if (treatments.isEmpty()) {
            return null;
        }
        applied.add(treatments.getFirst());
        return treatments.getFirst().after();
    }

    /** The first of those that help, with its rivals where little spoke for it before the trial. */
    private Trial choose(List<Treatment> helping, double best) {
        Fault fault = helping.getFirst().suspect().fault();
        Treatment first = helping.stream()
                .filter(one -> one.suspect().fault() == fault)
                .max(Comparator.comparingDouble(one -> one.after().test()))
                .orElseThrow();
        findings.add(first.suspect(), first);
        for (Treatment rival : helping) {
            if (first.suspect().weight() < STRONG && rival.gain() >= 0.7 * best) {
                findings.add(rival.suspect(), rival);
            }
        }
        applied.add(first);
        return first.after();
    }

    /**
     * Where no single change helps much: the changes with the most progress or evidence, then whatever helps beside them.
     *
     * @param single gain of the best single change
     */
    private @Nullable Trial pair(List<Treatment> treatments, Trial current, double single) {
        List<Treatment> promising = treatments.stream()
                .filter(one -> one.progress() > 0.01 || one.suspect().weight() >= STRONG)
                .sorted(Comparator.comparingDouble((Treatment one) ->
                                one.progress() + one.suspect().weight())
                        .reversed())
                .limit(2)
                .toList();
        for (Treatment one : promising) {
            Examination examination = examination(one.after());
            List<Suspect> suspects = doctor.causes.stream()
                    .flatMap(cause -> cause.suspects(examination).stream())
                    .filter(suspect -> suspect.fault() != one.suspect().fault() && !suspect.isContradiction())
                    .sorted(Comparator.comparingDouble(Suspect::weight).reversed())
                    .limit(6)
                    .toList();
            List<Treatment> second = tryAll(suspects, one.after());
            Treatment best = second.stream()
                    .max(Comparator.comparingDouble(Treatment::gain))
                    .orElse(null);
            if (best != null && best.after().test() - current.test() >= single + Treatment.HELPS) {
                findings.add(one.suspect(), new Treatment(one.suspect(), current, best.after()));
                findings.add(best.suspect(), best);
                applied.add(one);
                applied.add(best);
                return best.after();
            }
        }
        if (findings.isEmpty() && isVeryIll(current)) {
            treatments.stream()
                    .max(Comparator.comparingDouble(
                            one -> one.progress() + 0.1 * one.suspect().weight()))
                    .filter(one -> one.progress() > 0.01)
                    .ifPresent(one -> findings.add(one.suspect(), one));
        }
        return null;
    }

    private List<Treatment> tryAll(List<Suspect> suspects, Trial current) {
        List<Treatment> treatments = new ArrayList<>();
        Map<Fault, Treatment> lastOfFault = new EnumMap<>(Fault.class);
        double reached = current.test();
        for (Suspect suspect : suspects) {
            Treatment last = lastOfFault.get(suspect.fault());
            boolean wrongWay = last != null && current.test() > 0.2 && last.progress() < -0.1;
            boolean solved = reached >= yardstick - close && reached > current.test() + Treatment.HELPS;
            if (wrongWay || tried.size() >= MOST_TRIALS || (solved && suspect.weight() < STRONG)) {
                continue;
            }
            Treatment treatment = attempt(suspect, current);
            if (treatment != null) {
                treatments.add(treatment);
                lastOfFault.put(suspect.fault(), treatment);
                reached =
                        treatment.helps() ? Math.max(reached, treatment.after().test()) : reached;
            }
        }
        return treatments;
    }

    /** Null where the change makes no experiment that can be run, or one too long to run. */
    private @Nullable Treatment attempt(Suspect suspect, Trial before) {
        Experiment mended = suspect.mended();
        if (mended.equals(before.experiment())) {
            return null;
        }
        Trial known = tried.get(mended);
        if (known != null) {
            return new Treatment(suspect, before, known);
        }
        try {
            double share = doctor.budget.shareOf(mended, load(mended));
            double limit = suspect.isContradiction() ? 1.5 * MOST_WORK : MOST_WORK;
            boolean tooLong = share > MOST_WORK / 2 && share > 2 * doctor.budget.shareOf(base, load(base));
            if (tooLong || spent + share > limit) {
                return null;
            }
            doctor.progress.accept("trying " + suspect.remedy());
            return new Treatment(suspect, before, run(mended));
        } catch (IllegalArgumentException | DescentException unfit) {
            doctor.progress.accept("not possible: " + unfit.getMessage());
            return null;
        }
    }

    /** A training that only needs more of the same gets it, where its experiment may be longer than what was tried. */
    private @Nullable Trial lengthened(Trial current) {
        Trial best = current;
        boolean unfinished = !applied.isEmpty() && current.test() < yardstick - POLISHED;
        for (int factor = 3; unfinished && best.isImproving() && factor <= 10; factor += 7) {
            Experiment longer = current.experiment()
                    .withEpochs(factor * current.experiment().epochs());
            if (doctor.budget.shareOf(longer, load(longer)) > 6) {
                break;
            }
            doctor.progress.accept("training longer");
            Trial trial = run(longer);
            best = trial.test() > best.test() + POLISHED ? trial : best;
        }
        return best.steps() == current.steps() ? null : best;
    }

    /**
     * What shows nothing while something else is wrong too is proved at the end: with all mended but this one thing, the
     * training is ill again.
     */
    private void proveByTakingBack(Trial mended) {
        for (Treatment treatment : applied) {
            Experiment without = takenBack(treatment, mended.experiment());
            if (without == null || !findings.lacksProof(treatment.suspect().fault())) {
                continue;
            }
            doctor.progress.accept("taking back " + treatment.suspect().remedy());
            try {
                Treatment back = new Treatment(treatment.suspect(), run(without), mended);
                if (back.helps()) {
                    findings.prove(back);
                }
            } catch (IllegalArgumentException | DescentException unfit) {
                doctor.progress.accept("not possible: " + unfit.getMessage());
            }
        }
    }

    /** The mended experiment with one treatment's fields as they were; null where another treatment changed them too. */
    private @Nullable Experiment takenBack(Treatment treatment, Experiment mended) {
        Experiment without = mended;
        for (Field.Change change : treatment.changes()) {
            boolean shared = applied.stream()
                    .filter(other -> !other.equals(treatment))
                    .flatMap(other -> other.changes().stream())
                    .anyMatch(other -> other.field().equals(change.field()));
            if (shared) {
                return null;
            }
            without = change.field().set(without, change.before());
        }
        return without.equals(mended) ? null : without;
    }

    private Examination examination(Trial trial) {
        TrainTest data = load(trial.experiment());
        double longer = (double) trial.experiment().epochs() / base.epochs();
        return new Examination(trial.experiment(), data, trial, DataFacts.of(data), plannedOverTried / longer);
    }

    private static boolean examinationIsOfClasses(TrainTest data) {
        DataFacts facts = DataFacts.of(data);
        return data.train().isClassification() || facts.targetsAreOneHot() || facts.targetsAreBinary();
    }

    private boolean isIll(Trial trial) {
        boolean onItsWay = plannedOverTried > 1.2 && trial.isImproving() && trial.test() > WELL_ON * yardstick;
        return trial.isBroken() || (!onItsWay && trial.expected(plannedOverTried) < yardstick - close);
    }

    /** So ill that it must be said even where no cause is proved. */
    private boolean isVeryIll(Trial trial) {
        return isIll(trial) && trial.test() < yardstick - 2 * close;
    }

    /** Whether a mended training has come most of the way and needs nothing but time. */
    private boolean isOnItsWay(Trial trial) {
        return trial.isImproving() && trial.test() > asItIs.test() + 0.5 * (yardstick - asItIs.test());
    }

    private List<String> unexplained(Trial current) {
        if (!isVeryIll(current) || isOnItsWay(current)) {
            return List.of();
        }
        List<String> left =
                new ArrayList<>(Symptom.of(current).stream().map(Symptom::says).toList());
        left.addFirst("quality %.2f where other methods reach %.2f, and no change that was tried mends it"
                .formatted(current.test(), yardstick));
        return left;
    }

    /** Takes back what the budget changed. */
    private Experiment unbudgeted(Experiment mended) {
        Experiment whole =
                mended.withData(mended.data().withTake(original.data().take()));
        if (mended.epochs() == base.epochs() && base.epochs() <= original.epochs()) {
            return whole.withEpochs(original.epochs());
        }
        return whole.withEpochs(Math.max(mended.epochs(), original.epochs()));
    }
}

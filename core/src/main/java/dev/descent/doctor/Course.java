package dev.descent.doctor;

import dev.descent.data.TrainTest;
import dev.descent.doctor.Doctor.Diagnosis;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Report;
import dev.descent.train.Experiment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One examination, from the training as it is to the report. What contradicts itself is mended first, whatever the training
 * shows; then, as long as the training stays ill, what helps most. Each round looks anew at the training mended so far.
 */
final class Course {
    /** What brings no more than this is not worth a change. */
    private static final double WORTH = 0.01;

    /** Below this a training is hardly better than a constant answer, whatever others reach. */
    private static final double HARDLY_BETTER = 0.3;

    private static final int MOST_RESERVATIONS = 3;
    private static final int MOST_SUSPECTS = 16;
    private static final int MOST_ROUNDS = 6;

    /** A training that may have more to give gets the suspects for which at least this speaks. */
    private static final double HAS_MORE = 0.5;

    /** A change that brings less than this share of what is missing is hardly all that is wrong. */
    private static final double FAR = 0.3;

    private final Doctor doctor;
    private final Experiment original;
    private final Experiment base;
    private final @Nullable Suspect misfit;
    private final Trials trials;
    private final Yardstick yardstick;
    private final Findings findings;
    private final List<Treatment> applied = new ArrayList<>();
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
        yardstick = Yardstick.of(trials.load(base), trials.shareOf(trainable) / trials.shareOf(base));
        doctor.progress.accept("training as it is");
        asItIs = trials.run(base);
    }

    Diagnosis run() {
        if (misfit != null) {
            findings.addCertain(misfit);
        }
        Trial current = asItIs;
        if (base.epochs() > original.epochs()) {
            checkLength();
        }
        Examination first = examination(current);
        Refinement refinement = new Refinement(doctor, trials, yardstick);
        boolean lengthened = false;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Trial next = treat(current, round);
            if (next == null && !lengthened) {
                lengthened = true;
                next = applied.isEmpty() ? null : refinement.longer(current);
            }
            if (next == null) {
                break;
            }
            current = next;
        }
        if (applied.stream().anyMatch(Treatment::changesRateAlone)) {
            current = refinement.betterRate(current);
        }
        new TakingBack(doctor, trials, applied).prove(findings, current);
        current = withReservations(current);
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
        boolean hasMore = !ill && round == 0 && applied.isEmpty() && current.isImproving();
        if (!ill && !hasMore) {
            return null;
        }
        List<Suspect> others = suspects.stream()
                .filter(one -> !one.isContradiction())
                .filter(one -> ill || one.weight() >= HAS_MORE)
                .limit(ill ? MOST_SUSPECTS : 3)
                .toList();
        List<Treatment> treatments = trials.attemptAll(others, current, yardstick);
        double best = treatments.stream().mapToDouble(Treatment::gain).max().orElse(0);
        // What is not ill and cut short is compared with what it will reach: to get there sooner is no cure.
        double expected = ill ? current.test() : current.expected(yardstick.plannedOverTried());
        List<Treatment> helping = treatments.stream()
                .filter(one -> one.helps() && one.after().test() > expected)
                .sorted(Comparator.comparingDouble((Treatment one) -> one.score(best))
                        .reversed())
                .toList();
        boolean far = best < FAR * (yardstick.reachable() - current.test());
        if (!helping.isEmpty() && !far) {
            return choose(helping, best);
        }
        Trial paired = ill ? pair(treatments, current, best) : null;
        return paired == null && !helping.isEmpty() ? choose(helping, best) : paired;
    }

    /**
     * Reports what is wrong by itself, with what becomes of the training without it, and mends as much of it as makes the
     * training better: where nothing else was found all of it whose remedy does no harm, else only what makes the training better.
     */
    private Trial withReservations(Trial current) {
        boolean nothingFound = findings.isEmpty();
        Trial best = current;
        List<Suspect> left = reservations(current);
        for (int round = 0; round < MOST_RESERVATIONS; round++) {
            Treatment most = null;
            for (Suspect suspect : left) {
                Treatment treatment = trials.attempt(suspect, best);
                boolean isBorneOut = treatment == null || treatment.isHarmless();
                if (nothingFound && round == 0 && isBorneOut) {
                    findings.add(treatment == null ? suspect : compared(treatment), treatment);
                }
                most = most == null || (treatment != null && treatment.gain() > most.gain()) ? treatment : most;
            }
            if (most == null || most.gain() <= WORTH) {
                break;
            }
            findings.add(compared(most), most);
            applied.add(most);
            best = most.after();
            left = reservations(best);
        }
        return best;
    }

    private List<Suspect> reservations(Trial trial) {
        Examination examination = examination(trial);
        return doctor.causes.stream()
                .flatMap(cause -> cause.reservations(examination).stream())
                .sorted(Comparator.comparingDouble(Suspect::weight).reversed())
                .limit(MOST_RESERVATIONS)
                .toList();
    }

    private static Suspect compared(Treatment treatment) {
        return treatment
                .suspect()
                .with(Evidence.fact("quality with it", treatment.before().test()))
                .with(Evidence.fact("quality without it", treatment.after().test()));
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
        treatments.forEach(one -> findings.add(one.suspect(), one));
        if (yardstick.isIll(current) || current.test() < HARDLY_BETTER) {
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
            if (!first.suspect().isStrong() && rival.gain() >= 0.7 * best) {
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
                .filter(one -> one.progress() > 0.01 || one.suspect().isStrong())
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
            List<Treatment> second = trials.attemptAll(suspects, one.after(), yardstick);
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
        Experiment experiment = trial.experiment();
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
        if (mended.epochs() == base.epochs() && base.epochs() <= original.epochs()) {
            return whole.withEpochs(original.epochs());
        }
        return whole.withEpochs(Math.max(mended.epochs(), original.epochs()));
    }
}

package dev.descent.doctor;

import dev.descent.doctor.cause.StepSize;
import dev.descent.report.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rounds of an examination: each suspects anew what is wrong with the training mended so far, and mends what helps most. */
final class Rounds {
    /** Below this a training is hardly better than a constant answer, whatever others reach. */
    private static final double HARDLY_BETTER = 0.3;

    private static final int MOST_SUSPECTS = 16;
    private static final int MOST_FAULTS = 3;

    /** A training that may have more to give gets the suspects for which at least this speaks. */
    private static final double HAS_MORE = 0.5;

    /** A change that brings less than this share of what is missing is hardly all that is wrong. */
    private static final double FAR = 0.3;

    private final List<Cause> causes;
    private final Trials trials;
    private final Yardstick yardstick;
    private final Chart chart;
    private final Function<Trial, Examination> examine;
    private final Trial asItIs;

    /**
     * @param examine shows a training to causes
     * @param asItIs what a training has come from
     */
    Rounds(
            List<Cause> causes,
            Trials trials,
            Yardstick yardstick,
            Chart chart,
            Function<Trial, Examination> examine,
            Trial asItIs) {
        this.causes = causes;
        this.trials = trials;
        this.yardstick = yardstick;
        this.chart = chart;
        this.examine = examine;
        this.asItIs = asItIs;
    }

    /** The training after this round's best treatment, null when there is nothing more to treat. */
    @Nullable
    Trial next(Trial current, int round) {
        Examination examination = examine.apply(current);
        List<Suspect> suspects = causes.stream()
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
        boolean isUntreated = !ill && round == 0 && chart.applied.isEmpty();
        boolean isNothing = isUntreated && yardstick.isNothing(current.test());
        // Neighbours are a lower bound: whatever the training shows, what much speaks for is tried where a trial is
        // whole.
        boolean hasMore = isUntreated && (isNothing || current.isImproving() || !yardstick.isCut());
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
                .filter(one -> one.helps() && one.after().test() > expected && one.gain() > chance(one, ill))
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

    /** What a gain may be by chance: for what is not ill the more of before and after, as all samples right vary no more. */
    private double chance(Treatment treatment, boolean ill) {
        double after = trials.chance(treatment.after());
        return ill ? after : Math.max(after, trials.chance(treatment.before()));
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
                chart.findings.add(suspect, null);
            } else if (treatment != null && (treatment.isHarmless() || suspect.fault() == Fault.DATA_LEAK)) {
                // A leak flatters: without it the figures are worse, and true.
                treatments.add(treatment);
            }
        }
        double best = treatments.stream().mapToDouble(Treatment::gain).max().orElse(0);
        treatments.sort(
                Comparator.comparingDouble((Treatment one) -> one.score(best)).reversed());
        for (Treatment one : treatments) {
            Treatment most = bestOf(treatments, one.suspect().fault(), yardstick.plannedOverTried());
            chart.findings.add(most.suspect(), most);
        }
        if (yardstick.isIll(current) || current.test() < HARDLY_BETTER) {
            // Wrong in any case, even where mending it alone makes things no better.
            contradictions.forEach(one -> chart.findings.add(one, null));
        }
        if (treatments.isEmpty()) {
            return null;
        }
        Treatment first = bestOf(treatments, treatments.getFirst().suspect().fault(), yardstick.plannedOverTried());
        chart.applied.add(first);
        return first.after();
    }

    /** Of the remedies for a fault the one that will bring most, as what ends a short trial ahead may end the whole behind. */
    static Treatment bestOf(List<Treatment> treatments, Fault fault, double plannedOverTried) {
        return treatments.stream()
                .filter(one -> one.suspect().fault() == fault)
                .max(Comparator.comparingDouble(one -> one.after().expected(plannedOverTried)))
                .orElseThrow();
    }

    /** The first of those that help, with its rivals where little spoke for it before the trial. */
    private Trial choose(List<Treatment> helping, double best) {
        Treatment first = bestOf(helping, helping.getFirst().suspect().fault(), yardstick.plannedOverTried());
        chart.findings.add(first.suspect(), first);
        for (Treatment rival : helping) {
            if (!first.suspect().isStrong() && rival.gain() >= 0.7 * best) {
                chart.findings.add(rival.suspect(), rival);
                chart.rivals.add(rival);
            }
        }
        chart.applied.add(first);
        return first.after();
    }

    /** What is not ill has a fault only where other seeds gain too: the first one's gain was looked for among many trials. */
    private @Nullable Trial chooseConfirmed(List<Treatment> helping, double best) {
        Treatment first = bestOf(helping, helping.getFirst().suspect().fault(), yardstick.plannedOverTried());
        if (chart.findings.isConfirmed(first)) {
            return choose(helping, best);
        }
        chart.notes.add("not a fault: '%s' brings it from quality %.3f to %.3f, but with other seeds nothing"
                .formatted(
                        first.suspect().remedy(),
                        first.before().test(),
                        first.after().test()));
        return null;
    }

    /** Where no single change helps much: several together; where they help no more, the one that brought most is possible. */
    private @Nullable Trial combine(List<Treatment> treatments, Trial current, double single) {
        Combinations.Way way = new Combinations(causes, trials, yardstick, examine).search(treatments, current, single);
        if (way != null) {
            Treatment last = way.steps().getLast();
            for (Treatment one : way.steps()) {
                chart.findings.add(
                        one.suspect(), one.equals(last) ? one : new Treatment(one.suspect(), current, way.after()));
            }
            chart.applied.addAll(way.steps());
            chart.together.addAll(way.steps());
            return way.after();
        }
        if (chart.findings.isEmpty() && yardstick.isVeryIll(current)) {
            treatments.stream()
                    .max(Comparator.comparingDouble(
                            one -> one.progress() + 0.1 * one.suspect().weight()))
                    .filter(one -> one.progress() > 0.01)
                    .ifPresent(one -> chart.findings.add(one.suspect(), one));
        }
        return null;
    }
}

package dev.descent.experiment.cases;

import dev.descent.experiment.cases.Bench.Outcome;
import dev.descent.report.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * The counts over a run of the bench.
 *
 * @param faulty cases with a fault
 * @param healthy cases without
 * @param detected faulty cases in which something was found
 * @param first with a true fault named first
 * @param three with a true fault among the first three
 * @param layers faulty cases whose truth names a layer
 * @param layersRight of these, with a layer at fault named
 * @param repairable faulty cases whose known fix helps
 * @param repaired of these, repaired as well as the known fix, within 1 point
 * @param falseAlarms healthy cases in which something was found
 * @param medianSeconds of all examinations
 * @param medianProcessorSeconds of all examinations, of all cores
 * @param troubled cases that could not be examined
 * @param undecided disputed cases whose known fix does not bear their truth out, counted nowhere else
 */
public record BenchSummary(
        int faulty,
        int healthy,
        int detected,
        int first,
        int three,
        int layers,
        int layersRight,
        int repairable,
        int repaired,
        int falseAlarms,
        double medianSeconds,
        double medianProcessorSeconds,
        int troubled,
        int undecided) {

    public static BenchSummary of(List<Outcome> all) {
        List<Outcome> outcomes = all.stream().filter(one -> !one.isUndecided()).toList();
        List<Outcome> faulty = outcomes.stream().filter(one -> !one.isHealthy()).toList();
        return new BenchSummary(
                faulty.size(),
                outcomes.size() - faulty.size(),
                count(faulty, Outcome::isDetected),
                count(faulty, Outcome::isFirst),
                count(faulty, Outcome::isAmongThree),
                count(faulty, one -> one.layerRight() != null),
                count(faulty, one -> Boolean.TRUE.equals(one.layerRight())),
                count(faulty, Outcome::isRepairable),
                count(faulty, Outcome::isRepaired),
                count(outcomes, Outcome::isFalseAlarm),
                median(outcomes, Outcome::seconds),
                median(outcomes, Outcome::processorSeconds),
                count(outcomes, one -> !one.trouble().isEmpty()),
                all.size() - outcomes.size());
    }

    /** A summary for each fault over the cases it is true of; a case with several faults counts for each. */
    public static Map<Fault, BenchSummary> byFault(List<Outcome> outcomes) {
        Map<Fault, List<Outcome>> grouped = new TreeMap<>();
        for (Outcome outcome : outcomes) {
            for (Fault fault : outcome.truth()) {
                grouped.computeIfAbsent(fault, _ -> new ArrayList<>()).add(outcome);
            }
        }
        Map<Fault, BenchSummary> summaries = new TreeMap<>();
        grouped.forEach((fault, group) -> summaries.put(fault, of(group)));
        return summaries;
    }

    private static double median(List<Outcome> outcomes, ToDoubleFunction<Outcome> measure) {
        double[] sorted = outcomes.stream().mapToDouble(measure).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    private static int count(List<Outcome> outcomes, Predicate<Outcome> chosen) {
        return (int) outcomes.stream().filter(chosen).count();
    }
}

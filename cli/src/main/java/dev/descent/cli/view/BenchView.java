package dev.descent.cli.view;

import dev.descent.cli.terminal.Table;
import dev.descent.cli.terminal.Terminal;
import dev.descent.experiment.cases.Bench.Outcome;
import dev.descent.experiment.cases.BenchSummary;
import dev.descent.report.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A run of the doctor's bench as text. */
public final class BenchView {
    private BenchView() {}

    /** One case: verdict, repair, what was found, what is true. */
    public static String line(Outcome one, Terminal terminal) {
        String verdict = !one.trouble().isEmpty()
                ? "TROUBLE"
                : one.isUndecided()
                        ? "unclear"
                        : one.isHealthy()
                                ? (one.isFalseAlarm() ? "ALARM" : "ok")
                                : one.isFirst()
                                        ? "first"
                                        : one.isAmongThree() ? "three" : one.isDetected() ? "other" : "MISSED";
        String repair = one.isHealthy() ? "" : one.isRepaired() ? "repaired" : one.isRepairable() ? "NOT" : "-";
        return String.format(
                        Locale.ROOT,
                        "%-30s %-7s %-8s %5.1f s  quality %6.3f %s %6.3f, fix %6.3f  ",
                        one.id(),
                        verdict,
                        repair,
                        one.processorSeconds(),
                        one.asItIs(),
                        terminal.either("→", "->"),
                        one.mended(),
                        one.fixed())
                + (one.trouble().isEmpty()
                        ? one.found().stream().limit(4).toList() + " truth " + one.truth()
                        : one.trouble());
    }

    /** Counts over all cases, then by true fault. */
    public static List<String> summary(List<Outcome> outcomes, Terminal terminal) {
        BenchSummary all = BenchSummary.of(outcomes);
        List<String> lines = new ArrayList<>();
        Table totals = new Table().text("").number("").number("");
        totals.row("faulty cases detected", share(all.detected(), all.faulty()), of(all.detected(), all.faulty()));
        totals.row("a true cause named first", share(all.first(), all.faulty()), of(all.first(), all.faulty()));
        totals.row(
                "a true cause among the first three", share(all.three(), all.faulty()), of(all.three(), all.faulty()));
        totals.row("layer right", share(all.layersRight(), all.layers()), of(all.layersRight(), all.layers()));
        totals.row(
                "repaired of those repairable",
                share(all.repaired(), all.repairable()),
                of(all.repaired(), all.repairable()));
        totals.row(
                "false alarms on healthy cases",
                share(all.falseAlarms(), all.healthy()),
                of(all.falseAlarms(), all.healthy()));
        totals.row("median time", String.format(Locale.ROOT, "%.1f s", all.medianSeconds()), "");
        totals.row(
                "median processor time",
                String.format(Locale.ROOT, "%.1f s", all.medianProcessorSeconds()),
                "of all cores");
        lines.addAll(totals.lines(terminal));
        if (all.troubled() > 0) {
            lines.add(all.troubled() + " cases could not be examined: "
                    + outcomes.stream()
                            .filter(one -> !one.trouble().isEmpty())
                            .map(Outcome::id)
                            .collect(Collectors.joining(", ")));
        }
        if (all.undecided() > 0) {
            lines.add(all.undecided() + " disputed cases are not counted, as their known fix does no better: "
                    + outcomes.stream()
                            .filter(Outcome::isUndecided)
                            .map(Outcome::id)
                            .collect(Collectors.joining(", ")));
        }
        lines.add("");
        Table table = new Table()
                .text("fault")
                .number("cases")
                .number("detected")
                .number("first")
                .number("three")
                .number("repaired");
        BenchSummary.byFault(outcomes)
                .forEach((Fault fault, BenchSummary one) -> table.row(
                        fault.code(),
                        Integer.toString(one.faulty()),
                        Integer.toString(one.detected()),
                        Integer.toString(one.first()),
                        Integer.toString(one.three()),
                        of(one.repaired(), one.repairable())));
        lines.addAll(table.lines(terminal));
        return lines;
    }

    private static String share(int part, int whole) {
        return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }

    private static String of(int part, int whole) {
        return part + " of " + whole;
    }
}

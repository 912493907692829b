package dev.descent.cli.view;

import dev.descent.cli.json.AuditCaseLine;
import dev.descent.cli.terminal.Table;
import dev.descent.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** A run of the audit's bench as text. */
public final class AuditBenchView {
    private AuditBenchView() {}

    /** One program: verdict, time, what was found, what is true. */
    public static String line(AuditCaseLine one) {
        String verdict = !one.trouble().isEmpty()
                ? "TROUBLE"
                : one.isHealthy()
                        ? (one.isFalseAlarm() ? "ALARM" : "healthy")
                        : one.isFirst() ? (one.isPlaceRight() ? "right" : "PLACE") : "MISSED";
        String details = one.trouble().isEmpty()
                ? one.found() + " " + one.places()
                        + (verdict.equals("right") || verdict.equals("healthy")
                                ? ""
                                : ", truth " + one.faults() + " " + one.where())
                        + (one.isUnderstood() ? "" : ", not understood")
                : one.trouble();
        return String.format(Locale.ROOT, "%-36s %-8s %6.2f s  %s", one.name(), verdict, one.seconds(), details);
    }

    /** Counts over all programs, then by true fault. */
    public static List<String> summary(List<AuditCaseLine> all, Terminal terminal) {
        List<AuditCaseLine> single =
                all.stream().filter(one -> one.faults().size() == 1).toList();
        List<AuditCaseLine> several =
                all.stream().filter(one -> one.faults().size() > 1).toList();
        List<AuditCaseLine> healthy =
                all.stream().filter(AuditCaseLine::isHealthy).toList();
        Table totals = new Table().text("").number("").number("");
        row(totals, "one fault, named first", single, AuditCaseLine::isFirst);
        row(totals, "variable right", single, AuditCaseLine::isPlaceRight);
        row(totals, "several faults, all named", several, AuditCaseLine::isComplete);
        row(totals, "false alarms on healthy programs", healthy, AuditCaseLine::isFalseAlarm);
        row(totals, "not understood", all, one -> !one.isUnderstood());
        List<Double> seconds = all.stream().map(AuditCaseLine::seconds).sorted().toList();
        if (!seconds.isEmpty()) {
            totals.row(
                    "median time, longest",
                    String.format(Locale.ROOT, "%.2f s", seconds.get(Math.floorDiv(seconds.size(), 2))),
                    String.format(Locale.ROOT, "%.2f s", seconds.getLast()));
        }
        List<String> lines = new ArrayList<>(totals.lines(terminal));
        lines.add("");
        Table table = new Table()
                .text("fault")
                .number("programs")
                .number("named first")
                .number("variable right");
        List<String> faults = all.stream()
                .flatMap(one -> one.faults().stream())
                .distinct()
                .sorted(Comparator.naturalOrder())
                .toList();
        for (String fault : faults) {
            List<AuditCaseLine> of =
                    all.stream().filter(one -> one.faults().contains(fault)).toList();
            table.row(
                    fault,
                    Integer.toString(of.size()),
                    Long.toString(of.stream().filter(AuditCaseLine::isFirst).count()),
                    Long.toString(
                            of.stream().filter(AuditCaseLine::isPlaceRight).count()));
        }
        lines.addAll(table.lines(terminal));
        return lines;
    }

    private static void row(Table table, String label, List<AuditCaseLine> of, Predicate<AuditCaseLine> what) {
        if (!of.isEmpty()) {
            long count = of.stream().filter(what).count();
            table.row(
                    label,
                    String.format(Locale.ROOT, "%.1f %%", 100.0 * count / of.size()),
                    count + " of " + of.size());
        }
    }
}

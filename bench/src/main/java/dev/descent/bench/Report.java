package dev.descent.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The report of a run in Markdown: medians (least to greatest), and Descent's ratio to the fastest peer.
 *
 * @param summary the figures
 * @param peers who was asked for, in order
 * @param absent who could not be had, as "name: why"
 * @param machine on what it ran
 * @param versions of what is not in a peer's own description
 * @param command that repeats it
 */
record Report(Summary summary, List<Peer> peers, List<String> absent, String machine, String versions, String command) {

    String markdown() {
        StringBuilder text = new StringBuilder();
        text.append("# Descent beside its peers\n\n");
        text.append("Machine: ").append(machine).append(".  \n");
        text.append("Repeat: `").append(command).append("`\n\n");
        text.append(
                "A cell is the median over the rounds (least–greatest), at the better number of threads, which follows as 1t or 2t. ");
        text.append(
                "**Ratio** is how many times better Descent is than the fastest peer, by the medians; below 1 the peer wins. ");
        text.append("A (784-16-10) is sigmoid with squared error; B (784-128-10), C (784-512-512-10), lenet and cnn2 ");
        text.append("(32 and 64 filters of 3×3) are relu with cross-entropy; all by plain gradient descent. ");
        text.append(
                "Times to an accuracy are from the start of the process, judged on all test images every quarter of an epoch, ");
        text.append(
                "B256 is 784-256-10; Adam at 0.002 for all but NumPy (momentum) and Smile (plain), batch 64 (Smile 32).\n\n");
        for (Peer peer : peers) {
            text.append("- **")
                    .append(peer.name())
                    .append("**: ")
                    .append(peer.about())
                    .append('\n');
        }
        text.append("- ").append(versions).append('\n');
        absent.forEach(line -> text.append("- absent: ").append(line).append('\n'));
        summary.figuresByTask().forEach((task, figures) -> appendTask(text, task, figures));
        return text.toString();
    }

    private void appendTask(StringBuilder text, String task, List<Figure> figures) {
        List<String> columns = new ArrayList<>(peers.stream().map(Peer::name).toList());
        columns.retainAll(summary.peers(figures));
        text.append("\n## ").append(task).append("\n\n| figure | ").append(String.join(" | ", columns));
        boolean compared = columns.size() > 1 && columns.contains(Peer.DESCENT);
        text.append(compared ? " | ratio |\n" : " |\n");
        text.append("|---".repeat(columns.size() + (compared ? 2 : 1))).append("|\n");
        for (Figure figure : figures) {
            text.append("| ").append(figure.label());
            for (String peer : columns) {
                text.append(" | ")
                        .append(summary.cell(figure, peer).map(Report::cell).orElse("–"));
            }
            if (compared) {
                Optional<Double> ratio = summary.ratio(figure);
                text.append(" | ")
                        .append(ratio.map(value -> "**" + times(value) + "**").orElse("–"));
            }
            text.append(" |\n");
        }
    }

    private static String cell(Summary.Cell cell) {
        return "%s (%s–%s) %dt"
                .formatted(number(cell.median()), number(cell.least()), number(cell.greatest()), cell.threads());
    }

    static String times(double ratio) {
        return String.format(Locale.ROOT, ratio < 10 ? "%.2f×" : "%.0f×", ratio);
    }

    /** Three significant digits, thousands separated. */
    static String number(double value) {
        if (value >= 1000) {
            double unit = Math.pow(10, Math.floor(Math.log10(value)) - 2);
            return String.format(Locale.ROOT, "%,.0f", Math.round(value / unit) * unit);
        }
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }
}

package dev.descent.cli.view;

import dev.descent.cli.terminal.Figures;
import dev.descent.cli.terminal.Rgb;
import dev.descent.cli.terminal.Sparkline;
import dev.descent.cli.terminal.Terminal;
import dev.descent.doctor.Doctor.Diagnosis;
import dev.descent.report.Evidence;
import dev.descent.report.Finding;
import dev.descent.report.Proof;
import dev.descent.report.Report;
import dev.descent.train.Experiment;
import dev.descent.train.Field;
import dev.descent.train.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A diagnosis as text: findings by certainty, with their evidence, remedy and proof. */
public final class DiagnosisView {
    private static final int CURVE = 40;

    private DiagnosisView() {}

    /** The whole report. */
    public static List<String> lines(Diagnosis diagnosis, Terminal terminal) {
        Report report = diagnosis.report();
        List<String> lines = new ArrayList<>();
        if (report.isHealthy()) {
            lines.add(terminal.bold(report.subject() + " is healthy")
                    + terminal.dim("  quality " + quality(diagnosis.reached()) + " of 1"));
        }
        for (Finding finding : report.findings()) {
            lines.addAll(finding(finding, terminal));
            lines.add("");
        }
        section("not a fault", report.notes(), terminal, lines);
        section("checked", report.verified(), terminal, lines);
        if (diagnosis.mended() != null) {
            lines.add(terminal.dim("mended    ") + "quality "
                    + quality(diagnosis.asItIs().test()) + terminal.either(" → ", " -> ")
                    + quality(diagnosis.reached()));
        }
        return lines;
    }

    /** The fields that were changed. */
    public static List<String> changes(Experiment before, Experiment after, Terminal terminal) {
        List<String> lines = new ArrayList<>();
        for (Field.Change change : Fields.changes(before, after)) {
            lines.add(terminal.coloured("- " + change.field().name() + ": " + change.before(), Rgb.GREY));
            lines.add("+ " + change.field().name() + ": " + change.after());
        }
        return lines;
    }

    private static List<String> finding(Finding finding, Terminal terminal) {
        List<String> lines = new ArrayList<>();
        lines.add(terminal.bold(finding.certainty() + ": " + finding.fault()) + terminal.dim("  " + finding.place()));
        wrapped("", finding.says(), terminal, lines);
        for (Evidence evidence : finding.evidence()) {
            Double threshold = evidence.threshold();
            wrapped(
                    "evidence",
                    evidence.name() + " " + Figures.significant(evidence.value())
                            + (threshold == null
                                    ? ""
                                    : " against " + Figures.significant(threshold) + " (" + evidence.source() + ")"),
                    terminal,
                    lines);
        }
        wrapped("remedy", finding.remedy(), terminal, lines);
        if (finding.proof() != null) {
            proof(finding.proof(), terminal, lines);
        }
        finding.explains().forEach(symptom -> wrapped("explains", symptom, terminal, lines));
        return lines;
    }

    private static void proof(Proof proof, Terminal terminal, List<String> lines) {
        lines.add(
                terminal.dim("  as it is  ") + curve(proof.asItIs(), terminal) + terminal.dim("  " + proof.quantity()));
        lines.add(terminal.dim("  mended    ") + curve(proof.mended(), terminal));
        List<String> gains = proof.gains().stream()
                .map(gain -> String.format(Locale.ROOT, "%+.3f", gain))
                .toList();
        lines.add(terminal.dim("  proof     ") + proof.measure() + " " + String.join(", ", gains));
    }

    private static String curve(Proof.Curve curve, Terminal terminal) {
        double[] values =
                curve.values().stream().mapToDouble(Double::doubleValue).toArray();
        return values.length == 0
                ? ""
                : Sparkline.of(values, CURVE, terminal.unicode()) + " " + Figures.significant(curve.last());
    }

    private static void section(String heading, List<String> sentences, Terminal terminal, List<String> lines) {
        sentences.forEach(sentence -> wrapped(heading, sentence, terminal, lines));
    }

    /** A label in its column and the text beside it, in as many lines as it takes. */
    private static void wrapped(String label, String text, Terminal terminal, List<String> lines) {
        String first = terminal.dim(Terminal.padRight("  " + label, 12));
        for (String line : Terminal.wrap(text, Math.max(20, terminal.width() - 13))) {
            lines.add(first + line);
            first = " ".repeat(12);
        }
    }

    private static String quality(double quality) {
        return String.format(Locale.ROOT, "%.3f", quality);
    }
}

package dev.descent.cli.view;

import dev.descent.cli.terminal.Rgb;
import dev.descent.cli.terminal.Terminal;
import dev.descent.doctor.Doctor.Diagnosis;
import dev.descent.report.TextReport;
import dev.descent.train.Experiment;
import dev.descent.train.Field;
import dev.descent.train.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A diagnosis as text: its report and how far the mended experiment came. */
public final class DiagnosisView {
    private DiagnosisView() {}

    /** The whole report. */
    public static List<String> lines(Diagnosis diagnosis, Terminal terminal) {
        List<String> lines = new ArrayList<>(TextReport.lines(diagnosis.report(), terminal));
        lines.add("");
        if (diagnosis.report().isHealthy()) {
            lines.add(terminal.dim("quality   ") + quality(diagnosis.reached()) + " of 1");
        }
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

    private static String quality(double quality) {
        return String.format(Locale.ROOT, "%.3f", quality);
    }
}

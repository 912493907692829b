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

/** A diagnosis as text: the report, and what the mended experiment reaches. */
public final class DiagnosisView {
    private DiagnosisView() {}

    public static List<String> lines(Diagnosis diagnosis, Terminal terminal) {
        List<String> lines = new ArrayList<>(TextReport.lines(diagnosis.report(), terminal));
        lines.add("");
        String quality = quality(diagnosis.asItIs().test());
        String arrow = terminal.either(" → ", " -> ");
        lines.add(terminal.dim("quality   ")
                + (diagnosis.mended() == null ? quality : quality + arrow + quality(diagnosis.reached()) + " mended")
                + terminal.dim("   0 is a constant answer, 1 is perfect, on test data"));
        return lines;
    }

    /** The fields that were changed, as a diff. */
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

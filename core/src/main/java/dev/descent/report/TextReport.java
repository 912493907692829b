package dev.descent.report;

import dev.descent.report.Style.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report as lines of text: causes by certainty, each with evidence, fix and proof; then what is right or no fault. */
public final class TextReport {
    private static final int LABEL = 11;
    private static final int MOST_PLOT = 76;

    private final Style style;
    private final List<String> lines = new ArrayList<>();

    private TextReport(Style style) {
        this.style = style;
    }

    /** @param style sets width, signs and colours */
    public static List<String> lines(Report report, Style style) {
        TextReport text = new TextReport(style);
        text.write(report);
        return text.lines;
    }

    private void write(Report report) {
        lines.add(
                style.paint(shown(report.subject()), Tone.STRONG) + "  " + style.paint(report.summary(), tone(report)));
        report.byCertainty().forEach(this::finding);
        section(
                "checked and right",
                report.verified().stream().map(TextReport::check).toList(),
                "✓",
                Tone.GOOD);
        section("not a fault", report.notes(), "·", Tone.QUIET);
        section("not understood", report.unidentified(), "?", Tone.WARNING);
    }

    private static Tone tone(Report report) {
        if (!report.isHealthy()) {
            return Tone.BAD;
        }
        return report.unidentified().isEmpty() ? Tone.GOOD : Tone.WARNING;
    }

    private void finding(Finding finding) {
        lines.add("");
        String certainty = finding.certainty().toString().toUpperCase(Locale.ROOT);
        lines.add(style.paint(certainty, tone(finding.certainty())) + "  "
                + style.paint(finding.fault().code(), Tone.STRONG) + "  "
                + style.paint(shown(finding.place()), Tone.QUIET));
        indented("", finding.says());
        finding.evidence().forEach(evidence -> indented("evidence", evidence(evidence)));
        Line line = finding.line();
        if (line != null) {
            indented("computes", line.variable() + " = " + line.computes());
            indented("should be", line.mended());
        }
        finding.comparisons().forEach(comparison -> indented("array", comparison(comparison)));
        indented("fix", finding.remedy());
        if (finding.proof() != null) {
            proof(finding.proof());
        }
        finding.explains().forEach(symptom -> indented("explains", symptom));
    }

    private static Tone tone(Certainty certainty) {
        return switch (certainty) {
            case PROVED -> Tone.BAD;
            case LIKELY -> Tone.WARNING;
            case POSSIBLE -> Tone.QUIET;
        };
    }

    private static String evidence(Evidence evidence) {
        Double threshold = evidence.threshold();
        return evidence.name() + " " + Text.brief(evidence.value())
                + (threshold == null ? "" : ", against " + Text.brief(threshold))
                + (evidence.source().isEmpty() ? "" : " (" + evidence.source() + ")");
    }

    private static String comparison(Comparison comparison) {
        return "%s (%s): yours and exact differ by up to %s, at %s"
                .formatted(
                        comparison.name(),
                        comparison.yours().shape(),
                        Text.significant(comparison.largest()),
                        comparison.where());
    }

    private static String check(Check check) {
        return check.says()
                + (check.formula().isEmpty() ? "" : ": " + check.formula())
                + (check.isMeasured() ? ", to %.1e".formatted(check.difference()) : "");
    }

    private void proof(Proof proof) {
        String gains = String.join(", ", proof.gains().stream().map(Text::gain).toList());
        indented("proof", proof.measure() + " " + gains + (proof.gains().size() > 1 ? ", a number for each seed" : ""));
        if (proof.asItIs().values().isEmpty() && proof.mended().values().isEmpty()) {
            return;
        }
        for (String line : TextPlot.lines(proof, Math.min(MOST_PLOT, style.width() - 4), style)) {
            lines.add("  " + line);
        }
        String failed = style.paint(style.unicode() ? "⠶" : "x", Tone.BAD) + " as it is " + last(proof.asItIs());
        String mended = style.paint(style.unicode() ? "⠶" : "o", Tone.GOOD) + " mended " + last(proof.mended());
        for (String line : Text.wrap(failed + "   " + mended, Math.max(20, style.width() - 15))) {
            lines.add(" ".repeat(14) + line);
        }
    }

    private String last(Proof.Curve curve) {
        return shown(Text.significant(curve.last()));
    }

    private void section(String heading, List<String> sentences, String bullet, Tone tone) {
        if (sentences.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(style.paint(heading, Tone.STRONG));
        String sign = style.unicode() || bullet.equals("?") ? bullet : "-";
        for (String sentence : sentences) {
            String before = "  " + style.paint(sign, tone) + " ";
            for (String line : Text.wrap(shown(sentence), Math.max(20, style.width() - 5))) {
                lines.add(before + line);
                before = "    ";
            }
        }
    }

    /** A label in its column and the text beside it, in as many lines as it takes. */
    private void indented(String label, String text) {
        String before = "  " + style.paint(Text.padRight(label, LABEL), Tone.QUIET);
        String after = " ".repeat(LABEL + 2);
        if (label.isEmpty()) {
            before = "  ";
            after = "  ";
        }
        for (String line : Text.wrap(shown(text), Math.max(20, style.width() - after.length() - 1))) {
            lines.add(before + line);
            before = after;
        }
    }

    /** Without control characters, which could steer the terminal, and in ASCII where it shows no more. */
    private String shown(String text) {
        String harmless = text.replaceAll("[\\p{Cntrl}&&[^\\n]]", "");
        return style.unicode() ? harmless : Text.ascii(harmless);
    }
}

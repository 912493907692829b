package dev.descent.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report as one HTML file that needs nothing else: no script, no font, no picture from elsewhere. Light and dark. */
public final class HtmlReport {
    private static final String LOOKS = """
            :root{color-scheme:light dark;--bad:#c8321f;--good:#1a7f4b;--warning:#a86a00;--line:#8a9099;--positive:#d1492e;
            --negative:#2f6fd0;--ground:#fff;--card:#f6f7f9;--text:#1c2024;--quiet:#626a73;--edge:#dde1e6}
            @media(prefers-color-scheme:dark){:root{--bad:#ff7a66;--good:#4fc98a;--warning:#e8b04a;--line:#7c848e;
            --positive:#ff7a5c;--negative:#6aa5ff;--ground:#14171a;--card:#1c2024;--text:#e4e7ea;--quiet:#9aa3ad;--edge:#30363d}}
            *{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--text);font:15px/1.55 system-ui,sans-serif}
            main{max-width:860px;margin:0 auto;padding:32px 20px 64px}h1{font-size:26px;margin:0;overflow-wrap:anywhere}
            h2{font-size:17px;margin:36px 0 8px}.summary{font-size:17px;margin:2px 0 20px}.quiet{color:var(--quiet)}
            .good{color:var(--good)}.bad{color:var(--bad)}article{background:var(--card);border:1px solid var(--edge);
            border-left:4px solid var(--tone);border-radius:8px;padding:16px 20px;margin:16px 0}
            .proved{--tone:var(--bad)}.likely{--tone:var(--warning)}.possible{--tone:var(--line)}
            .tag{display:inline-block;color:var(--tone);border:1px solid var(--tone);border-radius:4px;padding:0 7px;font-size:12px;
            font-weight:600;letter-spacing:.04em;text-transform:uppercase;margin-right:8px}
            article h3{display:inline;font-size:17px;margin:0}.says{font-size:16px;margin:8px 0 12px}
            h4{font-size:12px;color:var(--quiet);margin:14px 0 2px;font-weight:600}
            code,pre{font:13px/1.5 ui-monospace,monospace}pre{white-space:pre-wrap;margin:2px 0}
            table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
            th{text-align:left;font-size:12px;color:var(--quiet);font-weight:500}
            td,th{padding:2px 12px 2px 0;vertical-align:top;overflow-wrap:anywhere}.number{text-align:right;white-space:nowrap}
            .fix{border-left:3px solid var(--good);padding:2px 12px;margin:2px 0;white-space:pre-wrap}
            figure{margin:4px 0}svg{max-width:100%;display:block}figcaption{font-size:13px}
            .arrays{display:grid;grid-template-columns:repeat(3,1fr);gap:12px}.arrays svg{width:100%;height:120px;
            border:1px solid var(--edge);background:var(--ground)}ul{margin:4px 0;padding-left:22px}
            .checks{list-style:none;padding-left:0}.checks li::before{content:"\\2713\\00a0\\00a0";color:var(--good)}
            .quality{margin:0 0 8px}.quality strong{font-size:22px;font-variant-numeric:tabular-nums}
            .diff{border:1px solid var(--edge);border-radius:8px;padding:8px 14px;margin:0 0 24px}
            footer{margin-top:40px;font-size:13px}
            """;

    private final StringBuilder html = new StringBuilder();

    private HtmlReport() {}

    /** The whole page. */
    public static String of(Report report) {
        HtmlReport page = new HtmlReport();
        page.write(report);
        return page.html.toString();
    }

    private void write(Report report) {
        String subject = Markup.escape(report.subject());
        html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>")
                .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"/><title>")
                .append(subject)
                .append(": ")
                .append(Markup.escape(report.summary()))
                .append("</title><style>")
                .append(LOOKS)
                .append("</style></head>\n<body><main><h1>")
                .append(subject)
                .append("</h1><p class=\"summary ")
                .append(report.isHealthy() ? "good" : "bad")
                .append("\">")
                .append(Markup.escape(report.summary()))
                .append("</p>\n");
        if (report.repair() != null) {
            repair(report.repair());
        }
        report.byCertainty().forEach(this::finding);
        List<String> checks = report.verified().stream().map(HtmlReport::check).toList();
        section("Checked and right", checks, "checks");
        section("Not a fault", report.notes().stream().map(Markup::prose).toList(), "");
        section(
                "Not understood",
                report.unidentified().stream().map(Markup::prose).toList(),
                "");
        html.append(
                        "<footer class=\"quiet\">Made by Descent. Proofs train twice with the same seed and the same order of data,")
                .append(" different in the fix alone.</footer></main></body></html>\n");
    }

    private void repair(Repair repair) {
        boolean isMended = !repair.changes().isEmpty();
        html.append("<p class=\"quality\"><strong")
                .append(isMended ? " class=\"bad\">" : ">")
                .append(quality(repair.before()))
                .append("</strong>");
        if (isMended) {
            html.append(" → <strong class=\"good\">")
                    .append(quality(repair.after()))
                    .append("</strong> mended");
        }
        html.append(" <span class=\"quiet\">")
                .append(Markup.escape(repair.measure()))
                .append("</span></p>");
        if (!isMended) {
            return;
        }
        html.append("<div class=\"diff\">");
        for (Repair.Change change : repair.changes()) {
            html.append("<pre class=\"bad\">− ")
                    .append(Markup.escape(change.field() + ": " + change.before()))
                    .append("</pre><pre class=\"good\">+ ")
                    .append(Markup.escape(change.field() + ": " + change.after()))
                    .append("</pre>");
        }
        html.append("</div>\n");
    }

    private static String quality(double quality) {
        return String.format(Locale.ROOT, "%.3f", quality);
    }

    private void finding(Finding finding) {
        html.append("<article class=\"")
                .append(finding.certainty())
                .append("\"><span class=\"tag\">")
                .append(finding.certainty())
                .append("</span><h3>")
                .append(finding.fault().code())
                .append("</h3> <span class=\"quiet\">")
                .append(Markup.prose(finding.place()))
                .append("</span><p class=\"says\">")
                .append(Markup.prose(finding.says()))
                .append("</p>");
        Line line = finding.line();
        if (line != null) {
            html.append("<h4>The line computes</h4><pre>")
                    .append(Markup.escape(line.variable() + " = " + line.computes()))
                    .append("</pre><h4>It should compute</h4><pre>")
                    .append(Markup.escape(line.mended()))
                    .append("</pre>");
        }
        evidence(finding.evidence());
        html.append("<h4>Fix</h4><div class=\"fix\">")
                .append(Markup.prose(finding.remedy()))
                .append("</div>");
        if (finding.proof() != null) {
            proof(finding.proof());
        }
        finding.comparisons().forEach(this::comparison);
        if (!finding.explains().isEmpty()) {
            html.append("<h4>Explains</h4>");
            list(finding.explains().stream().map(Markup::prose).toList(), "");
        }
        html.append("</article>\n");
    }

    private void evidence(List<Evidence> all) {
        if (all.isEmpty()) {
            return;
        }
        html.append("<table><tr><th>evidence</th><th class=\"number\">value</th><th class=\"number\">threshold</th>")
                .append("<th>source</th></tr>");
        for (Evidence evidence : all) {
            Double threshold = evidence.threshold();
            html.append("<tr><td>")
                    .append(Markup.prose(evidence.name()))
                    .append("</td><td class=\"number\">")
                    .append(Text.brief(evidence.value()))
                    .append("</td><td class=\"number\">")
                    .append(threshold == null ? "" : Text.brief(threshold))
                    .append("</td><td class=\"quiet\">")
                    .append(Markup.prose(evidence.source()))
                    .append("</td></tr>");
        }
        html.append("</table>");
    }

    private void proof(Proof proof) {
        List<String> gains = new ArrayList<>();
        proof.gains().forEach(gain -> gains.add(Text.gain(gain)));
        html.append("<h4>Proof</h4><figure>")
                .append(SvgPlot.curves(proof))
                .append("<figcaption>")
                .append(Markup.escape(proof.quantity()))
                .append(": <span class=\"bad\">as it is ")
                .append(Text.significant(proof.asItIs().last()))
                .append("</span>, <span class=\"good\">mended ")
                .append(Text.significant(proof.mended().last()))
                .append("</span>. ")
                .append(Markup.escape(proof.measure()))
                .append(" <strong>")
                .append(String.join(", ", gains))
                .append("</strong>")
                .append(gains.size() > 1 ? ", a number for each seed" : "")
                .append("</figcaption></figure>");
    }

    private void comparison(Comparison comparison) {
        double shared =
                Math.max(comparison.yours().largest(), comparison.exact().largest());
        html.append("<h4>")
                .append(Markup.escape(
                        comparison.name() + ", " + comparison.yours().shape()))
                .append("</h4><div class=\"arrays\">");
        picture("yours", comparison.yours(), shared);
        picture("exact", comparison.exact(), shared);
        picture(
                "difference, up to " + Text.significant(comparison.largest()) + " at " + comparison.where(),
                comparison.difference(),
                comparison.difference().largest());
        html.append("</div>");
    }

    private void picture(String caption, Heatmap map, double scale) {
        html.append("<figure>")
                .append(SvgPlot.heatmap(map, scale))
                .append("<figcaption class=\"quiet\">")
                .append(Markup.escape(caption))
                .append("</figcaption></figure>");
    }

    private static String check(Check check) {
        return Markup.prose(check.says())
                + (check.formula().isEmpty() ? "" : " <code>" + Markup.escape(check.formula()) + "</code>")
                + (check.isMeasured()
                        ? " <span class=\"quiet\">to " + String.format(Locale.ROOT, "%.1e", check.difference())
                                + "</span>"
                        : "");
    }

    private void section(String heading, List<String> items, String looks) {
        if (!items.isEmpty()) {
            html.append("<h2>").append(heading).append("</h2>");
            list(items, looks);
        }
    }

    /** @param items markup already */
    private void list(List<String> items, String looks) {
        html.append("<ul class=\"").append(looks).append("\">");
        items.forEach(item -> html.append("<li>").append(item).append("</li>"));
        html.append("</ul>\n");
    }
}

package dev.descent.report;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A report as JSON, for programs. Numbers that are NaN or infinite are null. */
public final class JsonReport {
    private JsonReport() {}

    public static String of(Report report) {
        Map<String, @Nullable Object> root = new LinkedHashMap<>();
        root.put("subject", report.subject());
        root.put("healthy", report.isHealthy());
        root.put(
                "findings",
                report.byCertainty().stream().map(JsonReport::finding).toList());
        root.put("verified", report.verified().stream().map(JsonReport::check).toList());
        root.put("notes", report.notes());
        root.put("unidentified", report.unidentified());
        if (report.repair() != null) {
            root.put("repair", repair(report.repair()));
        }
        return Json.of(root);
    }

    private static Map<String, @Nullable Object> repair(Repair repair) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("measure", repair.measure());
        map.put("before", repair.before());
        map.put("after", repair.after());
        map.put(
                "changes",
                repair.changes().stream()
                        .map(change ->
                                Map.of("field", change.field(), "before", change.before(), "after", change.after()))
                        .toList());
        return map;
    }

    private static Map<String, @Nullable Object> finding(Finding finding) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("fault", finding.fault().code());
        map.put("meaning", finding.fault().meaning());
        map.put("certainty", finding.certainty().toString());
        map.put("place", finding.place());
        map.put("says", finding.says());
        map.put(
                "evidence",
                finding.evidence().stream().map(JsonReport::evidence).toList());
        Line line = finding.line();
        if (line != null) {
            map.put("computes", line.variable() + " = " + line.computes());
            map.put("should-compute", line.mended());
        }
        map.put("remedy", finding.remedy());
        map.put("proof", finding.proof() == null ? null : proof(finding.proof()));
        map.put("explains", finding.explains());
        map.put(
                "arrays",
                finding.comparisons().stream().map(JsonReport::comparison).toList());
        return map;
    }

    private static Map<String, @Nullable Object> evidence(Evidence evidence) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("name", evidence.name());
        map.put("value", evidence.value());
        map.put("threshold", evidence.threshold());
        map.put("source", evidence.source());
        return map;
    }

    private static Map<String, Object> proof(Proof proof) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("quantity", proof.quantity());
        map.put("as-it-is", curve(proof.asItIs()));
        map.put("mended", curve(proof.mended()));
        map.put("gains", proof.gains());
        map.put("measure", proof.measure());
        return map;
    }

    private static Map<String, Object> curve(Proof.Curve curve) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("label", curve.label());
        map.put("steps", curve.steps());
        map.put("values", curve.values());
        return map;
    }

    private static Map<String, Object> comparison(Comparison comparison) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", comparison.name());
        map.put("largest-difference", comparison.largest());
        map.put("at", comparison.where());
        return map;
    }

    private static Map<String, Object> check(Check check) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("says", check.says());
        map.put("formula", check.formula());
        map.put("difference", check.difference());
        map.put("tolerance", check.tolerance());
        return map;
    }
}

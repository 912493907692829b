package dev.descent.audit.elementwise;

import dev.descent.audit.Trace;
import dev.descent.data.NdArray;
import dev.descent.report.Certainty;
import dev.descent.report.Check;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Finding;
import dev.descent.report.Line;
import dev.descent.report.Report;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What arrays tell element by element, without a product of matrices: the sign of the error, the derivative in each delta, how far a step goes
 * against the weights it changes, and what became of the units. That is all there is in a print-out of
 * one sample's vectors, or where the inputs are missing. Nothing can be replayed, so nothing is called proved.
 */
public final class Elementwise {
    /** Print-outs have eight digits. */
    private static final double PRINTED = 2e-6;

    /** Numbers of a vector that may be mistyped before a formula is given up. */
    private static final double MISTYPED = 0.25;

    /** A step that is so many times the weights it changes is beyond any stable one; about a thousandth is usual. */
    private static final double TOO_FAR = 3;

    /** Starting weights are rarely larger. */
    private static final double USUAL_START = 3;

    private final List<Map<String, double[]>> iterations = new ArrayList<>();

    /** Length of the last axis of each array. */
    private final Map<String, Integer> widths = new LinkedHashMap<>();

    private final List<Finding> findings = new ArrayList<>();
    private final List<Check> verified = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> unidentified = new ArrayList<>();

    private Elementwise(Trace trace) {
        for (Map<String, NdArray> arrays : trace.iterations()) {
            Map<String, double[]> vectors = new LinkedHashMap<>();
            arrays.forEach((name, array) -> {
                vectors.put(name, array.toDoubles());
                widths.put(name, array.rank() == 0 ? 1 : Math.max(1, array.dimension(array.rank() - 1)));
            });
            iterations.add(vectors);
        }
    }

    /** Whether the trace holds vectors only, so that there is no product of matrices to find. */
    public static boolean fits(Trace trace) {
        boolean hasVector = false;
        for (Map<String, NdArray> arrays : trace.iterations()) {
            for (NdArray array : arrays.values()) {
                if (!array.isVector()) {
                    return false;
                }
                hasVector |= array.size() > 1;
            }
        }
        return hasVector;
    }

    /** What the vectors tell; a report without checks and findings when they tell nothing. */
    public static Report report(Trace trace) {
        Elementwise sample = new Elementwise(trace);
        sample.notes.addAll(trace.notes());
        sample.errors();
        sample.deltas();
        sample.steps();
        sample.unidentified.add(
                "no product of matrices was found, so gradients were not checked and nothing was replayed: add the inputs,"
                        + " the targets and the whole weights, of all samples of the batch, to the dump (descent_trace.py does)");
        // Among whole matrices two may fit a wrong formula by chance; a step of hundreds of times the weights is none.
        List<Finding> sure = fits(trace)
                ? sample.findings
                : sample.findings.stream()
                        .filter(finding -> finding.fault() == Fault.STEP_TOO_LARGE)
                        .toList();
        return new Report(trace.name(), sure, sample.verified, sample.notes, sample.unidentified);
    }

    private Map<String, double[]> first() {
        return iterations.getFirst();
    }

    /** Errors: a one-hot target minus the output, or the reverse. */
    private void errors() {
        first().forEach((error, e) -> first().forEach((output, o) -> {
            if (error.equals(output) || e.length != o.length || e.length < 2 || isConstant(o) || !isActivation(o)) {
                return;
            }
            for (int sign : new int[] {1, -1}) {
                if (isError(e, o, sign, widths.getOrDefault(output, o.length))) {
                    String formula = sign > 0 ? "target - " + output : output + " - target";
                    verified.add(
                            new Check("error of the output, targets one-hot", error + " = " + formula, 0, PRINTED));
                }
            }
        }));
    }

    /** Whether {@code sign · error + output} is one-hot in every row. */
    private static boolean isError(double[] error, double[] output, int sign, int width) {
        for (int row = 0; row + width <= error.length; row += width) {
            if (target(Arrays.copyOfRange(error, row, row + width), Arrays.copyOfRange(output, row, row + width), sign)
                    < 0) {
                return false;
            }
        }
        return width > 1;
    }

    /** The class whose one-hot vector is {@code sign · error + output}; −1 for none. */
    private static int target(double[] error, double[] output, int sign) {
        int target = -1;
        for (int i = 0; i < error.length; i++) {
            double value = sign > 0 ? output[i] + error[i] : output[i] - error[i];
            boolean isOne = Math.abs(value - 1) < PRINTED;
            if ((!isOne && Math.abs(value) > PRINTED) || (isOne && target >= 0)) {
                return -1;
            }
            target = isOne ? i : target;
        }
        return target;
    }

    private void deltas() {
        first().forEach((delta, d) -> {
            if (isConstant(d) || d.length < 2) {
                return;
            }
            first().forEach((error, e) -> first().forEach((activation, y) -> {
                boolean differs = !error.equals(delta) && !activation.equals(delta) && !activation.equals(error);
                if (differs && e.length == d.length && y.length == d.length && !isConstant(y) && !isConstant(e)) {
                    delta(delta, d, error, e, activation, y);
                }
            }));
        });
    }

    private void delta(String delta, double[] d, String error, double[] e, String activation, double[] y) {
        for (DeltaFormula formula : DeltaFormula.values()) {
            List<Integer> wrong = new ArrayList<>();
            double worst = 0;
            for (int i = 0; i < d.length; i++) {
                double exact = e[i] * formula.slope(y[i]);
                double away = Math.abs(d[i] - exact);
                if (away > 1e-5 * Math.abs(exact) + 1e-8) {
                    wrong.add(i);
                } else {
                    worst = Math.max(worst, away);
                }
            }
            if (wrong.size() > MISTYPED * d.length) {
                continue;
            }
            String text = formula.text(error, activation);
            Fault fault = formula.fault();
            if (fault == null) {
                verified.add(new Check("delta", delta + " = " + text, worst, PRINTED));
            } else {
                String should = DeltaFormula.SIGMOID.text(error, activation);
                findings.add(new Finding(
                        fault,
                        Certainty.LIKELY,
                        delta,
                        "%s is %s, but the derivative of the sigmoid, written with its value, is %s * (1 - %s)"
                                .formatted(delta, text, activation, activation),
                        List.of(Evidence.fact("largest difference from that formula", worst)),
                        delta + " = " + should,
                        null,
                        List.of(),
                        List.of(),
                        new Line(delta, text, should)));
            }
            if (!wrong.isEmpty()) {
                notes.add("%d of the %d numbers of %s do not fit %s (the first is %s) and look mistyped"
                        .formatted(wrong.size(), d.length, delta, text, number(d[wrong.getFirst()])));
            }
            return;
        }
    }

    /** Steps: a weight that holds, beside a start of usual size, the whole of another vector. */
    private void steps() {
        List<String> places = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        first().forEach((weight, w) -> first().forEach((change, g) -> {
            if (weight.equals(change) || w.length != g.length || w.length < 2 || isConstant(g)) {
                return;
            }
            for (int sign : new int[] {1, -1}) {
                double[] before = new double[w.length];
                Arrays.setAll(before, i -> w[i] - sign * g[i]);
                double ratio = size(g) / size(before);
                // From a start of zeros every step is infinitely far.
                boolean isStep = size(w) > USUAL_START
                        && size(before) < USUAL_START
                        && ratio > TOO_FAR
                        && Double.isFinite(ratio);
                if (isStep && goesOn(weight, change, sign)) {
                    places.add(weight);
                    lines.add(weight + (sign > 0 ? " += " : " -= ") + change);
                    evidence.add(Evidence.against(
                            "first step of %s, as a multiple of the weights it changes".formatted(weight),
                            ratio,
                            1e-3,
                            "usual for a healthy step"));
                    verified.add(new Check(
                            "update, from a start between %s and %s"
                                    .formatted(number(min(before)), number(max(before))),
                            lines.getLast(),
                            Double.NaN,
                            Double.NaN));
                }
            }
        }));
        first().forEach((name, values) -> {
            if (values.length > 1 && size(values) == 0 && iterations.size() > 1) {
                notes.add(
                        ("%s is all zeros: a row of a gradient is, when its input is 0 in every sample (a pixel at the border is"
                                        + " black in every image)")
                                .formatted(name));
            }
        });
        if (!places.isEmpty()) {
            stepTooLarge(places, evidence, lines);
        }
    }

    /** Whether the next iteration's weight follows from this one's by the next change, too; tells the weight from its change. */
    private boolean goesOn(String weight, String change, int sign) {
        if (iterations.size() < 2) {
            return true;
        }
        double[] now = first().getOrDefault(weight, new double[0]);
        double[] next = iterations.get(1).getOrDefault(weight, new double[0]);
        double[] step = iterations.get(1).getOrDefault(change, new double[0]);
        if (next.length != now.length || step.length != now.length) {
            return false;
        }
        double[] away = new double[now.length];
        Arrays.setAll(away, i -> next[i] - now[i] - sign * step[i]);
        return size(away) <= PRINTED * size(now);
    }

    private void stepTooLarge(List<String> places, List<Evidence> evidence, List<String> lines) {
        int worst = 0;
        for (int i = 1; i < places.size(); i++) {
            worst = evidence.get(i).value() > evidence.get(worst).value() ? i : worst;
        }
        double ratio = evidence.get(worst).value();
        List<String> after = aftermath();
        String line = lines.get(worst);
        boolean adds = line.contains("+=");
        String change = line.substring(line.indexOf('=') + 2);
        String should = "rate * " + change;
        findings.add(new Finding(
                Fault.STEP_TOO_LARGE,
                Certainty.LIKELY,
                String.join(", ", places),
                "%s moves %s times as far as the weights are large in one step: the gradient is summed over the samples and no learning"
                                .formatted(places.get(worst), number(ratio))
                        + " rate scales it",
                evidence,
                "%s %s %s with a rate of about %s, or the mean over the samples instead of their sum"
                        .formatted(places.get(worst), adds ? "+=" : "-=", should, number(0.01 / ratio)),
                null,
                after,
                List.of(),
                new Line(
                        places.get(worst),
                        places.get(worst) + (adds ? " + " : " - ") + change,
                        places.get(worst) + (adds ? " + " : " - ") + should)));
        if (adds && verified.stream().anyMatch(check -> check.formula().contains("= target - "))) {
            notes.add(
                    "the sign is right: the error is target minus output and the step is added, which goes downhill; to subtract it"
                            + " would climb");
        }
    }

    /** What the last iteration looks like after a step that went too far. */
    private List<String> aftermath() {
        List<String> after = new ArrayList<>();
        if (iterations.size() < 2) {
            return after;
        }
        iterations.getLast().forEach((name, values) -> {
            double[] before = first().get(name);
            if (before == null || values.length < 2 || size(before) == 0) {
                return;
            }
            if (size(values) == 0) {
                after.add("%s is exactly 0 in iteration %d".formatted(name, iterations.size()));
            } else if (Arrays.stream(values).allMatch(value -> value < 1e-6 || Math.abs(value - 1) < 1e-6)
                    && !isConstant(before)
                    && isActivation(before)) {
                after.add("%s is 0 or 1 everywhere in iteration %d: its units are saturated"
                        .formatted(name, iterations.size()));
            }
        });
        return after;
    }

    private static boolean isConstant(double[] values) {
        return Arrays.stream(values).allMatch(value -> value == values[0]);
    }

    private static boolean isActivation(double[] values) {
        return Arrays.stream(values).allMatch(value -> value >= 0 && value <= 1);
    }

    /** Root mean square. */
    private static double size(double[] values) {
        return Math.sqrt(
                Arrays.stream(values).map(value -> value * value).average().orElse(0));
    }

    private static double min(double[] values) {
        return Arrays.stream(values).min().orElse(0);
    }

    private static double max(double[] values) {
        return Arrays.stream(values).max().orElse(0);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }
}

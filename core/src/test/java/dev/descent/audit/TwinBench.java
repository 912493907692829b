package dev.descent.audit;

import dev.descent.report.Report;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Prints what the audit says about many twin programs: {@code TwinBench FROM TO [print]}. */
final class TwinBench {
    public static void main(String[] arguments) {
        int from = Integer.parseInt(arguments[0]);
        int to = Integer.parseInt(arguments[1]);
        String only = arguments.length > 2 ? arguments[2] : "";
        Map<String, int[]> scores = new TreeMap<>();
        double worst = 0;
        for (int seed = from; seed < to; seed++) {
            TwinStyle style = TwinStyle.of(seed);
            String fault = seed % 3 == 0 ? "" : TwinFaults.ALL.get((seed - seed / 3) % TwinFaults.ALL.size());
            if (!fault.isEmpty() && !TwinFaults.canHave(style, fault)) {
                continue;
            }
            if (!only.isEmpty() && !only.equals("healthy") && !fault.equals(only)) {
                continue;
            }
            if (only.equals("healthy") && !fault.isEmpty()) {
                continue;
            }
            long before = System.nanoTime();
            Audit audit;
            try {
                audit = Audit.of(Twin.run(style, fault, seed));
            } catch (RuntimeException e) {
                System.out.println("CRASH " + seed + " " + fault + " " + style);
                System.out.println(e + " " + Arrays.toString(Arrays.copyOf(e.getStackTrace(), 4)));
                continue;
            }
            double seconds = (System.nanoTime() - before) / 1e9;
            worst = Math.max(worst, seconds);
            Report report = audit.report();
            boolean right = fault.isEmpty()
                    ? report.findings().isEmpty()
                    : !report.findings().isEmpty()
                            && report.findings().getFirst().fault().code().equals(fault);
            boolean alone = report.findings().size() <= 1;
            int[] score = scores.computeIfAbsent(fault.isEmpty() ? "healthy" : fault, _ -> new int[4]);
            score[0]++;
            score[1] += right ? 1 : 0;
            score[2] += right && alone ? 1 : 0;
            score[3] += audit.isUnderstood() && report.unidentified().isEmpty() ? 1 : 0;
            if (seconds > 3) {
                System.out.printf("SLOW %d %.1f s%n", seed, seconds);
            }
            if (!right || !alone || (fault.isEmpty() && !report.unidentified().isEmpty())) {
                System.out.printf(
                        "%s %d %-22s %s %s %s rate %.3g n=%d b=%d cols=%b f32=%b bias=%b t-o=%b sum=%b z=%b d=%b g=%b before=%b labels=%b%n   -> %s ? %s%n",
                        right ? "extra" : "WRONG",
                        seed,
                        fault.isEmpty() ? "healthy" : fault,
                        Arrays.toString(style.sizes()),
                        style.hidden() + "/" + style.loss(),
                        style.optimizer(),
                        style.rate(),
                        style.samples(),
                        style.batch(),
                        style.columns(),
                        style.single(),
                        style.biases(),
                        style.errorIsTargetMinusOutput(),
                        style.summed(),
                        style.showsLogits(),
                        style.showsDeltas(),
                        style.showsGradients(),
                        style.showsBefore(),
                        style.labels(),
                        report.findings().stream()
                                .map(f -> f.fault() + "[" + f.place() + "] " + f.says())
                                .toList(),
                        report.unidentified());
            }
        }
        int all = 0;
        int good = 0;
        for (Map.Entry<String, int[]> entry : scores.entrySet()) {
            int[] s = entry.getValue();
            System.out.printf(
                    "%-24s %3d: right %3d, alone %3d, understood %3d%n", entry.getKey(), s[0], s[1], s[2], s[3]);
            all += entry.getKey().equals("healthy") ? 0 : s[0];
            good += entry.getKey().equals("healthy") ? 0 : s[1];
        }
        System.out.printf("faults first %d of %d, slowest %.2f s%n", good, all, worst);
    }
}

package dev.descent.report;

import dev.descent.data.NdArray;
import java.util.ArrayList;
import java.util.List;

/** Reports to render. */
final class Samples {
    /** Text that breaks what does not escape it. */
    static final String HOSTILE = "</style><script>alert('1')</script> & \"quotes\" \u0000\u001b[31m 'w' ]]>";

    private Samples() {}

    /** One of everything: a proved finding with curves, a likely one with arrays, checks, notes. */
    static Report full(String words) {
        List<Long> steps = new ArrayList<>();
        List<Double> failed = new ArrayList<>();
        List<Double> mended = new ArrayList<>();
        for (long step = 1; step <= 200; step++) {
            steps.add(step);
            failed.add(step < 120 ? 2.3 + 0.4 * Math.sin(step * 0.7) : step == 120 ? 40.0 : Double.NaN);
            mended.add(2.3 * Math.exp(-step / 40.0) + 0.05);
        }
        Finding proved = new Finding(
                Fault.STEP_TOO_LARGE,
                Certainty.PROVED,
                "reduction",
                "the step is 9,800 times too large: the gradient is summed over 10,000 images and no learning rate scales it "
                        + words,
                List.of(
                        Evidence.against("step over the largest stable step", 9800, 1, "2 over the largest curvature"),
                        Evidence.fact("largest curvature of the loss " + words, 1.96e4)),
                "reduction: mean",
                new Proof(
                        "loss",
                        new Proof.Curve("as it is", steps, failed),
                        new Proof.Curve("mended", steps, mended),
                        List.of(0.842, 0.851, 0.837),
                        "quality on test data"),
                List.of("99.8 % of layer1 is saturated", "the gradient is exactly 0 from step 2 on"));
        return new Report(
                "collapse" + words,
                List.of(arrays(words), proved),
                List.of(
                        new Check("the first layer's weighted sum", "layer1.logits = input · w1", 3.1e-8, 1e-6),
                        Check.of("labels")),
                List.of("717 rows of the first gradient are 0: they belong to pixels that are black in every image "
                        + words),
                List.of("array `q7` fits no part of a training step"));
    }

    private static Finding arrays(String words) {
        double[] yours = new double[16 * 30];
        double[] exact = new double[16 * 30];
        for (int i = 0; i < yours.length; i++) {
            exact[i] = Math.sin(i * 0.13) * Math.cos(i * 0.011);
            yours[i] = i / 30 == 4 ? 0 : exact[i];
        }
        return new Finding(
                Fault.DERIVATIVE_MISSING,
                Certainty.LIKELY,
                "d1",
                "the delta of layer1 lacks the sigmoid's derivative " + words,
                List.of(Evidence.against("largest difference", 0.24, 1e-6, "rounding in float")),
                "`d1 = (d2 @ w2.T) * a1 * (1 - a1)`",
                null,
                List.of(),
                List.of(Comparison.of("d1", NdArray.of(yours, 16, 30), NdArray.of(exact, 16, 30))),
                new Line("d1", "(d2 @ w2.T)", "(d2 @ w2.T) * a1 * (1 - a1)"));
    }
}

package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Program;
import dev.descent.audit.replay.Replay;
import dev.descent.audit.replay.State;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts whose weights have the wrong size: so small that no layer's sums differ between samples, or so large that the first
 * outputs are confidently wrong. Reported only where the program does not learn from its own weights, and does from weights drawn
 * with variance 1 / inputs or cannot tell samples apart at all.
 */
final class WeakStart implements RunCheck {
    /** Deviation of a unit's sums over the samples; drawn weights give about 1. */
    private static final double LOST = 1e-3;

    /** Below it a layer tells samples apart in the last digits of a float only: there is nothing to prove. */
    private static final double NOTHING = 1e-6;

    /** The first loss over that of always giving the mean target; a good start is near 1. */
    private static final double CONFIDENTLY_WRONG = 3;

    /** Of a regression, whose first loss says nothing where targets are far from 0: how much more the first outputs vary than the targets. */
    private static final double FAR_APART = 100;

    /** What the outputs of fewer samples start with is chance. */
    private static final int FEWEST = 8;

    @Override
    public List<Suspicion> examine(Examination examination, Setup setup) {
        Setup few = setup.thinned(Budget.SAMPLES);
        double spread = spread(few);
        // One layer alone has nothing to learn behind it: it may start at 0. And one sample says nothing of a start.
        int samples = few.inputs().rows();
        if (few.recipe().depth() == 1 || samples < 2) {
            return List.of();
        }
        double constant = few.constantLoss();
        double ratio = few.isClassification()
                ? examination.few(setup).train(0).first() / constant
                : variance(few.logits(few.recipe().depth())) / variance(few.targets());
        boolean isWrong = samples >= FEWEST && !(ratio < (few.isClassification() ? CONFIDENTLY_WRONG : FAR_APART));
        if (spread >= LOST && !isWrong) {
            return List.of();
        }
        Replay.Run asItIs = examination.trial(setup).run();
        if ((spread >= LOST && recovers(asItIs, constant)) || asItIs.settled() < 0.9 * constant || allZero(few)) {
            return List.of();
        }
        Replay.Run drawn = SymmetricStart.drawn(few).train(Budget.steps(few));
        if (spread >= NOTHING && !(drawn.settled() < 0.9 * Math.min(constant, asItIs.settled()))) {
            return List.of();
        }
        if (spread >= LOST && examination.isFromLaterStep(setup)) {
            return List.of();
        }
        return List.of(spread < LOST ? tooSmall(examination, spread) : tooLarge(examination, few, ratio));
    }

    /** Whether it has left the bad start behind in these few steps already, and names more classes right. */
    private static boolean recovers(Replay.Run run, double constant) {
        return run.end() < constant && run.lastAccuracy() > run.accuracies().getFirst() + 0.1;
    }

    /** The least over the layers of the mean deviation of a unit's logits between samples. */
    private static double spread(Setup few) {
        double least = Double.POSITIVE_INFINITY;
        for (int layer = 1; layer <= few.recipe().depth(); layer++) {
            least = Math.min(least, Math.sqrt(variance(few.logits(layer))));
        }
        return least;
    }

    /** Over the samples, the mean of the columns'. */
    private static double variance(Matrix values) {
        Matrix mean = values.sumOfRows().scaled(1.0 / values.rows());
        double apart = values.minus(
                        Matrix.filled(values.rows(), values.columns(), 0).plus(mean))
                .norm();
        return apart * apart / values.size();
    }

    /** That is a symmetric start, which is another fault. */
    private static boolean allZero(Setup few) {
        State start = few.start();
        return start.parameters().entrySet().stream()
                .filter(entry -> entry.getKey().role() == Symbol.Role.WEIGHT)
                .allMatch(entry -> entry.getValue().norm() == 0);
    }

    private static List<String> weights(Program program) {
        List<String> names = new ArrayList<>();
        for (int layer = 1; layer <= program.depth(); layer++) {
            names.add(program.parameter(Symbol.weight(layer)).name());
        }
        return names;
    }

    private static Suspicion tooSmall(Examination examination, double spread) {
        return suspicion(
                examination,
                Fault.INIT_TOO_SMALL,
                "the weights start so small that the sums of a layer differ by only %s between samples"
                        .formatted(Wording.number(spread)),
                Evidence.against(
                        "deviation of a layer's sums over the samples",
                        spread,
                        LOST,
                        "about 1 for weights of variance 1 / inputs (Glorot and Bengio 2010)"));
    }

    private static Suspicion tooLarge(Examination examination, Setup few, double ratio) {
        boolean classes = few.isClassification();
        String what = classes
                ? "the first loss is %s times that of always giving the mean target"
                : "the first outputs vary %s times as much as the targets";
        return suspicion(
                examination,
                Fault.INIT_TOO_LARGE,
                "the weights start so large that " + what.formatted(Wording.number(ratio)),
                Evidence.against(
                        classes
                                ? "first loss over the loss of a constant answer"
                                : "variance of the first outputs over that of the targets",
                        ratio,
                        classes ? CONFIDENTLY_WRONG : FAR_APART,
                        "about 1 for weights of variance 1 / inputs (Glorot and Bengio 2010)"));
    }

    private static Suspicion suspicion(Examination examination, Fault fault, String says, Evidence evidence) {
        List<String> names = weights(examination.program());
        String first = names.getFirst();
        return new Suspicion(
                fault,
                Certainty.LIKELY,
                names,
                says,
                List.of(evidence),
                "%s = np.random.randn(*%s.shape) / np.sqrt(number of inputs), and so for every weight"
                        .formatted(first, first),
                null,
                SymmetricStart::drawn);
    }
}

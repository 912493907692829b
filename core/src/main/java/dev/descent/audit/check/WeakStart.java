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

    @Override
    public List<Suspicion> examine(Examination examination, Setup setup) {
        Setup few = setup.thinned(Budget.SAMPLES);
        double spread = spread(few);
        // One layer alone has nothing to learn behind it: it may start at 0. And one sample says nothing of a start.
        if (few.recipe().depth() == 1 || few.inputs().rows() < 2 || (spread >= LOST && !few.isClassification())) {
            return List.of();
        }
        double constant = few.constantLoss();
        boolean isWrong = !(examination.few(setup).train(0).first() < CONFIDENTLY_WRONG * constant);
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
        return List.of(spread < LOST ? tooSmall(examination, spread) : tooLarge(examination, asItIs.first(), constant));
    }

    /** Whether it has left the bad start behind in these few steps already, and names more classes right. */
    private static boolean recovers(Replay.Run run, double constant) {
        return run.end() < constant && run.lastAccuracy() > run.accuracies().getFirst() + 0.1;
    }

    /** The least over the layers of the mean deviation of a unit's logits between samples. */
    private static double spread(Setup few) {
        double least = Double.POSITIVE_INFINITY;
        for (int layer = 1; layer <= few.recipe().depth(); layer++) {
            Matrix logits = few.logits(layer);
            Matrix mean = logits.sumOfRows().scaled(1.0 / logits.rows());
            Matrix apart = logits.minus(
                    Matrix.filled(logits.rows(), logits.columns(), 0).plus(mean));
            least = Math.min(least, apart.norm() / Math.sqrt(apart.size()));
        }
        return least;
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

    private static Suspicion tooLarge(Examination examination, double first, double constant) {
        return suspicion(
                examination,
                Fault.INIT_TOO_LARGE,
                "the weights start so large that the first loss is %s times that of always giving the mean target"
                        .formatted(Wording.number(first / constant)),
                Evidence.against(
                        "first loss over the loss of a constant answer",
                        first / constant,
                        CONFIDENTLY_WRONG,
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

package dev.descent.audit.check;

import dev.descent.audit.replay.Replay;
import dev.descent.report.Certainty;
import dev.descent.report.Finding;
import dev.descent.report.Proof;
import dev.descent.report.Proof.Curve;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Runs the program as it is and with only one thing mended. */
final class Prover {
    private final Examination examination;
    private final @Nullable Setup asItIs;

    Prover(Examination examination) {
        this.examination = examination;
        Setup whole = examination.asItIs();
        this.asItIs = whole == null || !whole.recipe().isWhole() ? null : whole;
    }

    Finding prove(Suspicion suspicion) {
        Proof proof = null;
        Certainty certainty = suspicion.certainty();
        Setup setup = asItIs == null ? null : examination.trial(asItIs).few();
        Setup mendedSetup = setup == null ? null : suspicion.mend().apply(setup);
        // What no training can mend, as what is reported of it, is not proved by one.
        if (asItIs != null && setup != null && mendedSetup != null && !mendedSetup.equals(setup)) {
            Replay.Run before = examination.trial(asItIs).run();
            int steps = Budget.steps(setup);
            Replay.Run mended = mendedSetup.train(steps);
            boolean classes = setup.isClassification();
            // Where the loss alone is better, that is what shows it.
            boolean byAccuracy = classes && mended.lastAccuracy() >= before.lastAccuracy();
            proof = proof(before, mended, byAccuracy, setup.batches().size());
            boolean better = mended.settled() < 0.97 * before.settled()
                    || (classes && mended.lastAccuracy() > before.lastAccuracy() + 0.1);
            certainty = better ? Certainty.PROVED : certainty;
        }
        return finding(suspicion, certainty, proof);
    }

    /** What is suspected, without any run. */
    Finding unproved(Suspicion suspicion) {
        return finding(suspicion, suspicion.certainty(), null);
    }

    private static Finding finding(Suspicion suspicion, Certainty certainty, @Nullable Proof proof) {
        return new Finding(
                suspicion.fault(),
                certainty,
                suspicion.place(),
                suspicion.says(),
                suspicion.evidence(),
                suspicion.remedy(),
                proof,
                List.of(),
                suspicion.comparisons(),
                suspicion.line());
    }

    private static Proof proof(Replay.Run before, Replay.Run mended, boolean classes, int every) {
        List<Double> one = classes ? before.accuracies() : before.losses();
        List<Double> other = classes ? mended.accuracies() : mended.losses();
        double gain = classes ? other.getLast() - one.getLast() : one.getLast() - other.getLast();
        return new Proof(
                classes ? "accuracy" : "loss",
                curve("as it is", one, every),
                curve("with only this mended", other, every),
                List.of(gain),
                classes ? "accuracy on the program's own samples" : "loss on the program's own samples");
    }

    private static Curve curve(String label, List<Double> values, int every) {
        return new Curve(
                label,
                LongStream.range(0, values.size()).map(i -> i * every).boxed().toList(),
                values);
    }
}

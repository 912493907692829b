package dev.descent.doctor.rule;

import dev.descent.trace.Recording;
import dev.descent.trace.Snapshot;
import java.util.List;

/**
 * Rare classes are ignored.
 *
 * @param threshold see {@link #definition}
 */
public record ClassImbalance(double threshold) implements Rule {
    /** Fewer samples than these, and a class may be rare by chance. */
    private static final int SAMPLES_PER_CLASS = 50;

    public ClassImbalance() {
        this(10);
    }

    @Override
    public String name() {
        return "class-imbalance";
    }

    @Override
    public String definition() {
        return "the largest class has more than %s times the samples of the smallest, in all batches seen together, once an epoch is over and they hold %d samples for each class"
                .formatted(Seen.number(threshold), SAMPLES_PER_CLASS);
    }

    @Override
    public String source() {
        return "SageMaker Debugger: ClassImbalance, 10";
    }

    @Override
    public List<Alarm> check(Recording recording) {
        // Numbers to be hit have no classes; the first epoch tells which of the two it is.
        if (recording.isEmpty()
                || recording.epochs().isEmpty()
                || Double.isNaN(recording.epochs().getLast().training().accuracy())) {
            return List.of();
        }
        float[] shares = new float[recording.snapshots().getFirst().targetMeans().length];
        double samples = 0;
        for (Snapshot snapshot : recording.snapshots()) {
            samples += Math.floorDiv(snapshot.target().count(), shares.length);
            if (snapshot.target().low() < 0 || snapshot.target().high() > 1) {
                return List.of();
            }
            for (int output = 0; output < shares.length; output++) {
                shares[output] +=
                        snapshot.targetMeans()[output] / recording.snapshots().size();
            }
        }
        if (samples < SAMPLES_PER_CLASS * shares.length) {
            return List.of();
        }
        double most = shares.length == 1 ? Math.max(shares[0], 1 - shares[0]) : 0;
        double least = shares.length == 1 ? Math.min(shares[0], 1 - shares[0]) : 1;
        for (float share : shares) {
            most = Math.max(most, share);
            least = Math.min(least, share);
        }
        double ratio = least <= 0 ? Double.POSITIVE_INFINITY : most / least;
        return ratio > threshold
                ? List.of(Alarm.ofAll(
                        this,
                        ratio,
                        "the largest class has %s of the samples, the smallest %s"
                                .formatted(Seen.percent(most), Seen.percent(least))))
                : List.of();
    }
}

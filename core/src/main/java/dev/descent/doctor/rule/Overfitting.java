package dev.descent.doctor.rule;

import dev.descent.trace.Recording;
import dev.descent.train.Listener.EpochResult;
import java.util.List;

/**
 * It learns the samples by heart.
 *
 * @param threshold see {@link #definition}
 */
public record Overfitting(double threshold) implements Rule {
    public Overfitting() {
        this(0.1);
    }

    @Override
    public String name() {
        return "overfitting";
    }

    @Override
    public String definition() {
        return "the held-out loss is more than %s above its lowest, 3 epochs or more ago, while the training loss has gone on falling"
                .formatted(Seen.percent(threshold));
    }

    @Override
    public String source() {
        return "SageMaker Debugger: ratio 0.1; UMLAUT: held-out loss rising while training falls";
    }

    @Override
    public List<Alarm> check(Recording recording) {
        List<EpochResult> epochs = recording.epochs();
        if (epochs.size() < 4 || !epochs.getLast().validation().isKnown()) {
            return List.of();
        }
        EpochResult best = epochs.getFirst();
        for (EpochResult epoch : epochs) {
            best = epoch.validation().loss() < best.validation().loss() ? epoch : best;
        }
        EpochResult last = epochs.getLast();
        double above = last.validation().loss() / best.validation().loss() - 1;
        boolean learnsByHeart = last.epoch() - best.epoch() >= 3
                && above > threshold
                && last.training().loss() < best.training().loss();
        return learnsByHeart
                ? List.of(Alarm.ofAll(
                        this,
                        above,
                        "the held-out loss is %s above that of epoch %d, while the training loss falls"
                                .formatted(Seen.percent(above), best.epoch())))
                : List.of();
    }
}

package dev.descent.doctor.cause;

import static dev.descent.report.Evidence.against;
import static dev.descent.report.Evidence.fact;

import dev.descent.doctor.Cause;
import dev.descent.doctor.Examination;
import dev.descent.doctor.Suspect;
import dev.descent.doctor.Trial;
import dev.descent.network.Reduction;
import dev.descent.report.Fault;
import dev.descent.train.EarlyStopping;
import dev.descent.train.Experiment;
import java.util.ArrayList;
import java.util.List;

/** Training that stopped while it was improving, or went on until it knew the samples by heart; and the batch. */
public final class Duration implements Cause {
    /** So far above its lowest the loss on test data lies only where a network has learned its samples by heart. */
    private static final double OVERFITTED = 1.2;

    @Override
    public String name() {
        return "duration";
    }

    @Override
    public String tells() {
        return "a loss still falling at the end, early stopping that bears nothing, few updates an epoch, very noisy ones, or a gap between training and test";
    }

    @Override
    public List<Fault> faults() {
        return List.of(Fault.EPOCHS_TOO_FEW, Fault.BATCH_TOO_LARGE, Fault.BATCH_TOO_SMALL, Fault.EPOCHS_TOO_MANY);
    }

    @Override
    public List<Suspect> suspects(Examination examination) {
        Trial trial = examination.trial();
        Experiment experiment = examination.experiment();
        List<Suspect> suspects = new ArrayList<>();
        if (trial.isBroken()) {
            return suspects;
        }
        if (trial.hasStoppedEarly()) {
            suspects.add(impatient(experiment, trial));
        } else if (!examination.isCut()) {
            // A trial that the budget cut short ends early by itself.
            for (int factor : new int[] {5, 30}) {
                suspects.add(longer(experiment, trial, factor));
            }
        }
        int size = examination.data().train().size();
        int batch = experiment.samplesOfStep(size);
        // Where the gradient is summed the batch is part of the step: fewer samples would mend a step that is too
        // large.
        boolean isSummed = experiment.reduction() == Reduction.SUM;
        if (batch > 64 && size / batch < 20 && !isSummed) {
            suspects.add(new Suspect(
                    Fault.BATCH_TOO_LARGE,
                    "batch",
                    0.4,
                    "%d samples in batches of %d give only %d updates an epoch"
                            .formatted(size, batch, (size + batch - 1) / batch),
                    List.of(fact("updates per epoch", (size + batch - 1) / (double) batch)),
                    "batch: %d → 16".formatted(batch),
                    experiment.withBatch(16)));
        }
        if (batch <= 4 && size > 200 && !isSummed) {
            suspects.add(new Suspect(
                    Fault.BATCH_TOO_SMALL,
                    "batch",
                    0.3,
                    "batches of %d give a very noisy gradient".formatted(batch),
                    List.of(fact("samples per batch", batch)),
                    "batch: %d → 32".formatted(batch),
                    experiment.withBatch(32)));
        }
        double gap = trial.train() - trial.test();
        // A decay that is strong already is not what is missing.
        if (gap > 0.1 && trial.train() > 0.8 && experiment.weightDecay() < Regularisation.STRONG_DECAY) {
            suspects.add(new Suspect(
                    Fault.EPOCHS_TOO_MANY,
                    "epochs",
                    0.55,
                    "the network knows its training samples (quality %.2f) but not others (%.2f): it memorised"
                            .formatted(trial.train(), trial.test()),
                    List.of(against("quality on training minus on test data", gap, 0.1, "UMLAUT, CHI 2021: 5 points")),
                    "weight-decay: 1e-3",
                    experiment.withWeightDecay(Math.max(1e-3, 10 * experiment.weightDecay()))));
        }
        return suspects;
    }

    @Override
    public List<Suspect> reservations(Examination examination) {
        Trial trial = examination.trial();
        return trial.testLossGrowth() > OVERFITTED && trial.train() > 0.99
                ? suspects(examination).stream()
                        .filter(one -> one.fault() == Fault.EPOCHS_TOO_MANY)
                        .toList()
                : List.of();
    }

    /** Held-out samples go up and down from epoch to epoch: one that is no better is no sign of the end (Prechelt 1998). */
    private static Suspect impatient(Experiment experiment, Trial trial) {
        int patience = experiment.earlyStopping().patience();
        return new Suspect(
                Fault.EPOCHS_TOO_FEW,
                "early-stopping",
                0.5 + 0.25 * (1 - trial.shareDone()),
                "training stopped after %.0f %% of its epochs, as %d of them in a row brought nothing better"
                        .formatted(100 * trial.shareDone(), patience),
                List.of(fact("share of the epochs done", trial.shareDone()), fact("patience", patience)),
                "early-stopping: %s → none".formatted(experiment.earlyStopping().spec()),
                experiment.withEarlyStopping(EarlyStopping.NONE));
    }

    private static Suspect longer(Experiment experiment, Trial trial, int factor) {
        double recent = trial.recentFall();
        double weight = recent > 0.05 || trial.steps() < 100 ? 0.55 : recent > 0.01 ? 0.35 : 0.15;
        int epochs = Math.multiplyExact(factor, experiment.epochs());
        return new Suspect(
                Fault.EPOCHS_TOO_FEW,
                "epochs",
                weight - 0.002 * factor,
                "training ended after %,d steps while the loss was still falling: the last tenth brought %.0f %% of the fall"
                        .formatted(trial.steps(), 100 * recent),
                List.of(against(
                        "share of the fall in the last tenth", recent, 0.05, "a converged training has about 0")),
                "epochs: %d → %d".formatted(experiment.epochs(), epochs),
                experiment.withEpochs(epochs).withSteps(factor * experiment.steps()));
    }
}

package dev.descent.doctor;

import dev.descent.report.Report;
import dev.descent.train.Experiment;
import dev.descent.train.Trainer;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why a training fails. It trains as the experiment says, on as much of the data as its budget allows, lets every
 * {@link Cause} suspect, and proves a suspect by the same training with only that one thing changed: same seed, same data, same
 * order. A suspect that does not help is no cause.
 */
public final class Doctor {
    final List<Cause> causes;
    final Budget budget;
    final int seeds;
    final Consumer<String> progress;

    private Doctor(List<Cause> causes, Budget budget, int seeds, Consumer<String> progress) {
        this.causes = List.copyOf(causes);
        this.budget = budget;
        this.seeds = seeds;
        this.progress = progress;
    }

    /** With all causes, our own and those that users offer. */
    public static Doctor create() {
        return new Doctor(Causes.all(), Budget.USUAL, 1, says -> {});
    }

    /** @param chosen the causes to suspect, in place of all */
    public Doctor withCauses(List<Cause> chosen) {
        return new Doctor(chosen, budget, seeds, progress);
    }

    public Doctor withBudget(Budget newBudget) {
        return new Doctor(causes, newBudget, seeds, progress);
    }

    /** @param count how many seeds the first finding is proved with, at least 1 */
    public Doctor withSeeds(int count) {
        return new Doctor(causes, budget, count, progress);
    }

    /** @param listener hears in one sentence what is being done */
    public Doctor telling(Consumer<String> listener) {
        return new Doctor(causes, budget, seeds, listener);
    }

    /**
     * What an examination came to.
     *
     * @param report findings, surest first
     * @param asItIs the training as it is
     * @param mended the experiment with all that was needed, null when healthy or when nothing helps
     * @param reached quality of the mended training, or of the training as it is; see {@link Quality}
     */
    public record Diagnosis(
            Report report, Trial asItIs, @Nullable Experiment mended, double reached) {}

    /** Watches a training: call it before {@code fit}. What no further step can help is stopped. */
    public static Watch watch(Trainer trainer) {
        return Watch.of(trainer);
    }

    /** Examines an experiment on the data that it names. */
    public Diagnosis examine(Experiment experiment) throws IOException {
        return new Course(this, experiment).run();
    }
}

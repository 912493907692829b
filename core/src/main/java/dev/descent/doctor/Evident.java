package dev.descent.doctor;

import dev.descent.data.DescentException;
import dev.descent.doctor.cause.StepSize;
import dev.descent.report.Fault;
import dev.descent.train.Experiment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * All that shows in the experiment itself, mended at once with a usual rate, then each of it taken back: what an expert does
 * with a program in which so much is wrong that no single change, nor two or three, shows anything.
 */
final class Evident {
    /** What is seen without a training; the rate is chosen last, as the right one depends on all of them. */
    private static final Set<Fault> SEEN = EnumSet.of(
            Fault.INPUTS_UNSCALED,
            Fault.TARGETS_OUT_OF_RANGE,
            Fault.OUTPUT_ACTIVATION_WRONG,
            Fault.LOSS_MISMATCH,
            Fault.ACTIVATION_MISSING,
            Fault.ACTIVATION_WRONG,
            Fault.INIT_SYMMETRIC,
            Fault.INIT_TOO_LARGE,
            Fault.INIT_TOO_SMALL);

    private static final double SPEAKS = 0.5;

    private final List<Cause> causes;
    private final Trials trials;
    private final BiFunction<Trial, Experiment, Examination> examine;

    /** @param examine shows causes another experiment than the trial's, with the vitals of the trial */
    Evident(List<Cause> causes, Trials trials, BiFunction<Trial, Experiment, Examination> examine) {
        this.causes = causes;
        this.trials = trials;
        this.examine = examine;
    }

    /**
     * What was needed, each proved by the training that has all but this.
     *
     * @param least what all of it together must bring, else nothing is returned
     */
    List<Treatment> search(Trial current, double least) {
        List<Suspect> seen = seen(current, EnumSet.noneOf(Fault.class));
        if (seen.isEmpty()) {
            return List.of();
        }
        Trial best = null;
        Experiment all = seen.getLast().mended();
        for (double rate : rates(all)) {
            Trial trial = run(all.withLearningRate(rate));
            best = trial != null && (best == null || trial.test() > best.test()) ? trial : best;
        }
        return best == null || best.isBroken() || best.test() < current.test() + Math.max(least, Treatment.HELPS)
                ? List.of()
                : needed(seen, current, best);
    }

    /** One suspect after the other, each seen in the experiment in which those before are mended. */
    private List<Suspect> seen(Trial current, Set<Fault> without) {
        List<Suspect> seen = new ArrayList<>();
        Set<Fault> left = EnumSet.copyOf(SEEN);
        left.removeAll(without);
        Experiment experiment = current.experiment();
        while (true) {
            Examination examination = examine.apply(current, experiment);
            Suspect next = causes.stream()
                    .flatMap(cause -> cause.suspects(examination).stream())
                    .filter(one -> left.contains(one.fault()) && one.weight() >= SPEAKS)
                    .filter(one -> !one.mended().equals(examination.experiment()))
                    .max(Comparator.comparingDouble(Suspect::weight))
                    .orElse(null);
            if (next == null) {
                return seen;
            }
            left.remove(next.fault());
            seen.add(next);
            experiment = next.mended();
        }
    }

    private static List<Double> rates(Experiment experiment) {
        double usual = StepSize.usualRate(experiment);
        return List.of(usual, usual / 10, experiment.learningRate());
    }

    private List<Treatment> needed(List<Suspect> seen, Trial current, Trial together) {
        Trial best = together;
        Set<Fault> without = EnumSet.noneOf(Fault.class);
        List<Suspect> kept = new ArrayList<>();
        for (Suspect one : seen) {
            Trial back = takenBack(current, best, without, one.fault());
            if (back != null && !back.isBroken() && back.test() > best.test() - Course.WORTH) {
                without.add(one.fault());
                best = back;
            } else {
                kept.add(one);
            }
        }
        List<Treatment> needed = new ArrayList<>();
        for (Suspect one : kept) {
            Trial back = takenBack(current, best, without, one.fault());
            if (back != null) {
                needed.add(new Treatment(one, back, best));
            }
        }
        double rate = current.experiment().learningRate();
        Trial atOldRate = rate == best.experiment().learningRate()
                ? null
                : run(best.experiment().withLearningRate(rate));
        if (atOldRate != null) {
            needed.add(new Treatment(StepSize.other(atOldRate.experiment(), best.experiment()), atOldRate, best));
        }
        return needed;
    }

    private @Nullable Trial takenBack(Trial current, Trial best, Set<Fault> without, Fault fault) {
        Set<Fault> less = EnumSet.of(fault);
        less.addAll(without);
        List<Suspect> others = seen(current, less);
        Experiment rest =
                others.isEmpty() ? current.experiment() : others.getLast().mended();
        return run(rest.withLearningRate(best.experiment().learningRate()));
    }

    private @Nullable Trial run(Experiment experiment) {
        try {
            return trials.affords(experiment) ? trials.run(experiment) : null;
        } catch (IllegalArgumentException | DescentException unfit) {
            return null;
        }
    }
}

package dev.descent.doctor;

import dev.descent.data.DataSources;
import dev.descent.data.DescentException;
import dev.descent.data.TrainTest;
import dev.descent.network.Reduction;
import dev.descent.report.Fault;
import dev.descent.train.DataPlan;
import dev.descent.train.Experiment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs and remembers the trainings of one examination, and keeps their work within bounds. */
final class Trials {
    private static final int MOST = 40;

    /** Work of all trials together, in units of one trial's usual work; contradictions are tried beyond it once. */
    private static final double MOST_WORK = 16;

    /** A trial that is this much of the usual work is too long, unless the training as it is already was half of it. */
    private static final double TOO_LONG = 5;

    private final Doctor doctor;
    /** The source's data, before anything an experiment does to it. */
    private final TrainTest raw;

    private final Map<Experiment, Trial> tried = new HashMap<>();
    private final Map<DataPlan, DataFacts> facts = new HashMap<>();
    private double usualShare;
    private double spent;

    Trials(Doctor doctor, Experiment experiment) throws IOException {
        this.doctor = doctor;
        raw = DataSources.parse(experiment.data().source()).load(experiment.folder());
    }

    TrainTest load(Experiment experiment) {
        return experiment.data().apply(raw);
    }

    DataFacts facts(Experiment experiment) {
        return facts.computeIfAbsent(experiment.data(), _ -> DataFacts.of(load(experiment)));
    }

    /** How many times the usual work of one trial the experiment is. */
    double shareOf(Experiment experiment) {
        return doctor.budget.shareOf(experiment, load(experiment));
    }

    /** The first is the training as it is: later ones may be twice as long, whatever it costs. */
    Trial run(Experiment experiment) {
        Trial known = tried.get(experiment);
        if (known != null) {
            return known;
        }
        Trial trial = Trial.run(experiment, load(experiment));
        double share = shareOf(experiment);
        usualShare = tried.isEmpty() ? share : usualShare;
        spent += share * trial.shareDone();
        tried.put(experiment, trial);
        return trial;
    }

    /** What a trial's quality may differ from another's by chance, as so few test samples show it. */
    double chance(Trial trial) {
        TrainTest data = load(trial.experiment());
        return data.train() == data.test() ? 0 : Quality.noise(trial.test(), trial.judged(), data.train());
    }

    /** Null where the change makes no experiment that can be run, or one too long to run. */
    @Nullable
    Treatment attempt(Suspect suspect, Trial before) {
        if (suspect.mended().equals(before.experiment())) {
            return null;
        }
        try {
            boolean becomesMean = before.experiment().reduction() == Reduction.SUM
                    && suspect.mended().reduction() == Reduction.MEAN;
            Experiment mended =
                    becomesMean ? doctor.budget.fitMean(suspect.mended(), load(suspect.mended())) : suspect.mended();
            double limit = suspect.isContradiction() ? 1.5 * MOST_WORK : MOST_WORK;
            mended = tried.containsKey(mended) || isWithin(limit, mended) ? mended : withEqualWork(mended, before);
            if (!tried.containsKey(mended) && !isWithin(limit, mended)) {
                return null;
            }
            doctor.progress.accept("trying " + suspect.remedy());
            return new Treatment(suspect, before, run(mended));
        } catch (IllegalArgumentException | DescentException unfit) {
            doctor.progress.accept("not possible: " + unfit.getMessage());
            return null;
        }
    }

    /** A remedy that makes every epoch dearer, by more samples or a wider network, gets fewer epochs where more are too long. */
    private Experiment withEqualWork(Experiment mended, Trial before) {
        double allowed = Math.max(1, usualShare);
        double share = shareOf(mended);
        boolean isAboutLength = mended.epochs() != before.experiment().epochs()
                || mended.batch() != before.experiment().batch();
        int epochs = (int) (mended.epochs() * allowed / share);
        return isAboutLength || share <= allowed || epochs < 1 ? mended : mended.withEpochs(epochs);
    }

    /** Whether a training is short enough and leaves the whole within its bounds. */
    boolean affords(Experiment experiment) {
        return tried.containsKey(experiment) || isWithin(MOST_WORK, experiment);
    }

    private boolean isWithin(double limit, Experiment experiment) {
        double share = shareOf(experiment);
        boolean isTooLong = share > TOO_LONG && share > 2 * usualShare;
        return !isTooLong && spent + share <= limit;
    }

    /**
     * The counterfactuals of the suspects that are worth a trial, in their order.
     *
     * @param suspects those with most evidence first
     */
    List<Treatment> attemptAll(List<Suspect> suspects, Trial current, Yardstick yardstick) {
        List<Treatment> treatments = new ArrayList<>();
        Map<Fault, Treatment> lastOfFault = new EnumMap<>(Fault.class);
        double reached = current.test();
        for (Suspect suspect : suspects) {
            Treatment last = lastOfFault.get(suspect.fault());
            boolean wrongWay = last != null && current.test() > 0.2 && last.progress() < -0.1;
            boolean solved = yardstick.isReachedBy(reached) && reached > current.test() + Treatment.HELPS;
            if (wrongWay || tried.size() >= MOST || (solved && !suspect.isStrong())) {
                continue;
            }
            Treatment treatment = attempt(suspect, current);
            if (treatment != null) {
                treatments.add(treatment);
                lastOfFault.put(suspect.fault(), treatment);
                reached =
                        treatment.helps() ? Math.max(reached, treatment.after().test()) : reached;
            }
        }
        return treatments;
    }
}

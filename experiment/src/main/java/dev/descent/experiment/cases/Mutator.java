package dev.descent.experiment.cases;

import dev.descent.data.CounterRandom;
import dev.descent.data.CounterRandom.Purpose;
import dev.descent.data.DataSources;
import dev.descent.data.DescentException;
import dev.descent.data.TrainTest;
import dev.descent.doctor.Budget;
import dev.descent.doctor.Trial;
import dev.descent.experiment.ExperimentFile;
import dev.descent.experiment.cases.CaseCollection.Case;
import dev.descent.report.Fault;
import dev.descent.train.Experiment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Makes failing trainings out of healthy ones, each by one known harm that really hurts. */
public final class Mutator {
    /** A harm that costs less quality than this is none. */
    private static final double HURTS = 0.1;

    /** Harms that flatter or hide instead of costing quality. */
    private static final Set<Fault> SILENT = Set.of(Fault.DATA_LEAK);

    /** Each mutation is tried on every second base, so that a seed decides the pairs. */
    private static final int SHARE = 2;

    private Mutator() {}

    /**
     * Cases from every base in the folder, the bases themselves among them as healthy cases. Names begin with {@code held-} for
     * bases and mutations that the doctor must not be tuned on: those of files that begin so, and held-out mutations.
     *
     * @param bases folder of healthy experiments
     */
    public static List<Case> make(Path bases, long seed) throws IOException {
        List<Case> cases = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> listed = java.nio.file.Files.list(bases)) {
            files = listed.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
        if (files.isEmpty()) {
            throw new DescentException(bases + " has no experiments: expected healthy ones as .yaml files");
        }
        for (int base = 0; base < files.size(); base++) {
            Experiment healthy = ExperimentFile.read(files.get(base));
            cases.add(new Case(healthy.name(), healthy, Set.of(), Set.of(), healthy, "light", false));
            double quality = quality(healthy);
            for (int i = 0; i < Mutations.ALL.size(); i++) {
                CounterRandom random = CounterRandom.of(seed, Purpose.MEASUREMENT, 1000L * base + i);
                if ((i + base + seed) % SHARE == 0) {
                    add(Mutations.ALL.get(i), healthy, quality, random, cases);
                }
            }
        }
        return cases;
    }

    private static void add(
            Mutation mutation, Experiment healthy, double quality, CounterRandom random, List<Case> cases)
            throws IOException {
        String name = healthy.name() + "-" + mutation.name();
        String id = mutation.heldOut() && !name.startsWith("held-") ? "held-" + name : name;
        try {
            Experiment harmed = mutation.operator().harm(healthy, random);
            boolean silent = mutation.faults().stream().anyMatch(SILENT::contains);
            if (harmed != null && (silent || quality(harmed) < quality - HURTS)) {
                cases.add(new Case(id, harmed.withName(id), mutation.faults(), Set.of(), healthy, "light", false));
            }
        } catch (IllegalArgumentException | DescentException unfit) {
            // This harm makes no experiment of this base: a loss that its data does not fit, for example.
            return;
        }
    }

    private static double quality(Experiment experiment) throws IOException {
        TrainTest raw = DataSources.parse(experiment.data().source()).load(experiment.folder());
        Experiment fitted = Budget.USUAL.fit(experiment, experiment.data().apply(raw));
        Trial trial = Trial.run(fitted, fitted.data().apply(raw));
        return trial.isBroken() ? -1 : trial.test();
    }
}

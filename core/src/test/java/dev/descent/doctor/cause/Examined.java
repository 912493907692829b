package dev.descent.doctor.cause;

import dev.descent.doctor.Budget;
import dev.descent.doctor.Cause;
import dev.descent.doctor.Doctor;
import dev.descent.doctor.Examination;
import dev.descent.doctor.Suspect;
import dev.descent.network.Layer;
import dev.descent.network.Layers;
import dev.descent.network.Losses;
import dev.descent.report.Fault;
import dev.descent.spec.Spec;
import dev.descent.train.DataPlan;
import dev.descent.train.Experiment;
import dev.descent.train.Optimizers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Trainings as causes see them, and what single causes say of them. */
final class Examined {
    static final Experiment CLASSES = Experiment.standard()
            .withName("classes")
            .withData(DataPlan.of("classification(rows=600, features=6, classes=3, separation=6, seed=1)"))
            .withLayers(layers("dense(12, activation=relu, initializer=he-normal)", "dense(3, activation=softmax)"))
            .withLoss(Losses.CROSS_ENTROPY)
            .withOptimizer(Optimizers.parse("sgd"))
            .withLearningRate(0.1)
            .withBatch(16)
            .withEpochs(10)
            .withSeed(5);

    static final Experiment DIGITS =
            CLASSES.withName("digits").withData(DataPlan.of("digits")).withEpochs(1);

    static List<Layer> layers(String... specs) {
        return Stream.of(specs).map(Layers::parse).toList();
    }

    static Experiment transformed(String... transforms) {
        return CLASSES.withData(CLASSES.data()
                .withTransforms(Arrays.stream(transforms).map(Spec::parse).toList()));
    }

    /** Keeps what it is shown and suspects nothing. */
    private static final class Probe implements Cause {
        private final List<Examination> shown = new ArrayList<>();

        @Override
        public String name() {
            return "probe";
        }

        @Override
        public String tells() {
            return "nothing";
        }

        @Override
        public List<Fault> faults() {
            return List.of();
        }

        @Override
        public List<Suspect> suspects(Examination examination) {
            shown.add(examination);
            return List.of();
        }
    }

    /** The training as it is, as causes see it. */
    static Examination examined(Experiment experiment) throws IOException {
        Probe probe = new Probe();
        Doctor.create()
                .withCauses(List.of(probe))
                .withBudget(Budget.USUAL.times(0.2))
                .examine(experiment);
        return probe.shown.getFirst();
    }

    static List<Suspect> suspects(Cause cause, Experiment experiment, Fault fault) throws IOException {
        return of(cause.suspects(examined(experiment)), fault);
    }

    static List<Suspect> reservations(Cause cause, Experiment experiment, Fault fault) throws IOException {
        return of(cause.reservations(examined(experiment)), fault);
    }

    static List<Suspect> of(List<Suspect> suspects, Fault fault) {
        return suspects.stream().filter(one -> one.fault() == fault).toList();
    }

    private Examined() {}
}

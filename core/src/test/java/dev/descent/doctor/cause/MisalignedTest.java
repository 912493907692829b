package dev.descent.doctor.cause;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.doctor.Budget;
import dev.descent.doctor.Doctor;
import dev.descent.network.Layer;
import dev.descent.network.Layers;
import dev.descent.network.Losses;
import dev.descent.report.Fault;
import dev.descent.spec.Spec;
import dev.descent.train.DataPlan;
import dev.descent.train.Experiment;
import dev.descent.train.Optimizers;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Labels that do not belong to their inputs, beside data that looks alike where they do. */
class MisalignedTest {
    private static final String RARE =
            "classification(rows=2000, features=10, classes=2, separation=6, seed=%d)|imbalance(0.05)";
    private static final String HARD = "classification(rows=2000, features=20, classes=2, separation=1, seed=%d)";
    private static final String LINES = "regression(rows=700, features=30, targets=1, noise=1, seed=%d)";

    private static Experiment experiment(String source, int seed, String... harms) {
        String[] parts = source.formatted(seed).split("\\|");
        List<Spec> transforms = Stream.concat(Stream.of(parts).skip(1), Stream.of(harms))
                .map(Spec::parse)
                .toList();
        boolean isNumbers = source.startsWith("regression");
        return Experiment.standard()
                .withData(DataPlan.of(parts[0]).withTransforms(transforms))
                .withLayers(
                        layers("dense(16, activation=relu)", isNumbers ? "dense(1)" : "dense(2, activation=softmax)"))
                .withLoss(isNumbers ? Losses.parse("squared-error") : Losses.CROSS_ENTROPY)
                .withOptimizer(Optimizers.parse("adam"))
                .withLearningRate(0.001)
                .withBatch(32)
                .withEpochs(15)
                .withSeed(seed);
    }

    private static List<Layer> layers(String... specs) {
        return Stream.of(specs).map(Layers::parse).toList();
    }

    private static List<Fault> faults(Experiment experiment) throws IOException {
        return Doctor.create()
                .withSeeds(1)
                .withBudget(Budget.USUAL.times(0.2))
                .examine(experiment)
                .report()
                .findings()
                .stream()
                .map(finding -> finding.fault())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"R, 3", "R, 4", "H, 3", "H, 4", "L, 3", "L, 4"})
    void dataWhoseNeighboursAgreeLittleIsNotAccused(String kind, int seed) throws IOException {
        assertThat(faults(experiment(source(kind), seed))).doesNotContain(Fault.TARGETS_MISALIGNED);
    }

    @ParameterizedTest
    @CsvSource({"R, 3", "R, 4", "H, 3", "H, 4", "L, 3", "L, 4"})
    void theSameWithItsLabelsShuffledIs(String kind, int seed) throws IOException {
        assertThat(faults(experiment(source(kind), seed, "shuffle-labels"))).contains(Fault.TARGETS_MISALIGNED);
    }

    /** Too few samples in too many dimensions for any neighbours to agree: what tells is the network itself. */
    @Test
    void labelsThatAreOnlyLearnedByHeartAreAccused() throws IOException {
        Experiment few = experiment("classification(rows=160, features=200, classes=3, separation=9, seed=%d)", 3)
                .withLayers(layers("dense(32, activation=relu)", "dense(3, activation=softmax)"))
                .withEpochs(60);
        assertThat(faults(few)).isEmpty();
        Experiment shuffled = few.withData(few.data().withTransforms(List.of(Spec.parse("shuffle-labels"))));
        assertThat(faults(shuffled)).first().isEqualTo(Fault.TARGETS_MISALIGNED);
    }

    private static String source(String kind) {
        return switch (kind) {
            case "R" -> RARE;
            case "H" -> HARD;
            default -> LINES;
        };
    }
}

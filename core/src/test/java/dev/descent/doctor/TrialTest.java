package dev.descent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.data.TrainTest;
import dev.descent.network.Layers;
import dev.descent.report.Proof;
import dev.descent.train.DataPlan;
import dev.descent.train.Experiment;
import dev.descent.train.Schedules;
import java.io.IOException;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TrialTest {
    private static Trial of(double firstLoss, double finalLoss, double... losses) {
        List<Long> steps = LongStream.rangeClosed(1, losses.length).boxed().toList();
        Vitals first = new Vitals(1, firstLoss, List.of(), List.of());
        Proof.Curve curve =
                new Proof.Curve("loss", steps, DoubleStream.of(losses).boxed().toList());
        return new Trial(
                Experiment.standard(),
                List.of(first),
                curve,
                0,
                0,
                0,
                1,
                Double.NaN,
                0,
                finalLoss,
                losses.length,
                1,
                500,
                0);
    }

    @Test
    void aLossThatClimbsHasRisen() {
        assertThat(of(2.2, 3.4, 2.2, 2.4, 2.6, 2.8, 3.0, 3.1, 3.2, 3.3, 3.4, 3.4)
                        .hasRisen())
                .isTrue();
    }

    /** A first batch that happened to be easy: the losses of the batches go up and down about the same mean. */
    @Test
    void aLossAboveThatOfTheFirstBatchAloneHasNot() {
        assertThat(of(0.43, 0.51, 0.50, 0.53, 0.49, 0.52, 0.51, 0.50, 0.53, 0.48, 0.52, 0.50)
                        .hasRisen())
                .isFalse();
    }

    @Test
    void aLossThatFallsHasNot() {
        assertThat(of(2.2, 0.3, 2.2, 1.8, 1.5, 1.2, 1.0, 0.8, 0.6, 0.5, 0.4, 0.3)
                        .hasRisen())
                .isFalse();
    }

    /** The rate falls where epochs bring nothing more, which a trial that knows of no epochs would never see. */
    @Test
    void aScheduleThatWaitsForAPlateauSeesTheEpochs() throws IOException {
        Experiment climbing = Experiment.standard()
                .withData(DataPlan.of("circles(rows=200, noise=0.1, seed=1)"))
                .withLayers(List.of(Layers.parse("dense(2, activation=softmax)")))
                .withLearningRate(0.01)
                .withEpochs(30);
        Experiment waiting = climbing.withSchedule(Schedules.parse("reduce-on-plateau(patience=1)"));
        TrainTest data = climbing.load();
        assertThat(Trial.run(waiting, data).finalLoss())
                .isNotEqualTo(Trial.run(climbing, data).finalLoss());
    }
}

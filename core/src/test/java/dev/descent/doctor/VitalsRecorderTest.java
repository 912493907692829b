package dev.descent.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.descent.data.NdArray;
import dev.descent.data.TrainTest;
import dev.descent.network.CompileOptions;
import dev.descent.network.Layers;
import dev.descent.network.Losses;
import dev.descent.train.DataPlan;
import dev.descent.train.Experiment;
import dev.descent.train.Observer;
import dev.descent.train.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is measured within the engine's own buffers, against the plain formulas over copies of them. */
class VitalsRecorderTest {
    private static final Experiment EXPERIMENT = Experiment.standard()
            .withData(DataPlan.of("digits"))
            .withLayers(Stream.of(
                            "conv2d(6, 3, activation=relu)",
                            "max-pool(2)",
                            "flatten",
                            "dense(12, activation=sigmoid, initializer=normal(0, 3))",
                            "dense(9, activation=tanh, initializer=normal(0, 3))",
                            "dense(8, activation=relu, bias-initializer=constant(-9))",
                            "dense(10, activation=softmax)")
                    .map(Layers::parse)
                    .toList())
            .withLoss(Losses.CROSS_ENTROPY)
            .withLearningRate(0.05)
            .withBatch(20)
            .withEpochs(1);

    /** Copies beside the vitals of the same step. */
    private static final class Copies implements Observer {
        private final VitalsRecorder vitals = new VitalsRecorder(1);
        private final List<Map<String, NdArray>> arrays = new ArrayList<>();

        @Override
        public boolean observes(long step) {
            return true;
        }

        @Override
        public void beforeUpdate(Moment moment) {
            vitals.beforeUpdate(moment);
            arrays.add(moment.network().arrays(moment.samples()));
        }

        @Override
        public void afterUpdate(Moment moment) {
            vitals.afterUpdate(moment);
        }
    }

    @Test
    void figuresAreThoseOfThePlainFormulas() throws IOException {
        TrainTest data = EXPERIMENT.load();
        Session session = Session.start(EXPERIMENT, data.train(), CompileOptions.TRAINING);
        Copies copies = new Copies();
        for (int step = 0; step < 3; step++) {
            session.advance(copies);
        }
        assertThat(copies.vitals.vitals()).hasSize(3);
        for (int step = 0; step < 3; step++) {
            List<Vitals.OfLayer> layers = copies.vitals.vitals().get(step).layers();
            assertThat(layers).hasSize(5);
            for (Vitals.OfLayer layer : layers) {
                check(layer, copies.arrays.get(step).get(layer.name() + ".activation"));
            }
        }
        Vitals.OfLayer dead = copies.vitals.vitals().getFirst().layers().get(3);
        assertThat(dead.silent()).isEqualTo(1);
        assertThat(copies.vitals.vitals().getFirst().layers().get(1).saturated())
                .isPositive();
    }

    private static void check(Vitals.OfLayer layer, NdArray activation) {
        int samples = activation.dimension(0);
        int units = activation.size() / samples;
        double[] all = activation.toDoubles();
        double mean = IntStream.range(0, all.length)
                .mapToDouble(i -> all[i])
                .average()
                .orElseThrow();
        double variance = IntStream.range(0, all.length)
                .mapToDouble(i -> (all[i] - mean) * (all[i] - mean))
                .average()
                .orElseThrow();
        assertThat(layer.mean()).isCloseTo(mean, within(1e-6));
        assertThat(layer.deviation()).isCloseTo(Math.sqrt(variance), within(1e-5));
        assertThat(layer.zero()).isEqualTo(share(all.length, i -> all[i] == 0));
        assertThat(layer.saturated())
                .isEqualTo(
                        switch (layer.activation()) {
                            case "sigmoid" ->
                                share(all.length, i -> Math.abs(all[i] - 0.5) > 1 / (1 + Math.exp(-5)) - 0.5);
                            case "tanh" -> share(all.length, i -> Math.abs(all[i]) > Math.tanh(5));
                            default -> 0;
                        });
        assertThat(layer.silent())
                .isEqualTo(share(
                        units,
                        unit -> IntStream.range(0, samples).allMatch(sample -> all[sample * units + unit] == 0)));
        assertThat(layer.constant())
                .isEqualTo(share(
                        units,
                        unit -> IntStream.range(1, samples)
                                .allMatch(sample -> Math.abs(all[sample * units + unit] - all[unit])
                                        <= 1e-6 * Math.abs(all[unit]))));
        assertThat(layer.finite()).isTrue();
    }

    private static double share(int size, java.util.function.IntPredicate such) {
        return (double) IntStream.range(0, size).filter(such).count() / size;
    }
}

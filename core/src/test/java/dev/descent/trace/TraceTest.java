package dev.descent.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.descent.data.Dataset;
import dev.descent.data.Npz;
import dev.descent.data.Shape;
import dev.descent.network.Layers;
import dev.descent.network.Losses;
import dev.descent.train.Experiment;
import dev.descent.train.Sgd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceTest {
    private static final Dataset DATA =
            Dataset.ofTargets(Shape.of(2), new float[] {0, 0, 0, 1, 1, 0, 1, 1}, new float[] {0, 1, 1, 0}, 1);
    private static final Experiment EXPERIMENT = Experiment.standard()
            .withLayers(
                    List.of(Layers.parse("dense(3, activation=tanh)"), Layers.parse("dense(1, activation=sigmoid)")))
            .withLoss(Losses.SQUARED_ERROR)
            .withOptimizer(new Sgd())
            .withLearningRate(0.5)
            .withBatch(0)
            .withEpochs(5);

    private static List<Step> inFloat(int steps) {
        List<Step> made = new ArrayList<>();
        Tracer.inFloat(EXPERIMENT, DATA, steps, made::add);
        return made;
    }

    @Test
    void theUpdateIsTheLearningRateTimesTheGradientAndLeadsToTheNextStep() {
        List<Step> steps = inFloat(2);
        for (String name : List.of("layer1.weight", "layer1.bias", "layer2.weight", "layer2.bias")) {
            double[] gradient = steps.get(0).array(name + ".gradient").toDoubles();
            double[] update = steps.get(0).array(name + ".update").toDoubles();
            double[] before = steps.get(0).array(name).toDoubles();
            double[] after = steps.get(1).array(name).toDoubles();
            double[] next = steps.get(1).array(name + ".update").toDoubles();
            for (int i = 0; i < update.length; i++) {
                assertThat(update[i]).isCloseTo(-0.5 * gradient[i], within(1e-6));
                assertThat(after[i] - before[i]).isCloseTo(next[i], within(1e-6));
            }
        }
    }

    @Test
    void aTraceEndsWithTheExperiment() {
        assertThat(inFloat(100)).hasSize(5);
        List<Step> reference = new ArrayList<>();
        Tracer.inDouble(EXPERIMENT, DATA, 100, reference::add);
        assertThat(reference).extracting(Step::number).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(reference.get(4).array("loss").get(0))
                .isLessThan(reference.get(0).array("loss").get(0));
    }

    @Test
    void oneSampleCanBePickedAndWhatIsNotThereIsNamed() {
        Step step = inFloat(1).getFirst();
        assertThat(step.sample(2).array("input").toDoubles()).containsExactly(1, 0);
        assertThat(step.sample(2).array("layer1.weight")).isEqualTo(step.array("layer1.weight"));
        assertThatThrownBy(() -> step.sample(4)).hasMessageContaining("samples 0 to 3, got 4");
        assertThatThrownBy(() -> step.array("layer1.logit")).hasMessageContaining("did you mean 'layer1.logits'");
    }

    @Test
    void aStepIsSavedForNumPyUnderStandardOrOtherNames(@TempDir Path folder) throws IOException {
        Step step = inFloat(1).getFirst();
        step.save(folder.resolve("step.npz"));
        assertThat(Npz.read(folder.resolve("step.npz"))).isEqualTo(step.arrays());
        Path map = Files.writeString(folder.resolve("names.txt"), """
                # as in the question
                trained_hidden = layer1.activation
                w1 = -layer1.weight.gradient   # their step points downhill
                """);
        NameMap names = NameMap.read(map);
        assertThat(names.rename(step)).containsOnlyKeys("trained_hidden", "w1");
        assertThat(names.rename(step).get("w1").get(1))
                .isEqualTo(-step.array("layer1.weight.gradient").get(1));
        Files.writeString(map, "a layer1.activation\n");
        assertThatThrownBy(() -> NameMap.read(map))
                .hasMessageContaining("line 1: expected 'their_name = standard.name'");
        assertThatThrownBy(() -> NameMap.read(Files.writeString(map, "a = layer9.bias\n"))
                        .rename(step))
                .hasMessageContaining("there is no array 'layer9.bias': did you mean 'layer1.bias'");
    }
}

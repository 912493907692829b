package dev.descent.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.descent.data.DataSources;
import dev.descent.data.TrainTest;
import dev.descent.network.Layers;
import dev.descent.spec.Spec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AugmentedTrainingTest {
    private static final Experiment PLAIN = Experiment.standard()
            .withLayers(Stream.of("dense(16, activation=relu)", "dense(10, activation=softmax)")
                    .map(Layers::parse)
                    .toList())
            .withBatch(32)
            .withEpochs(2)
            .withSeed(5);
    private static final Experiment AUGMENTED =
            PLAIN.withAugment(List.of(Spec.parse("shift(2)"), Spec.parse("elastic(alpha=20, sigma=4)")));

    private static TrainTest digits() throws IOException {
        return DataSources.parse("digits(train=700, test=300, seed=9)").load(Path.of("."));
    }

    @Test
    void augmentedTrainingGivesTheSameBitsEveryTimeAndOthersThanPlain() throws IOException {
        TrainTest digits = digits();
        Run first = Trainer.of(AUGMENTED).fit(digits.train());
        Run second = Trainer.of(AUGMENTED).fit(digits.train());
        Run plain = Trainer.of(PLAIN).fit(digits.train());
        assertThat(second.weights().values()).isEqualTo(first.weights().values());
        assertThat(plain.weights().values()).isNotEqualTo(first.weights().values());
    }

    @Test
    void theLastEpochsSeeTheImagesAsTheyAre() throws IOException {
        var data = digits().train();
        Batches plain = new Batches(PLAIN, data, Task.CLASSES);
        Batches clean = new Batches(AUGMENTED.withCleanEpochs(1), data, Task.CLASSES);
        for (int step = 0; step < 2 * plain.stepsPerEpoch(); step++) {
            float[] expected = new float[32 * 784];
            float[] actual = new float[32 * 784];
            plain.fill(step, expected, new float[320]);
            clean.fill(step, actual, new float[320]);
            boolean isLastEpoch = step >= plain.stepsPerEpoch();
            assertThat(Arrays.equals(actual, expected)).as("step %d", step).isEqualTo(isLastEpoch);
        }
    }

    @Test
    void theTestImagesOfTheBuiltInDigitsAreOthersThanTheTrainingImages() throws IOException {
        TrainTest digits = digits();
        assertThat(digits.train().size()).isEqualTo(700);
        assertThat(digits.test().size()).isEqualTo(300);
        float[] train = new float[784];
        float[] test = new float[784];
        digits.train().copyInput(0, train, 0);
        digits.test().copyInput(0, test, 0);
        assertThat(test).isNotEqualTo(train);
    }

    @Test
    void dataThatAreNoImagesAreRefusedBeforeTheFirstStep() {
        Experiment table = AUGMENTED.withLayers(List.of(Layers.parse("dense(4, activation=softmax)")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trainer.of(table).fit(Blobs.of(50, 1)))
                .withMessageContaining("augmentation is for images");
    }
}

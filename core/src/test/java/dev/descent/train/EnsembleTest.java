package dev.descent.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.descent.data.Dataset;
import dev.descent.data.Digits;
import dev.descent.data.TrainTest;
import dev.descent.data.augment.Augmentations;
import dev.descent.data.augment.Augmented;
import dev.descent.model.Model;
import dev.descent.network.Layers;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EnsembleTest {
    private static final TrainTest DIGITS = Digits.builtIn(600, 200, 5);
    private static final List<Model> MODELS = LongStream.range(0, 3)
            .mapToObj(seed -> Trainer.of(Experiment.standard()
                            .withLayers(Stream.of("dense(24, activation=relu)", "dense(10, activation=softmax)")
                                    .map(Layers::parse)
                                    .toList())
                            .withEpochs(4)
                            .withSeed(seed))
                    .fit(DIGITS.train())
                    .model())
            .toList();

    private static Evaluation alone(Model model, Dataset data) {
        return new Evaluator(model.network(), model.loss()).evaluate(model.weights(), data.scaled(model.scaling()));
    }

    @Test
    void oneNetworkAnswersAsItDoesAlone() {
        Evaluation one = Ensemble.of(MODELS.subList(0, 1)).evaluate(DIGITS.test());
        Evaluation alone = alone(MODELS.getFirst(), DIGITS.test());
        assertThat(one.predictions().outputs()).isEqualTo(alone.predictions().outputs());
        assertThat(one.loss()).isEqualTo(alone.loss());
    }

    @Test
    void severalNetworksAnswerWithTheMeanOfTheirProbabilities() {
        Evaluation all = Ensemble.of(MODELS).evaluate(DIGITS.test());
        for (int sample = 0; sample < 20; sample++) {
            for (int unit = 0; unit < 10; unit++) {
                double sum = 0;
                for (Model model : MODELS) {
                    sum += alone(model, DIGITS.test()).predictions().output(sample, unit);
                }
                assertThat((double) all.predictions().output(sample, unit)).isCloseTo(sum / 3, within(1e-6));
            }
        }
        double mean = MODELS.stream()
                .mapToDouble(model -> alone(model, DIGITS.test()).loss())
                .average()
                .orElseThrow();
        // Jensen: the cross-entropy of a mean is at most the mean of the cross-entropies.
        assertThat(all.loss()).isLessThan(mean);
    }

    @Test
    void furtherViewsAreOtherImagesOfTheSameSamplesAndTheFirstIsTheImageItself() {
        var changes = Augmentations.parseList("[shift(2), rotate(10)]");
        Dataset once = Augmented.copy(DIGITS.test(), changes, 0, 1);
        assertThat(once.label(7)).isEqualTo(DIGITS.test().label(7));
        assertThat(once.scaling()).isEqualTo(DIGITS.test().scaling());
        Evaluation two = Ensemble.of(MODELS.subList(0, 1)).withViews(changes, 2).evaluate(DIGITS.test());
        float plain = alone(MODELS.getFirst(), DIGITS.test()).predictions().output(3, 4);
        float changed = alone(MODELS.getFirst(), once).predictions().output(3, 4);
        assertThat(plain).isNotEqualTo(changed);
        assertThat(two.predictions().output(3, 4)).isCloseTo((plain + changed) / 2, within(1e-6f));
    }

    @Test
    void modelsThatDoNotFitTogetherAreRefused() {
        Model other = Trainer.of(Experiment.standard()
                        .withLayers(List.of(Layers.parse("dense(4, activation=softmax)")))
                        .withEpochs(1))
                .fit(Blobs.of(50, 1))
                .model();
        assertThatThrownBy(() -> Ensemble.of(List.of(MODELS.getFirst(), other))).hasMessageContaining("1×28×28");
        assertThatThrownBy(() -> Ensemble.of(List.of())).hasMessageContaining("needs a model");
    }
}

package dev.descent.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.descent.data.Dataset;
import dev.descent.data.Shape;
import dev.descent.data.TrainTest;
import dev.descent.spec.Spec;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TransformsTest {
    private static final TrainTest DATA = new TrainTest("made", data(1000, 0), data(200, 1));

    private static Dataset data(int samples, int shift) {
        float[] values = new float[samples * 2];
        int[] labels = new int[samples];
        for (int sample = 0; sample < samples; sample++) {
            labels[sample] = (sample * 7 + shift) % 4;
            values[2 * sample] = 100 + labels[sample] * 10 + sample % 3;
            values[2 * sample + 1] = 5;
        }
        return Dataset.ofValues(Shape.of(2), values, labels, 4);
    }

    private static TrainTest apply(String transform) {
        return Transforms.parse(Spec.parse(transform)).apply(DATA);
    }

    private static int[] labels(Dataset data) {
        return IntStream.range(0, data.size()).map(data::label).toArray();
    }

    @Test
    void standardizedFeaturesHaveMeanZeroAndDeviationOneAndConstantOnesVanish() {
        Dataset train = apply("standardize").train();
        float[] row = new float[2];
        double sum = 0;
        double squares = 0;
        for (int sample = 0; sample < train.size(); sample++) {
            train.copyInput(sample, row, 0);
            sum += row[0];
            squares += row[0] * row[0];
            assertThat(row[1]).isZero();
        }
        assertThat(sum / train.size()).isCloseTo(0, within(1e-5));
        assertThat(squares / train.size()).isCloseTo(1, within(1e-5));
    }

    @Test
    void theTestPartIsStandardizedWithTheFiguresOfTheTrainingPart() {
        TrainTest standard = apply("standardize");
        float[] train = new float[2];
        float[] test = new float[2];
        // Sample 0 of training and sample 51 of testing hold the same raw value.
        assertThat(DATA.train().raw(0, 0))
                .isEqualTo(DATA.test().raw(51, 0) - 10 * DATA.test().label(51));
        standard.train().copyInput(0, train, 0);
        standard.test().copyInput(51, test, 0);
        double deviation = 10 * DATA.test().label(51);
        assertThat(test[0] - train[0]).isCloseTo((float) (deviation / 11.2), within(0.05f));
    }

    @Test
    void shuffledLabelsKeepTheirCountsAndOnlyTheShareMoves() {
        Dataset all = apply("shuffle-labels").train();
        assertThat(all.classCounts()).isEqualTo(DATA.train().classCounts());
        assertThat(agreement(all)).isBetween(0.2, 0.3);
        assertThat(agreement(apply("shuffle-labels(share=0.2)").train())).isBetween(0.8, 0.9);
        assertThat(labels(apply("shuffle-labels").test())).isEqualTo(labels(DATA.test()));
    }

    @Test
    void realTargetsAreShuffledWholeRowsAtATime() {
        TrainTest numbers = new TrainTest("numbers", numbers(200), numbers(50));
        TrainTest apart =
                Transforms.parse(Spec.parse("shuffle-labels(share=0.5)")).apply(numbers);
        Set<List<Double>> before = rows(numbers.train());
        assertThat(rows(apart.train())).isEqualTo(before);
        long kept = IntStream.range(0, numbers.train().size())
                .filter(sample -> row(apart.train(), sample).equals(row(numbers.train(), sample)))
                .count();
        assertThat(kept / (double) numbers.train().size()).isBetween(0.4, 0.6);
        assertThat(rows(apart.test())).isEqualTo(rows(numbers.test()));
    }

    private static Dataset numbers(int samples) {
        float[] targets = new float[2 * samples];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = i;
        }
        return Dataset.ofTargets(Shape.of(1), new float[samples], targets, 2);
    }

    private static Set<List<Double>> rows(Dataset data) {
        return IntStream.range(0, data.size())
                .mapToObj(sample -> row(data, sample))
                .collect(Collectors.toSet());
    }

    private static List<Double> row(Dataset data, int sample) {
        return List.of(data.target(sample, 0), data.target(sample, 1));
    }

    private static double agreement(Dataset changed) {
        return IntStream.range(0, changed.size())
                        .filter(sample -> changed.label(sample) == DATA.train().label(sample))
                        .count()
                / (double) changed.size();
    }

    @Test
    void imbalanceLeavesTheFirstClassWholeAndThinsTheLast() {
        int[] counts = apply("imbalance(smallest=0.1)").train().classCounts();
        assertThat(counts[0]).isEqualTo(250);
        assertThat(counts[3]).isBetween(10, 45);
        assertThat(counts).isSortedAccordingTo((a, b) -> Integer.compare(b, a));
    }

    @Test
    void aLeakTestsOnTrainingSamples() {
        TrainTest leaked = apply("leak(share=0.5)");
        assertThat(leaked.test().size()).isEqualTo(100);
        assertThat(leaked.test().raw(17, 0)).isEqualTo(DATA.train().raw(17, 0));
    }

    @Test
    void keptClassesAreTheFirst() {
        TrainTest kept = apply("keep-classes(2)");
        assertThat(kept.train().classes()).isEqualTo(2);
        assertThat(kept.train().classCounts()).containsExactly(250, 250);
        assertThatThrownBy(() -> apply("keep-classes(1)")).hasMessageContaining("at least 2");
    }

    @Test
    void sortedByClassTheLabelsRise() {
        assertThat(labels(apply("sort-by-class").train())).isSorted();
    }

    @Test
    void classNumbersAndClassLabelsUndoEachOther() {
        TrainTest numbers = apply("class-numbers");
        assertThat(numbers.train().isClassification()).isFalse();
        assertThat(numbers.train().target(1, 0)).isEqualTo(DATA.train().label(1));
        TrainTest back = Transforms.parse(Spec.parse("class-labels")).apply(numbers);
        assertThat(labels(back.train())).isEqualTo(labels(DATA.train()));
    }

    @Test
    void reconstructedInputsAreTheirOwnTargets() {
        Dataset train = apply("reconstruct").train();
        float[] input = new float[train.shape().size()];
        train.copyInput(2, input, 0);
        assertThat(train.targetSize()).isEqualTo(input.length);
        assertThat(train.target(2, input.length - 1)).isEqualTo(input[input.length - 1]);
    }

    @Test
    void everyTransformIsPrintedAsItIsRead() {
        for (String name : Transforms.names()) {
            String text = name.equals("keep-classes") || name.equals("missing") ? name + "(3)" : name;
            if (name.startsWith("scale-")) {
                text = name + "(2)";
            }
            assertThat(Transforms.parse(Spec.parse(text)).spec()).hasToString(text);
        }
    }
}

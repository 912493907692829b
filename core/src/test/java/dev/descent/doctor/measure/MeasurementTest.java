package dev.descent.doctor.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.descent.data.CounterRandom;
import dev.descent.data.CounterRandom.Purpose;
import dev.descent.data.DataSources;
import dev.descent.data.Dataset;
import dev.descent.data.Digits;
import dev.descent.data.Shape;
import dev.descent.data.TrainTest;
import dev.descent.network.Activations;
import dev.descent.network.Losses;
import dev.descent.network.Network;
import dev.descent.network.Outputs;
import dev.descent.network.Reduction;
import dev.descent.network.SquaredError;
import dev.descent.report.Evidence;
import dev.descent.train.Experiment;
import dev.descent.train.Optimizers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasurementTest {
    private static final TrainTest DIGITS = Digits.builtIn(800, 200, 3);

    private static TrainTest both(Dataset data) {
        return new TrainTest("made", data, data);
    }

    private static Experiment digits(Network network) {
        return Experiment.standard().withNetwork(network).withBatch(32).withLearningRate(0.1);
    }

    private static Network small() {
        return Network.input(784).dense(16, Activations.SIGMOID).dense(10, Activations.SOFTMAX);
    }

    private static double value(Measurement measurement, Subject subject, String name) {
        return measurement.measure(subject).stream()
                .filter(evidence -> evidence.name().contains(name))
                .mapToDouble(Evidence::value)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no evidence '" + name + "'"));
    }

    /** Half the squared error of a linear unit has the Hessian {@code Σ x xᵀ / n}, whatever the weights. */
    @Test
    void theCurvatureOfALinearUnitIsTheLargestEigenvalueOfItsInputsProducts() {
        float[] inputs = {3, 0, 0, 2, 3, 0, 0, 2};
        Dataset data = Dataset.ofTargets(Shape.of(2), inputs, new float[] {1, 0, 1, 0}, 1);
        Network linear = Network.input(2).then("dense(1, bias=false)");
        Experiment experiment = Experiment.standard()
                .withNetwork(linear)
                .withLoss(new SquaredError(Outputs.HALF))
                .withOptimizer(Optimizers.parse("sgd"))
                .withLearningRate(4)
                .withBatch(0);
        Curvature.Step step = Curvature.step(Subject.atStart(experiment, both(data)));
        assertThat(step.largest()).isCloseTo(4.5, within(1e-5));
        assertThat(step.stable()).isCloseTo(2 / 4.5, within(1e-5));
        assertThat(step.timesTooLarge()).isCloseTo(9, within(1e-4));
        Curvature.Step summed = Curvature.step(Subject.atStart(experiment.withReduction(Reduction.SUM), both(data)));
        assertThat(summed.timesTooLarge()).isCloseTo(36, within(1e-3));
        Curvature.Step heavy =
                Curvature.step(Subject.atStart(experiment.withOptimizer(Optimizers.parse("momentum")), both(data)));
        assertThat(heavy.timesTooLarge()).isCloseTo(9 / 1.9, within(1e-3));
    }

    @Test
    void lanczosFindsTheGreatestEigenvalueOfALargeDiagonalMatrix() {
        double largest = Curvature.lanczos(
                400,
                vector -> {
                    double[] product = vector.clone();
                    for (int i = 0; i < product.length; i++) {
                        product[i] *= i == 17 ? 100 : i % 7 - 3;
                    }
                    return product;
                },
                12);
        assertThat(largest).isCloseTo(100, within(1e-6));
    }

    @Test
    void jacobiGivesTheEigenvaluesOfAKnownMatrix() {
        double[][] matrix = {{2, -1, 0}, {-1, 2, -1}, {0, -1, 2}};
        double[] expected = {2 - Math.sqrt(2), 2, 2 + Math.sqrt(2)};
        assertThat(Symmetric.eigenvalues(matrix)).containsExactly(expected, within(1e-10));
    }

    @Test
    void theGradientsOfOurLayersPassTheCheck() {
        Subject subject = Subject.atStart(digits(small()), DIGITS);
        assertThat(new GradientCheck().measure(subject)).hasSize(4).allMatch(evidence -> evidence.value() < 1e-4);
    }

    @Test
    void aHealthyNetworkLearnsAFewSamplesByHeartAndOneWithoutWayForTheGradientDoesNot() {
        Subject healthy = Subject.atStart(digits(small()), DIGITS);
        assertThat(value(new OverfitBatch(1), healthy, "by the own step")).isZero();
        assertThat(value(new OverfitBatch(8), healthy, "by Adam")).isZero();
        Network dead = Network.input(784)
                .then("dense(16, activation=relu, initializer=uniform(-1, -0.5))")
                .dense(10, Activations.SOFTMAX);
        Subject ill = Subject.atStart(digits(dead), DIGITS);
        assertThat(value(new OverfitBatch(20), ill, "by Adam")).isGreaterThan(0.5);
    }

    @Test
    void labelsThatBelongToTheirImagesAreToldFromShuffledOnes() {
        LabelAgreement.Agreement own = LabelAgreement.of(DIGITS.train());
        assertThat(own.share()).isGreaterThan(0.5);
        assertThat(own.expected()).isBetween(0.05, 0.15);
        assertThat(own.chance()).isLessThan(0.01);
        LabelAgreement.Agreement random = LabelAgreement.of(shuffled(DIGITS.train()));
        assertThat(random.share()).isBetween(0.04, 0.16);
        assertThat(random.chance()).isGreaterThan(0.05);
    }

    @Test
    void aNetworkLearnsTrueLabelsFasterThanShuffledOnes() {
        Subject own = Subject.atStart(digits(small()), DIGITS);
        assertThat(value(new ShuffledLabels(), own, "learned of shuffled")).isLessThan(0.6);
        Dataset random = shuffled(DIGITS.train());
        Subject none = Subject.atStart(digits(small()), both(random));
        assertThat(value(new ShuffledLabels(), none, "learned")).isBetween(0.02, 1.5);
    }

    private static Dataset shuffled(Dataset data) {
        int[] order = CounterRandom.of(99, Purpose.DATA).permutation(data.size());
        int[] labels = new int[data.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = data.label(order[i]);
        }
        return data.withLabels(labels, data.classes());
    }

    @Test
    void aSingleLayerSeparatesBlobsAndFailsAtCircles() throws Exception {
        Experiment experiment = digits(Network.input(2).dense(2, Activations.SOFTMAX));
        TrainTest blobs = DataSources.parse("blobs").load(Path.of("."));
        TrainTest circles = DataSources.parse("circles").load(Path.of("."));
        Experiment on = experiment.withLayers(Network.input(2)
                .dense(blobs.train().classes(), Activations.SOFTMAX)
                .layers());
        assertThat(value(new LinearProbe(), Subject.atStart(on, blobs), "accuracy"))
                .isGreaterThan(0.9);
        assertThat(value(new LinearProbe(), Subject.atStart(experiment, circles), "accuracy"))
                .isLessThan(0.7);
    }

    @Test
    void factsOfTheDataAreCounted() {
        float[] train = {0, 1, 5, 0, 1, 5, 0, 2, 5, 0, 3, 5};
        Dataset data = Dataset.ofValues(Shape.of(3), train, new int[] {0, 1, 0, 0}, 2);
        Dataset test = Dataset.ofValues(Shape.of(3), new float[] {0, 2, 5, 0, 9, 5}, new int[] {0, 1}, 2);
        Network network = Network.input(3).dense(2, Activations.SOFTMAX);
        Subject subject = Subject.atStart(digits(network), new TrainTest("made", data, test));
        assertThat(value(new ConstantFeatures(), subject, "same in every sample"))
                .isEqualTo(2.0 / 3);
        assertThat(value(new ClassBalance(), subject, "largest class")).isEqualTo(3);
        assertThat(value(new Duplicates(), subject, "stand there before")).isEqualTo(0.25);
        assertThat(value(new Duplicates(), subject, "contradict")).isEqualTo(0.25);
        assertThat(value(new Leakage(), subject, "trained on")).isEqualTo(0.5);
        assertThat(value(new InputScale(), subject, "largest input")).isEqualTo(5);
        assertThat(value(new InputScale(), subject, "square of the inputs"))
                .isCloseTo(Math.sqrt(115.0 / 12), within(1e-6));
    }

    @Test
    void theSpreadOfTheLogitsFollowsTheStart() {
        Network wide = Network.input(784)
                .then("dense(32, activation=sigmoid, initializer=uniform(-1, 1))")
                .dense(10, Activations.SOFTMAX);
        Subject subject = Subject.atStart(digits(wide), DIGITS);
        double narrow = value(new StartVariance(), Subject.atStart(digits(small()), DIGITS), "layer1");
        assertThat(value(new StartVariance(), subject, "layer1"))
                .isGreaterThan(4)
                .isGreaterThan(5 * narrow);
    }

    @Test
    void unitsThatStartEqualAreCounted() {
        Network equal = Network.input(784)
                .then("dense(8, activation=sigmoid, initializer=zeros)")
                .dense(10, Activations.SOFTMAX);
        Subject subject = Subject.atStart(digits(equal), DIGITS);
        assertThat(value(new SymmetricUnits(), subject, "layer1")).isEqualTo(1);
        assertThat(value(new SymmetricUnits(), subject, "layer2")).isZero();
    }

    @Test
    void theEffectiveRankCountsEqualDirections() {
        double[] two = {1, 0, 0, -1, 0, 0, 0, 1, 0, 0, -1, 0};
        assertThat(EffectiveRank.of(two, 4)).isCloseTo(2, within(1e-6));
        assertThat(EffectiveRank.of(new double[] {1, 2, 2, 4, 3, 6}, 3)).isCloseTo(1, within(1e-4));
    }

    @Test
    void theRangeTestFindsAboutTheRateWhereALinearUnitDiverges() {
        // The Hessian is [[100, 15], [15, 2.5]]: the sharp direction grows beyond a rate of 2 / 102.3 = 0.0196.
        Dataset data = Dataset.ofTargets(Shape.of(2), new float[] {10, 1, 10, 2}, new float[] {3, 9}, 1);
        Experiment experiment = Experiment.standard()
                .withNetwork(Network.input(2).then("dense(1, bias=false)"))
                .withLoss(new SquaredError(Outputs.HALF))
                .withOptimizer(Optimizers.parse("sgd"))
                .withLearningRate(1)
                .withBatch(0);
        LearningRateRange.Range range = LearningRateRange.of(Subject.atStart(experiment, both(data)));
        assertThat(range.fastest()).isBetween(1e-4, 0.2);
        assertThat(range.limit()).isGreaterThan(range.fastest()).isBetween(0.0196, 1.0);
    }

    @Test
    void everyMeasurementSaysWhatItTellsAndHasANameOfItsOwn() {
        List<Measurement> all = Measurements.all();
        assertThat(all).extracting(Measurement::name).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z-]+"));
        Experiment experiment = digits(small()).withLoss(Losses.CROSS_ENTROPY);
        Subject subject = Subject.atStart(experiment, DIGITS);
        for (Measurement measurement : all) {
            assertThat(measurement.tells()).isNotBlank();
            assertThat(measurement.measure(subject)).as(measurement.name()).isNotEmpty();
        }
    }
}

package dev.descent.doctor.cause;

import static dev.descent.doctor.cause.Examined.CLASSES;
import static dev.descent.doctor.cause.Examined.DIGITS;
import static dev.descent.doctor.cause.Examined.examined;
import static dev.descent.doctor.cause.Examined.layers;
import static dev.descent.doctor.cause.Examined.of;
import static dev.descent.doctor.cause.Examined.reservations;
import static dev.descent.doctor.cause.Examined.suspects;
import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.doctor.Examination;
import dev.descent.doctor.Suspect;
import dev.descent.network.Layer;
import dev.descent.network.Layers;
import dev.descent.report.Fault;
import dev.descent.train.DataPlan;
import dev.descent.train.Experiment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What single causes of the layers make of a training, each beside the nearest one of which they say nothing. */
class LayerCausesTest {
    @Test
    void anActivationBehindANormIsSuspectedAsInTheLayerItself() throws IOException {
        for (String wrong : List.of("exponential", "softmax")) {
            assertThat(suspects(new HiddenActivation(), behindANorm(wrong), Fault.ACTIVATION_WRONG))
                    .anySatisfy(one -> assertThat(one.mended().layers())
                            .isEqualTo(behindANorm("relu").layers()));
        }
        assertThat(suspects(new HiddenActivation(), behindANorm("relu"), Fault.ACTIVATION_WRONG))
                .isEmpty();
    }

    @Test
    void dropoutThatDrownsTheSignalIsStrongEvidenceAndHalfOfItIsNone() throws IOException {
        Experiment drowning = CLASSES.withLayers(layers(
                "dense(12, activation=relu, initializer=he-normal)", "dropout(0.95)", "dense(3, activation=softmax)"));
        assertThat(suspects(new Regularisation(), drowning, Fault.REGULARISATION_TOO_STRONG))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.isStrong()).isTrue();
                    assertThat(one.mended().layers()).isEqualTo(CLASSES.layers());
                });
        Experiment half = CLASSES.withLayers(layers(
                "dense(12, activation=relu, initializer=he-normal)", "dropout(0.5)", "dense(3, activation=softmax)"));
        assertThat(suspects(new Regularisation(), half, Fault.REGULARISATION_TOO_STRONG))
                .isEmpty();
    }

    @Test
    void noiseAsLargeAsTheSignalIsStrongEvidenceAndATenthOfItIsNone() throws IOException {
        Experiment drowned = CLASSES.withLayers(
                layers("gaussian-noise(2)", "dense(12, activation=relu)", "dense(3, activation=softmax)"));
        assertThat(suspects(new Regularisation(), drowned, Fault.REGULARISATION_TOO_STRONG))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.isStrong()).isTrue();
                    assertThat(one.mended().layers())
                            .isEqualTo(layers("dense(12, activation=relu)", "dense(3, activation=softmax)"));
                });
        Experiment usual = CLASSES.withLayers(
                layers("gaussian-noise(0.1)", "dense(12, activation=relu)", "dense(3, activation=softmax)"));
        assertThat(suspects(new Regularisation(), usual, Fault.REGULARISATION_TOO_STRONG))
                .isEmpty();
    }

    @Test
    void aVeryDeepPlainStackIsADoubtAndADeepOneIsNone() throws IOException {
        assertThat(reservations(new Size(), CLASSES.withLayers(stack(10)), Fault.NETWORK_TOO_DEEP))
                .singleElement()
                .satisfies(one -> assertThat(one.weight()).isLessThan(0.6));
        assertThat(reservations(new Size(), CLASSES.withLayers(stack(5)), Fault.NETWORK_TOO_DEEP))
                .isEmpty();
    }

    private static List<Layer> stack(int hidden) {
        List<String> specs = new ArrayList<>(Collections.nCopies(hidden, "dense(8, activation=tanh)"));
        specs.add("dense(3, activation=softmax)");
        return layers(specs.toArray(String[]::new));
    }

    @Test
    void aLayerOfASingleUnitIsStrongEvidenceAndOneOfMoreThanSixteenIsNone() throws IOException {
        Experiment single = CLASSES.withLayers(
                layers("dense(24, activation=relu)", "dense(1, activation=relu)", "dense(3, activation=softmax)"));
        assertThat(suspects(new Size(), single, Fault.NETWORK_TOO_SMALL))
                .first()
                .satisfies(one -> {
                    assertThat(one.isStrong()).isTrue();
                    assertThat(one.mended().layers())
                            .isEqualTo(layers(
                                    "dense(32, activation=relu)",
                                    "dense(32, activation=relu)",
                                    "dense(3, activation=softmax)"));
                });
        Experiment wide = CLASSES.withLayers(layers("dense(17, activation=relu)", "dense(3, activation=softmax)"));
        assertThat(suspects(new Size(), wide, Fault.NETWORK_TOO_SMALL)).isEmpty();
    }

    /** Layers that are all linear are one map however wide they are: the missing activation comes first. */
    @Test
    void aSingleUnitAmongLinearLayersSaysLessThanTheirMissingActivation() throws IOException {
        Examination linear =
                examined(CLASSES.withLayers(layers("dense(1)", "dense(12)", "dense(3, activation=softmax)")));
        double missing = of(new HiddenActivation().suspects(linear), Fault.ACTIVATION_MISSING)
                .getFirst()
                .weight();
        assertThat(of(new Size().suspects(linear), Fault.NETWORK_TOO_SMALL))
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.weight()).isLessThan(missing));
    }

    @Test
    void ofLayersThatAreEqualTheOneWithoutActivationIsNamed() throws IOException {
        Experiment second = CLASSES.withLayers(
                layers("dense(12)", "activation(relu)", "dense(12)", "batch-norm", "dense(3, activation=softmax)"));
        assertThat(suspects(new HiddenActivation(), second, Fault.ACTIVATION_MISSING))
                .first()
                .satisfies(one -> {
                    assertThat(one.place()).isEqualTo("layer2.activation");
                    assertThat(one.mended().layers().get(2)).isEqualTo(Layers.parse("dense(12, activation=relu)"));
                });
    }

    @Test
    void anActivationBehindBatchNormIsNoneMissing() throws IOException {
        Experiment normed = CLASSES.withLayers(
                layers("dense(12)", "batch-norm", "activation(relu)", "dense(12)", "dense(3, activation=softmax)"));
        assertThat(suspects(new HiddenActivation(), normed, Fault.ACTIVATION_MISSING))
                .first()
                .satisfies(one -> {
                    assertThat(one.place()).isEqualTo("layer3.activation");
                    // What already has one keeps it as it is.
                    assertThat(one.mended().layers().getFirst()).isEqualTo(Layers.parse("dense(12)"));
                });
    }

    @Test
    void aPlainStackOfConvolutionsIsTooDeepUnlessSomethingKeepsTheSignalsSize() throws IOException {
        List<String> plain = new ArrayList<>(Collections.nCopies(6, "conv2d(2, 3, padding=same, activation=relu)"));
        plain.addAll(List.of("max-pool(4)", "flatten", "dense(10, activation=softmax)"));
        List<Suspect> suspects =
                suspects(new Size(), DIGITS.withLayers(layers(plain.toArray(String[]::new))), Fault.NETWORK_TOO_DEEP);
        assertThat(suspects).singleElement().satisfies(one -> {
            assertThat(one.says()).startsWith("6 layers with weights");
            assertThat(one.mended().layers()).hasSize(plain.size() + 6);
            assertThat(one.mended().layers().get(1)).isEqualTo(Layers.parse("batch-norm"));
            assertThat(one.mended().layers().getLast()).isEqualTo(Layers.parse("dense(10, activation=softmax)"));
        });
        List<String> normalised = new ArrayList<>(plain);
        normalised.add(3, "batch-norm");
        assertThat(suspects(
                        new Size(),
                        DIGITS.withLayers(layers(normalised.toArray(String[]::new))),
                        Fault.NETWORK_TOO_DEEP))
                .isEmpty();
        assertThat(suspects(
                        new Size(),
                        DIGITS.withLayers(layers(plain.subList(1, plain.size()).toArray(String[]::new))),
                        Fault.NETWORK_TOO_DEEP))
                .isEmpty();
    }

    /** The largest of several sums is no linear map, though it bends less than an activation. */
    @Test
    void maxPoolingAloneSpeaksLessForAMissingActivation() throws IOException {
        Experiment pooled = DIGITS.withLayers(
                layers("conv2d(2, window=5)", "max-pool(4)", "flatten", "dense(10, activation=softmax)"));
        Experiment plain = DIGITS.withLayers(
                layers("conv2d(2, window=5)", "average-pool(4)", "flatten", "dense(10, activation=softmax)"));
        Suspect bent = suspects(new HiddenActivation(), pooled, Fault.ACTIVATION_MISSING)
                .getFirst();
        Suspect straight = suspects(new HiddenActivation(), plain, Fault.ACTIVATION_MISSING)
                .getFirst();
        assertThat(bent.isStrong()).isFalse();
        assertThat(bent.says()).doesNotContain("one linear map");
        assertThat(straight.isStrong()).isTrue();
    }

    @Test
    void layersAreCountedAsTheNetworkCountsThem() throws IOException {
        Experiment silent = CLASSES.withLayers(layers(
                "dense(12, activation=relu)",
                "dropout(0.1)",
                "batch-norm",
                "dense(12, activation=relu, bias-initializer=constant(-60))",
                "dense(3, activation=softmax)"));
        assertThat(suspects(new HiddenActivation(), silent, Fault.UNITS_DEAD))
                .singleElement()
                .satisfies(one -> assertThat(one.place()).isEqualTo("layer3.bias"));
        Experiment loud = CLASSES.withLayers(layers(
                "dense(12, activation=relu, initializer=he-normal)",
                "dropout(0.1)",
                "dense(12, activation=relu, initializer=normal(0, 9))",
                "dense(3, activation=softmax)"));
        assertThat(suspects(new Start(), loud, Fault.INIT_TOO_LARGE))
                .singleElement()
                .satisfies(one -> assertThat(one.place()).isEqualTo("layer2.weight"));
    }

    /** Which of the usual activations is best here, their trials tell. */
    @Test
    void aWrongActivationIsTriedAsEachOfTheUsualOnes() throws IOException {
        Experiment softmax =
                CLASSES.withLayers(layers("dense(12, activation=softmax)", "dense(3, activation=softmax)"));
        assertThat(suspects(new HiddenActivation(), softmax, Fault.ACTIVATION_WRONG))
                .extracting(Suspect::remedy)
                .containsExactly("hidden activation: softmax → relu", "hidden activation: softmax → tanh");
    }

    /** A start twice as sure of wrong answers as of nothing is borne, unless the steps back from it kill units. */
    @Test
    void aLargeStartIsReservedWhereUnitsDie() throws IOException {
        String start = ", activation=%s, initializer=normal(0, 0.25))";
        Experiment large = DIGITS.withData(DataPlan.of("digits(train=600, test=200)"))
                .withLayers(layers(
                        "flatten",
                        "dense(64" + start.formatted("relu"),
                        "dense(64" + start.formatted("relu"),
                        "dense(10" + start.formatted("softmax")))
                .withEpochs(6);
        assertThat(reservations(new Start(), large.withLearningRate(0.6), Fault.INIT_TOO_LARGE))
                .isNotEmpty();
        assertThat(reservations(new Start(), large, Fault.INIT_TOO_LARGE)).isEmpty();
    }

    private static Experiment behindANorm(String activation) {
        return CLASSES.withLayers(
                layers("dense(12)", "batch-norm", "activation(" + activation + ")", "dense(3, activation=softmax)"));
    }
}

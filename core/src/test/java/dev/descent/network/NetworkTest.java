package dev.descent.network;

import static dev.descent.network.Activations.SIGMOID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.descent.data.CounterRandom;
import dev.descent.data.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    @Test
    void parametersLieOneAfterAnotherUnderTheirStandardNames() {
        Layout layout = Network.input(784).dense(16, SIGMOID).dense(10, SIGMOID).layout();
        assertThat(layout.parameters())
                .extracting(Parameter::name)
                .containsExactly("layer1.weight", "layer1.bias", "layer2.weight", "layer2.bias");
        assertThat(layout.parameters())
                .extracting(Parameter::offset)
                .containsExactly(12, 12 + 784 * 16, 12 + 785 * 16, 12 + 785 * 16 + 160);
        assertThat(layout.valueCount()).isEqualTo(12 + 785 * 16 + 170);
        assertThat(layout.output()).isEqualTo(Shape.of(10));
        assertThat(layout.parameters()).extracting(Parameter::decays).containsExactly(true, false, true, false);
    }

    @Test
    void anActivationLayerBelongsToTheLayerBeforeItWhenThatHasNone() {
        Network apart = Network.input(4)
                .dense(3)
                .activation(SIGMOID)
                .dropout(0.5)
                .dense(2)
                .then("activation(softmax)");
        assertThat(apart.summary()).extracting(Network.Row::name).containsExactly("layer1", "layer1.dropout", "layer2");
        assertThat(apart.layout().places().getFirst().activation()).isEqualTo(SIGMOID);
        assertThat(Network.input(4)
                        .dense(3, SIGMOID)
                        .then("activation(softmax)")
                        .summary())
                .extracting(Network.Row::name)
                .containsExactly("layer1", "layer2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dense(16)",
                "dense(16, activation=sigmoid, bias=false, initializer=uniform(-1, 1))",
                "dense(3, activation=leaky-relu(slope=0.3), bias-initializer=constant(0.1))",
                "activation(softmax)",
                "flatten",
                "dropout(0.5)"
            })
    void layersReadBackFromTheirText(String text) {
        assertThat(Layers.parse(text).spec()).hasToString(text);
    }

    @Test
    void everyMemberOfEveryFamilyReadsBackFromItsText() {
        for (String name : Activations.names()) {
            Activation activation = Activations.parse(name);
            assertThat(Activations.parse(activation.spec())).isEqualTo(activation);
        }
        for (String name : Losses.names()) {
            Loss loss = Losses.parse(name);
            assertThat(Losses.parse(loss.spec())).isEqualTo(loss);
        }
        for (String name : Initializers.names()) {
            Initializer initializer = Initializers.parse(name.equals("constant") ? "constant(3)" : name);
            assertThat(Initializers.parse(initializer.spec())).isEqualTo(initializer);
        }
    }

    @Test
    void initializersHaveTheVarianceTheyPromise() {
        assertThat(variance("glorot-uniform")).isCloseTo(2.0 / 500, offset(1e-4));
        assertThat(variance("glorot-normal")).isCloseTo(2.0 / 500, offset(1e-4));
        assertThat(variance("he-normal")).isCloseTo(2.0 / 300, offset(1e-4));
        assertThat(variance("he-uniform")).isCloseTo(2.0 / 300, offset(1e-4));
        assertThat(variance("lecun-normal")).isCloseTo(1.0 / 300, offset(1e-4));
        assertThat(variance("uniform(-1, 1)")).isCloseTo(1.0 / 3, offset(4e-3));
        assertThat(variance("normal(0, 2)")).isCloseTo(4, offset(0.08));
        assertThat(variance("constant(3)")).isZero();
        assertThat(variance("truncated-normal(0, 1)")).isCloseTo(0.7737, offset(0.01));
    }

    private static double variance(String initializer) {
        double[] arena = Network.input(300)
                .then("dense(200, bias=false, initializer=%s)".formatted(initializer))
                .initialValues(3);
        double[] values = Arrays.copyOfRange(arena, Layout.START, arena.length);
        double mean = Arrays.stream(values).average().orElseThrow();
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    }

    @Test
    void anOrthogonalStartHasOrthogonalRowsOrColumns() {
        for (int[] size : List.of(new int[] {30, 12}, new int[] {12, 30})) {
            Parameter weight = Parameter.weight("weight", Shape.of(size), new Orthogonal(2), size[0], size[1]);
            double[] values = new double[360];
            weight.initializer().fill(values, weight, CounterRandom.of(1, CounterRandom.Purpose.START));
            boolean byRow = size[0] < size[1];
            for (int i = 0; i < 12; i++) {
                for (int j = 0; j < 12; j++) {
                    double product = 0;
                    for (int k = 0; k < 30; k++) {
                        product += values[byRow ? i * 30 + k : k * 12 + i] * values[byRow ? j * 30 + k : k * 12 + j];
                    }
                    assertThat(product).isCloseTo(i == j ? 4 : 0, offset(1e-12));
                }
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameStartAndAnotherSeedAnother() {
        Network network = Network.input(4).dense(3);
        assertThat(network.initialValues(5)).isEqualTo(network.initialValues(5));
        assertThat(network.initialValues(5)).isNotEqualTo(network.initialValues(6));
    }

    @Test
    void wrongLayersAreNamed() {
        assertThatThrownBy(() -> Network.input(4).dense(3).then("dense(0)"))
                .hasMessageContaining("at least 1 unit, got 0");
        assertThatThrownBy(() -> Layers.parse("dens(3)")).hasMessageContaining("did you mean 'dense'?");
        assertThatThrownBy(() -> Layers.parse("dropout(1)")).hasMessageContaining("[0, 1)");
    }

    @Test
    void gelusNormalDistributionIsExact() {
        // Values of scipy.stats.norm.cdf.
        assertThat(Normal.cumulative(0)).isEqualTo(0.5);
        assertThat(Normal.cumulative(1)).isCloseTo(0.8413447460685429, offset(1e-15));
        assertThat(Normal.cumulative(-3)).isCloseTo(0.0013498980316300933, offset(1e-15));
        assertThat(Normal.cumulative(-5)).isCloseTo(2.866515718791933e-07, offset(1e-20));
        assertThat(Normal.cumulative(-20) / 2.7536241186062337e-89).isCloseTo(1, offset(1e-12));
        assertThat(Normal.cumulative(-50)).isZero();
    }

    /** Simpson's rule over small steps, from −4.5 to 4.5: through the series, the continued fraction and where they meet. */
    @Test
    void gelusNormalDistributionIsTheIntegralOfItsDensity() {
        double step = 1.0 / 1024;
        double sum = Normal.cumulative(-4.5);
        for (int i = 0; i < 9 * 1024; i++) {
            double x = -4.5 + i * step;
            sum += step / 6 * (Normal.density(x) + 4 * Normal.density(x + step / 2) + Normal.density(x + step));
            assertThat(Normal.cumulative(x + step)).isCloseTo(sum, offset(1e-14));
        }
    }

    /** Where the fraction takes fewest terms for what it is worth, to as many digits as the product with φ has. */
    @Test
    void gelusNormalDistributionKeepsItsDigitsFarOut() {
        // Values of erfc(−x / √2) / 2 by the C library.
        assertThat(Normal.cumulative(-4) / 3.1671241833119965e-05).isCloseTo(1, offset(1e-13));
        assertThat(Normal.cumulative(-8) / 6.220960574271819e-16).isCloseTo(1, offset(1e-13));
    }
}

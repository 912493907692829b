package dev.descent.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every gradient against central differences, in double; the float engine against the double reference. */
class GradientTest {
    private static final List<String> ACTIVATIONS = List.of(
            "identity",
            "sigmoid",
            "hard-sigmoid",
            "tanh",
            "relu",
            "leaky-relu(0.3)",
            "elu",
            "selu",
            "gelu",
            "swish",
            "softplus",
            "softsign",
            "softmax");

    private static final List<String> LOSSES = List.of(
            "squared-error",
            "squared-error(outputs=half)",
            "absolute-error(outputs=sum)",
            "absolute-percentage-error",
            "huber(0.5)",
            "log-cosh",
            "cross-entropy",
            "cross-entropy(label-smoothing=0.1)",
            "cross-entropy-with-logits",
            "cross-entropy-with-logits(label-smoothing=0.2)",
            "binary-cross-entropy",
            "binary-cross-entropy(label-smoothing=0.1)",
            "binary-cross-entropy-with-logits",
            "hinge",
            "poisson");

    record Case(String hidden, String last, String loss) {
        @Override
        public String toString() {
            return hidden + " | " + last + " | " + loss;
        }

        Network network() {
            return Network.input(5).then(hidden).then("dense(4, activation=%s)".formatted(last));
        }
    }

    static Stream<Case> everyPair() {
        List<Case> cases = new ArrayList<>();
        for (String activation : ACTIVATIONS) {
            for (String loss : LOSSES) {
                if (loss.equals("poisson")
                        && !List.of("sigmoid", "softplus", "softmax").contains(activation)) {
                    cases.add(new Case("dense(6, activation=%s)".formatted(activation), "softplus", loss));
                    continue; // the logarithm of a negative output is NaN, in Keras too
                }
                cases.add(new Case("dense(6, activation=tanh)", activation, loss));
                cases.add(new Case("dense(6, activation=%s)".formatted(activation), "softplus", loss));
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void theReferenceIsTheDerivativeOfItsLoss(Case pair) {
        Random random = new Random(pair.toString().hashCode());
        Network network = pair.network();
        ReferenceNetwork reference = new ReferenceNetwork(network, Losses.parse(pair.loss()));
        double[] values = Samples.normal(random, network.layout().valueCount());
        double[] inputs = Samples.normal(random, 3 * 5);
        double[] targets = Samples.classes(random, 3, 4);
        assertThat(Differences.worstError(reference, values, inputs, targets))
                .as(pair.toString())
                .isLessThan(1e-6);
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void theEngineFollowsTheReference(Case pair) {
        Random random = new Random(pair.toString().hashCode());
        Network network = pair.network();
        Loss loss = Losses.parse(pair.loss());
        double[] values = Samples.normal(random, network.layout().valueCount());
        double[] inputs = Samples.normal(random, 3 * 5);
        double[] targets = Samples.classes(random, 3, 4);
        for (Reduction reduction : Reduction.values()) {
            Engines.assertFollowsReference(network, loss, values, inputs, targets, reduction);
        }
    }
}

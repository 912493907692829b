package dev.descent.experiment.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.data.DescentException;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class CaseWordsTest {
    private static List<String> layers(String words) {
        return LayerText.read(CaseWords.layers(words)).layers();
    }

    @Test
    void layersInOtherWordsAreTheSame() {
        List<String> usual =
                layers("conv 8 3x3 s2 relu; bn; maxpool 2; flatten; dropout 0.2; dense 64 leakyrelu; dense 10 softmax");
        assertThat(
                        layers(
                                "Conv2D 8 3x3 stride 2 relu; BatchNormalization; MaxPooling2D 2; flatten; spatial dropout 0.2; dense 64 leaky relu; dense 10 softmax"))
                .isEqualTo(usual);
        assertThat(
                        layers(
                                "conv 8 3x3 strides 2 relu -> batch norm -> max pool 2 -> flatten -> dropout 0.2 -> fc 64 LeakyReLU -> dense 10 log softmax"))
                .isEqualTo(usual);
        assertThat(layers("GaussianNoise 0.1; dense 3 relu"))
                .containsExactly("gaussian-noise(0.1)", "dense(3, activation=relu)");
        assertThat(layers("dense 20 relu x 3, dense 10 none")).isEqualTo(layers("3 x dense 20 relu; dense 10 linear"));
        assertThat(layers("dense 20; layer norm; activation hard sigmoid; global average pooling"))
                .isEqualTo(layers("dense 20; layernorm; hardsigmoid; global average"));
    }

    @Test
    void theWordsOfTheCollectionAreLeftAlone() {
        for (String words : List.of(
                "conv 100 (3 wide, stride 3) relu; maxpool 2 same; flatten; dense 10 linear + softmax (N(0,1))",
                "4 x conv3d 64 k3 relu + maxpool3d, batchnorm after 2 and 4",
                "conv 64 3x3 relu + bn; maxpool1d 2; dense 4,8 relu; dense 1 sigmoid (he normal; l2 1e-6)")) {
            assertThat(CaseWords.layers(words)).isEqualTo(words);
        }
        for (String words : List.of("cross-entropy", "mse", "cce from logits", "logcosh", "half sum of squares")) {
            assertThat(CaseWords.loss(words)).isEqualTo(words);
        }
    }

    @Test
    void lossesAndFixesInOtherWordsAreTheSame() {
        assertThat(CaseWords.loss("binary_crossentropy")).isEqualTo("bce");
        assertThat(CaseWords.loss("mean_absolute_percentage_error")).isEqualTo("mape");
        assertThat(CaseWords.loss("sparse categorical cross-entropy with logits"))
                .isEqualTo("sparse cce from logits");
        assertThat(CaseWords.loss("mean_squared_error")).isEqualTo("mse");
        assertThat(CaseWords.loss("CrossEntropyLoss")).isEqualTo("cce from logits");
        assertThat(CaseWords.loss("BCEWithLogitsLoss")).isEqualTo("bce from logits");
        assertThat(CaseWords.loss("quadratic cost")).isEqualTo("half sum of squares");
        assertThat(CaseWords.loss("sum of squares")).isEqualTo("sum of squared errors");
        assertThat(CaseWords.fix("sigmoid, learning rate 0.01, batch size of 16, epochs=40"))
                .isEqualTo("sigmoid, lr 0.01, batch 16, 40 epochs");
    }

    @Test
    void whatStandsBehindALayerWithoutBracketsIsItsOwn() {
        assertThat(layers("dense 64 relu he normal, bias 0.1; dense 32 tanh no bias dropout 0.2; dense 10 softmax"))
                .isEqualTo(
                        layers("dense 64 relu bias 0.1 he; dense 32 tanh without bias + dropout 20%; dense 10 softmax"))
                .containsExactly(
                        "dense(64, initializer=he-normal, activation=relu, bias-initializer=constant(0.1))",
                        "dense(32, activation=tanh, bias=false)",
                        "dropout(0.2)",
                        "dense(10, activation=softmax)");
        assertThat(layers("conv 8 3x3 same + bn + relu; maxpool 3x3 s2; dense 8-4 bn leaky 0.2 dropout 0.5"))
                .containsExactly(
                        "conv2d(8, window=3, padding=same)",
                        "batch-norm",
                        "activation(relu)",
                        "max-pool(3, stride=2)",
                        "dense(8)",
                        "dense(4)",
                        "batch-norm",
                        "activation(leaky-relu(0.2))",
                        "dropout(0.5)");
        assertThat(layers("zeropad 1; conv 8 3x3 relu; conv 8 3x3 relu"))
                .containsExactly(
                        "conv2d(8, window=3, padding=1, activation=relu)", "conv2d(8, window=3, activation=relu)");
    }

    @Test
    void startsAreThoseOfTheirLayersWhereSeveralAreNamed() {
        assertThat(layers("dense 8 relu (he uniform); dense 4 relu; dense 2 softmax (zeros)"))
                .containsExactly(
                        "dense(8, activation=relu, initializer=he-uniform)",
                        "dense(4, activation=relu)",
                        "dense(2, activation=softmax, initializer=zeros)");
        assertThat(layers("dense 8 relu (bias init -10); dense 2 softmax (uniform [-1,1])"))
                .containsExactly(
                        "dense(8, activation=relu, initializer=uniform(-1, 1), bias-initializer=constant(-10))",
                        "dense(2, activation=softmax, initializer=uniform(-1, 1), bias-initializer=constant(-10))");
    }

    @Test
    void startsInOtherWordsAreTheSame() {
        assertThat(StartText.initializer("random normal stddev 1")).isEqualTo("normal(0, 1)");
        assertThat(StartText.initializer("normal(0, 1)".replaceAll("[()]", ""))).isEqualTo("normal(0, 1)");
        assertThat(StartText.initializer("xavier")).isEqualTo("glorot-uniform");
        assertThat(StartText.initializer("lecun normal")).isEqualTo("lecun-normal");
        assertThat(StartText.initializer("constant 0.5, bias zeros")).isEqualTo("constant(0.5)");
        assertThat(StartText.initializer("bias zeros")).isNull();
        assertThat(StartText.bias("bias zeros")).isNull();
        assertThat(StartText.initializer("scaled init")).isNull();
    }

    @Test
    void numbersAndShapesInOtherWordsAreTheSame() {
        assertThat(CaseWords.number("10^-3")).isEqualTo("1e-3");
        assertThat(CaseWords.number("10,000")).isEqualTo("10000");
        assertThat(CaseWords.number("20k steps")).isEqualTo("20000 steps");
        assertThat(CaseWords.number("full batch")).isEqualTo("full");
        assertThat(CaseWords.number("until overfit check passes")).isEqualTo("until overfit check passes");
        assertThat(CaseWords.input("(3, 224, 224)")).isEqualTo("224x224x3");
        assertThat(CaseWords.input("13 features")).isEqualTo("13");
        assertThat(CaseWords.input("36x60x1 + 2")).isEqualTo("36x60x1 + 2");
        assertThat(CaseWords.input("(H+2)x(W+2)x1")).isEqualTo("(H+2)x(W+2)x1");
    }

    @Test
    void whatIsDoneToTheInputFirstIsNoLayer() {
        LayerText.Result read = LayerText.read(
                CaseWords.layers("Normalization; Reshape(28, 28, 1); conv 8 3x3 relu; flatten; dense 2"));
        assertThat(read.input()).isEqualTo("28x28x1");
        assertThat(read.standardizes()).isTrue();
        assertThat(read.layers()).first().isEqualTo("conv2d(8, window=3, activation=relu)");
        Assertions.assertThatThrownBy(() -> layers("dense 64 relu; reshape 8x8x1; dense 2"))
                .isInstanceOf(DescentException.class)
                .hasMessageContaining("reshape 8x8x1");
    }

    @Test
    void whatHasNoCounterpartIsStillRefused() {
        Assertions.assertThatThrownBy(() -> layers("lstm 50; dense 1 linear"))
                .isInstanceOf(DescentException.class)
                .hasMessageContaining("lstm 50");
    }
}

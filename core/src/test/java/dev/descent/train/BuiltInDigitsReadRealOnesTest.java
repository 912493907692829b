package dev.descent.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.descent.data.Digits;
import dev.descent.network.Layers;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BuiltInDigitsReadRealOnesTest {
    @Test
    void aNetworkThatSawBuiltInDigitsOnlyReadsRealHandwriting() throws IOException {
        assumeTrue(Digits.isPresent("mnist"), "MNIST is not on this machine");
        Experiment experiment = Experiment.standard()
                .withLayers(Stream.of("dense(128, activation=relu)", "dense(10, activation=softmax)")
                        .map(Layers::parse)
                        .toList())
                .withOptimizer(Optimizers.parse("adam"))
                .withLearningRate(0.002)
                .withBatch(64)
                .withEpochs(3)
                .withSeed(1);
        Run run = Trainer.of(experiment).fit(Digits.builtIn(60_000, 1, 1).train());
        // The floor is 90 %; docs/built-in-digits.md tells what longer training reaches.
        assertThat(run.evaluate(Digits.mnist().test()).accuracy()).isGreaterThan(0.94);
    }
}

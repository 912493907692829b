package dev.descent.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.descent.kernel.Kernels;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A training step makes no arrays, only what loops over a batch capture: the smallest array of this batch has 1,536 bytes. Asked of the plain kernels, as the Vector API makes one of every vector until C2 has compiled what
 * uses it; the layers, the memory and the order of the calls are the same with both.
 */
class AllocationTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "flatten; dense(12, activation=relu)",
                "flatten; dense(12, activation=sigmoid); dropout(0.2)",
                "conv2d(3, 3); max-pool(2); flatten",
                "conv2d(3, 3, padding=same, activation=relu); average-pool(2); flatten",
                "conv2d(4, 3, groups=1); batch-norm(activation=relu); flatten",
                "residual([conv2d(1, 3, padding=same)], activation=relu); flatten",
                "conv2d(3, 3); global-average-pool",
                "flatten; layer-norm; dense(12, activation=tanh)"
            })
    void aStepMakesNoArrays(String layers) {
        Network network = Network.input(1, 8, 8);
        for (String layer : layers.split("; ")) {
            network = network.then(layer);
        }
        CompiledNetwork compiled = CompiledNetwork.compile(
                network.then("dense(5)"),
                Losses.CROSS_ENTROPY_WITH_LOGITS,
                6,
                CompileOptions.TRAINING.with(Kernels.scalar()));
        compiled.initialize(1);
        Random random = new Random(1);
        Samples.fill(compiled.input(), Samples.normal(random, 6 * 64));
        Samples.fill(compiled.target(), Samples.classes(random, 6, 5));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 20; i++) {
            compiled.descend(6, Reduction.MEAN, 1, 0.01f);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10; i++) {
            compiled.descend(6, Reduction.MEAN, 1, 0.01f);
        }
        assertThat((threads.getCurrentThreadAllocatedBytes() - before) / 10).isLessThan(1000);
    }
}

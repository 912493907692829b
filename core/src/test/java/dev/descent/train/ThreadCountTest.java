package dev.descent.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.data.Digits;
import dev.descent.network.Layers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One training in JVMs of their own that see 1, 2 and 3 processors: the same bits. */
class ThreadCountTest {
    @Test
    void aTrainingGivesTheSameBitsWithOneTwoAndThreeThreads() throws Exception {
        List<Process> trainings =
                IntStream.rangeClosed(1, 3).mapToObj(ThreadCountTest::start).toList();
        List<String> printed = trainings.stream().map(ThreadCountTest::output).toList();
        assertThat(printed.getFirst()).startsWith("1 threads: dense ").contains("convolution ");
        assertThat(printed.get(1)).startsWith("2 threads: ");
        assertThat(printed.get(2)).startsWith("3 threads: ");
        assertThat(printed.stream()
                        .map(text -> text.substring(text.indexOf(':')))
                        .distinct())
                .hasSize(1);
    }

    private static Process start(int processors) {
        try {
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:ActiveProcessorCount=" + processors,
                            "--add-modules",
                            ModuleLayer.boot()
                                            .findModule("jdk.incubator.vector")
                                            .isPresent()
                                    ? "jdk.incubator.vector"
                                    : "java.base",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Training.class.getName())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String output(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Prints how many threads worked and a checksum of what they learned. */
    static final class Training {
        private Training() {}

        public static void main(String[] arguments) throws Exception {
            // Wide and long enough that loops are handed out to all threads.
            String dense =
                    checksum(128, "dense(256, activation=relu)", "dropout(0.2)", "dense(10, activation=softmax)");
            String convolution = checksum(
                    64, "conv2d(8, 3, activation=relu)", "batch-norm", "max-pool(2)", "dense(10, activation=softmax)");
            System.out.printf(
                    "%d threads: dense %s, convolution %s%n",
                    Runtime.getRuntime().availableProcessors(), dense, convolution);
        }

        private static String checksum(int batch, String... layers) throws Exception {
            Experiment experiment = Experiment.standard()
                    .withLayers(Stream.of(layers).map(Layers::parse).toList())
                    .withOptimizer(Optimizers.parse("adam"))
                    .withLearningRate(0.002)
                    .withBatch(batch)
                    .withEpochs(1)
                    .withSeed(5);
            float[] learned = Trainer.of(experiment)
                    .fit(Digits.builtIn(600, 10, 3).train())
                    .model()
                    .weights()
                    .values();
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * learned.length);
            bytes.asFloatBuffer().put(learned);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
        }
    }
}

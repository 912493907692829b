package dev.descent.data;

import static dev.descent.data.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourcesTest {
    @TempDir
    Path folder;

    @Test
    void anNpzHoldsLabelsAsIntegersAndTargetsAsReals() throws IOException {
        NdArray inputs = NdArray.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
        npz(inputs, NdArray.of(new int[] {0, 2, 1}, 3));
        TrainTest labelled = load("npz(data.npz, test=0)");
        assertThat(labelled.train().classes()).isEqualTo(3);
        npz(inputs, NdArray.of(new double[] {0.5, 2, 1}, 3));
        TrainTest real = load("npz(data.npz, test=0)");
        assertThat(real.train().isClassification()).isFalse();
        assertThat(real.train().target(0, 0)).isEqualTo(0.5);
    }

    @Test
    void whatDoesNotFitInAnNpzIsNamed() throws IOException {
        NdArray inputs = NdArray.of(new float[] {1, 2, 3, Float.NaN, 5, 6}, 3, 2);
        npz(inputs, NdArray.of(new int[] {0, 2, 1}, 3));
        assertRefused(() -> load("npz(data.npz)"), "data.npz", "sample 1", "NaN");
        assertRefused(() -> load("npz(data.npz, inputs=input)"), "'input'", "inputs");
        npz(inputs, NdArray.of(new int[] {0, 2}, 2));
        assertRefused(() -> load("npz(data.npz)"), "one row per sample");
        npz(inputs, NdArray.of(new int[] {0, -2, 1}, 3));
        assertRefused(() -> load("npz(data.npz)"), "label -2", "sample 1");
        Files.writeString(folder.resolve("data.npz"), "no archive");
        assertRefused(() -> load("npz(data.npz)"), "data.npz");
    }

    @Test
    void aShareIsKeptForTestingAndTheSeedDecidesWhich() throws IOException {
        StringBuilder table = new StringBuilder();
        for (int row = 0; row < 50; row++) {
            table.append(row).append(',').append(row % 2).append('\n');
        }
        Files.writeString(folder.resolve("t.csv"), table);
        TrainTest first = load("csv(t.csv, test=0.2, seed=1)");
        assertThat(first.train().size()).isEqualTo(40);
        assertThat(first.test().size()).isEqualTo(10);
        assertThat(values(first.test()))
                .isEqualTo(values(load("csv(t.csv, test=0.2, seed=1)").test()));
        assertThat(values(first.test()))
                .isNotEqualTo(values(load("csv(t.csv, test=0.2, seed=2)").test()));
        assertThat(values(first.test())).doesNotContainAnyElementsOf(values(first.train()));
    }

    private static List<Double> values(Dataset data) {
        return IntStream.range(0, data.size())
                .mapToObj(sample -> data.raw(sample, 0))
                .toList();
    }

    private void npz(NdArray inputs, NdArray targets) throws IOException {
        Npz.write(folder.resolve("data.npz"), Map.of("inputs", inputs, "targets", targets));
    }

    private TrainTest load(String source) throws IOException {
        return DataSources.parse(source).load(folder);
    }
}

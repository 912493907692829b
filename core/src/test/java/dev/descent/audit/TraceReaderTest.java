package dev.descent.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.descent.audit.read.TraceReader;
import dev.descent.data.DescentException;
import dev.descent.data.NdArray;
import dev.descent.data.Npy;
import dev.descent.data.Npz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceReaderTest {
    @TempDir
    Path folder;

    @Test
    void aFolderOfArchivesIsReadInTheOrderOfItsNumbers() throws IOException {
        for (int step : new int[] {10, 2, 1}) {
            Npz.write(folder.resolve("step" + step + ".npz"), Map.of("w", vector(step)));
        }
        Trace trace = TraceReader.read(folder);
        assertThat(trace.iterations()).extracting(step -> step.get("w").get(0)).containsExactly(1.0, 2.0, 10.0);
    }

    @ParameterizedTest
    @CsvSource({"step_1_W1,step_2_W1,step_10_W1", "1/W1,2/W1,10/W1", "W1_1,W1_2,W1_10", "W1.iter1,W1.iter2,W1.iter10"})
    void oneArchiveMayNumberItsIterations(String first, String second, String tenth) throws IOException {
        Map<String, NdArray> arrays = new LinkedHashMap<>();
        arrays.put(tenth, vector(10));
        arrays.put(first, vector(1));
        arrays.put(second, vector(2));
        Npz.write(folder.resolve("all.npz"), arrays);
        Trace trace = TraceReader.read(folder.resolve("all.npz"));
        assertThat(trace.iterations()).extracting(step -> step.get("W1").get(0)).containsExactly(1.0, 2.0, 10.0);
        assertThat(TraceReader.read(folder).iterations()).isEqualTo(trace.iterations());
    }

    @Test
    void oneArchiveMayStackItsIterations() throws IOException {
        Map<String, NdArray> arrays = new LinkedHashMap<>();
        arrays.put("x", NdArray.of(new double[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 2));
        arrays.put("y", NdArray.of(new int[] {0, 1, 1, 0}, 2, 2, 1));
        arrays.put("W", NdArray.of(new float[] {1, 2, 3, 4}, 2, 2, 1));
        arrays.put("loss", NdArray.of(new double[] {0.5, 0.25}, 2));
        Npz.write(folder.resolve("all.npz"), arrays);
        Trace trace = TraceReader.read(folder);
        assertThat(trace.iterations()).hasSize(2);
        Map<String, NdArray> second = trace.iterations().getLast();
        assertThat(second.get("x")).isEqualTo(NdArray.of(new double[] {5, 6, 7, 8}, 2, 2));
        assertThat(second.get("y")).isEqualTo(NdArray.of(new int[] {1, 0}, 2, 1));
        assertThat(second.get("W")).isEqualTo(NdArray.of(new float[] {3, 4}, 2, 1));
        assertThat(second.get("loss")).isEqualTo(NdArray.scalar(0.25));
    }

    @Test
    void arraysOfAsManySamplesAreNotStacked() throws IOException {
        NdArray images = NdArray.of(new double[16], 4, 2, 2);
        Npz.write(folder.resolve("one.npz"), Map.of("x", images, "h", images, "y", NdArray.of(new double[4], 4)));
        assertThat(TraceReader.read(folder).iterations()).hasSize(1);
    }

    @Test
    void namesThatMerelyEndInNumbersAreOneIteration() throws IOException {
        Npz.write(folder.resolve("one.npz"), Map.of("weights1", vector(1), "weights2", vector(2), "x", vector(3)));
        assertThat(TraceReader.read(folder.resolve("one.npz")).iterations()).hasSize(1);
        NdArray wide = NdArray.of(new double[6], 2, 3);
        Npz.write(
                folder.resolve("layers.npz"),
                Map.of("W_1", wide, "W_2", vector(2), "b_1", vector(1), "b_2", vector(0)));
        assertThat(TraceReader.read(folder.resolve("layers.npz")).iterations()).hasSize(1);
    }

    @Test
    void oneFilePerArrayIsRead() throws IOException {
        Npy.write(folder.resolve("W1.npy"), NdArray.of(new double[] {1, 2, 3, 4}, 2, 2));
        Files.writeString(folder.resolve("b1.csv"), "0.5,-1e-3\n");
        Files.writeString(folder.resolve("h.tsv"), "# hidden\n1 2 3\n4 5 6\n");
        Map<String, NdArray> arrays = TraceReader.read(folder).iterations().getFirst();
        assertThat(arrays).containsOnlyKeys("W1", "b1", "h");
        assertThat(arrays.get("h").shape()).containsExactly(2, 3);
        assertThat(arrays.get("b1").toDoubles()).containsExactly(0.5, -0.001);
    }

    @Test
    void printedArraysAreReadOverLinesAndRuns() throws IOException {
        Trace trace = printed("""
                Run 1
                hidden [0.5 -1.25e-3
                 3.]
                W2 = array([[1, 2],
                            [3., .5]])
                loss: 0.25
                Run 2
                hidden [ 1. 2. 3.]
                W2 = array([[1, nan], [-inf, 0]])
                """);
        assertThat(trace.iterations()).hasSize(2);
        Map<String, NdArray> first = trace.iterations().getFirst();
        assertThat(first.get("hidden").toDoubles()).containsExactly(0.5, -0.00125, 3);
        assertThat(first.get("W2").shape()).containsExactly(2, 2);
        assertThat(first.get("W2").toDoubles()).containsExactly(1, 2, 3, 0.5);
        assertThat(first.get("loss").toDoubles()).containsExactly(0.25);
        assertThat(trace.iterations().get(1).get("W2").toDoubles())
                .containsExactly(1, Double.NaN, Double.NEGATIVE_INFINITY, 0);
    }

    @Test
    void whatWasShortenedIsLeftOutAndSaidSo() throws IOException {
        Trace trace = printed("W1 [0.1 0.2 ... 0.9]\nb1 [1 2]\nragged [[1 2] [3]]\n");
        assertThat(trace.iterations().getFirst()).containsOnlyKeys("b1");
        assertThat(trace.notes()).hasSize(2);
        assertThat(trace.notes().getFirst()).contains("W1", "line 1", "...");
        assertThat(trace.notes().getLast()).contains("ragged", "line 3");
    }

    @Test
    void theQuestionsOwnPrintOutIsRead() throws IOException {
        Path printout = Path.of(System.getenv().getOrDefault("DESCENT_DATA", "/no/data"))
                .resolveSibling("collapse/printout.txt");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(printout), "the print-out is not on this machine");
        Trace trace = TraceReader.read(printout);
        assertThat(trace.iterations()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(trace.iterations().getFirst().get("trained_hidden").size()).isEqualTo(16);
        assertThat(trace.iterations().get(1).get("trained_output").toDoubles()).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Dear reader, it does not learn.", "W [1 2", "W [1, x]", "W [1 2 ... 3]"})
    void textWithoutAWholeArrayIsRefused(String text) {
        assertThatThrownBy(() -> printed(text))
                .isInstanceOf(DescentException.class)
                .hasMessageContaining("printed.txt")
                .hasMessageNotContaining("\n");
    }

    @Test
    void whatIsNoTraceIsRefusedInOneSentence() throws IOException {
        refused(folder.resolve("nowhere"), "nowhere");
        refused(folder, "holds no arrays");
        Npz.write(folder.resolve("a.npz"), Map.of("w", vector(1)));
        byte[] whole = Files.readAllBytes(folder.resolve("a.npz"));
        Files.write(folder.resolve("a.npz"), Arrays.copyOf(whole, whole.length / 2));
        refused(folder, "a.npz");
        refused(Files.write(folder.resolve("b.bin"), new byte[] {(byte) 0x80, 4, (byte) 0x95}), "b.bin");
        Files.delete(folder.resolve("a.npz"));
        Files.writeString(folder.resolve("m.csv"), "1,2\n3\n");
        refused(folder, "m.csv");
        Files.writeString(folder.resolve("m.csv"), "1,two\n");
        refused(folder, "two");
    }

    private static void refused(Path path, String named) {
        assertThatThrownBy(() -> TraceReader.read(path))
                .isInstanceOf(DescentException.class)
                .hasMessageContaining(named)
                .hasMessageNotContaining("\n");
    }

    private Trace printed(String text) throws IOException {
        return TraceReader.read(Files.writeString(folder.resolve("printed.txt"), text));
    }

    private static NdArray vector(double value) {
        return NdArray.of(new double[] {value, 0, -value}, 3);
    }
}

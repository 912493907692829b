package dev.descent.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.descent.audit.read.TraceReader;
import dev.descent.data.DescentException;
import dev.descent.data.NdArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTraceTest {
    @TempDir
    Path folder;

    private Trace read(String name, String text) throws IOException {
        return TraceReader.read(Files.writeString(folder.resolve(name), text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"W\": [[1, 2], [3, 4]]}, {\"W\": [[5, 6], [7, 8]]}]",
                "{\"note\": \"two\", \"iterations\": [{\"W\": [[1, 2], [3, 4]]}, {\"W\": [[5, 6], [7, 8]]}]}",
                "{\"W\": [[1, 2], [3, 4]]}\n{\"W\": [[5, 6], [7, 8]]}\n",
                "{\"step1_W\": [[1, 2], [3, 4]], \"step2_W\": [[5, 6], [7, 8]]}"
            })
    void iterationsAreReadHoweverTheyAreListed(String text) throws IOException {
        Trace trace = read("trace.json", text);
        assertThat(trace.iterations())
                .containsExactly(
                        Map.of("W", NdArray.of(new double[] {1, 2, 3, 4}, 2, 2)),
                        Map.of("W", NdArray.of(new double[] {5, 6, 7, 8}, 2, 2)));
    }

    @Test
    void layersOfUnequalSizeObjectsAndOddNumbersKeepTheirNames() throws IOException {
        Map<String, NdArray> arrays = read(
                        "trace.json",
                        "{\"weights\": [[[1, 2]], [[3], [4]]], \"cache\": {\"a\\u0031\": [1e-3, NaN, -Infinity]}, \"ok\": true,"
                                + " \"text\": \"x\", \"none\": null}")
                .iterations()
                .getFirst();
        assertThat(arrays.keySet()).containsExactly("weights[0]", "weights[1]", "cache.a1", "ok");
        assertThat(arrays.get("weights[1]").shape()).containsExactly(2, 1);
        assertThat(arrays.get("cache.a1").toDoubles()).containsExactly(1e-3, Double.NaN, Double.NEGATIVE_INFINITY);
    }

    @Test
    void aFolderForEachIterationIsRead() throws IOException {
        for (int step : new int[] {10, 9}) {
            Files.createDirectory(folder.resolve("step" + step));
            Files.writeString(folder.resolve("step" + step).resolve("w.csv"), step + ",0\n");
        }
        assertThat(TraceReader.read(folder).iterations())
                .extracting(arrays -> arrays.get("w").get(0))
                .containsExactly(9.0, 10.0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1, 2",
                "{\"a\" 1}",
                "{\"a\": [1,, 2]}",
                "{\"a\": 0x10}",
                "{\"a\": \"\\q\"}",
                "{\"a\": \"\\u12",
                "[1, 2]",
                "{\"a\": \"text\"}",
                "null",
                "[]",
                "{\"a\": [1 2]}"
            })
    void whatIsNoJsonOrHasNoArraysIsRefusedInOneSentence(String text) {
        assertThatThrownBy(() -> read("bad.json", text))
                .isInstanceOf(DescentException.class)
                .hasMessageContaining("bad.json")
                .hasMessageNotContaining("\n");
    }

    @Test
    void deepNestingIsRefusedBeforeTheStackIsExhausted() {
        assertThatThrownBy(() -> read("deep.json", "[".repeat(1_000_000)))
                .isInstanceOf(DescentException.class)
                .hasMessageContaining("nested");
    }
}

package dev.descent.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.descent.data.NdArray.ElementType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzTest {
    @TempDir
    Path folder;

    @Test
    void everyTypeComesBackAsItWasWritten() throws Exception {
        Map<String, NdArray> arrays = new LinkedHashMap<>();
        arrays.put("doubles", NdArray.of(new double[] {1, Double.NaN, -1e300, 0, 5, 6}, 2, 3));
        arrays.put("floats", NdArray.of(new float[] {1.5f, Float.NEGATIVE_INFINITY}, 2));
        arrays.put("halves", NdArray.of(ElementType.FLOAT16, new float[] {1.5f, -0.25f}, 1, 2));
        arrays.put("bytes", NdArray.of(new byte[] {0, 127, (byte) 255}, 3));
        arrays.put("shorts", NdArray.of(ElementType.INT16, new int[] {-32768, 32767}, 2));
        arrays.put("unsigned", NdArray.of(ElementType.UINT32, new long[] {0, 4294967295L}, 2));
        arrays.put("longs", NdArray.of(new long[] {Long.MIN_VALUE, 1}, 2));
        arrays.put("scalar", NdArray.scalar(0.1));
        arrays.put("empty", NdArray.of(new double[0], 0, 4));
        Path file = folder.resolve("all.npz");
        Npz.write(file, arrays);
        assertThat(Npz.read(file)).isEqualTo(arrays);
        assertThat(Npz.read(file).keySet()).containsExactlyElementsOf(arrays.keySet());
    }

    @Test
    void aCutArchiveIsRefusedInOneSentence() throws Exception {
        Path file = folder.resolve("cut.npz");
        Npz.write(file, Map.of("x", NdArray.of(new double[1000], 1000)));
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 30));
        assertThatThrownBy(() -> Npz.read(file))
                .isInstanceOf(DescentException.class)
                .hasMessageContaining("cut.npz")
                .hasMessageNotContaining("\n");
    }

    @Test
    void pickledObjectsAreRefusedAndNeverRead() throws Exception {
        Path file = folder.resolve("evil.npy");
        String header = "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }\n";
        byte[] bytes = ("\u0093NUMPY\u0001\u0000" + (char) header.length() + "\u0000" + header + "cos\nsystem\n")
                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        Files.write(file, bytes);
        assertThatThrownBy(() -> Npy.read(file))
                .isInstanceOf(DescentException.class)
                .hasMessageContaining("pickled");
    }
}

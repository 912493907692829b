package dev.descent.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.descent.audit.read.TraceReader;
import dev.descent.data.DescentException;
import dev.descent.data.NdArray;
import dev.descent.data.Npy;
import dev.descent.data.Npz;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged and hostile files: one sentence that names the file, no memory taken, nothing executed. */
class HostileTraceTest {
    @TempDir
    Path folder;

    private static void refused(Path path, String... named) {
        assertThatThrownBy(() -> TraceReader.read(path))
                .isInstanceOf(DescentException.class)
                .hasMessageContainingAll(named)
                .hasMessageNotContaining("\n");
    }

    private static byte[] npy(String header, int elements) {
        byte[] text = header.getBytes(StandardCharsets.US_ASCII);
        byte[] file =
                Arrays.copyOf(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}, 10 + text.length + elements);
        file[8] = (byte) text.length;
        System.arraycopy(text, 0, file, 10, text.length);
        return file;
    }

    private Path archive(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("W.npy"));
            zip.write(content);
            zip.closeEntry();
        }
        return file;
    }

    @Test
    void aTruncatedArchiveIsRefused() throws IOException {
        Path whole = folder.resolve("whole.npz");
        Npz.write(whole, Map.of("W", NdArray.of(new double[1000], 10, 100)));
        byte[] bytes = Files.readAllBytes(whole);
        Path half = Files.write(folder.resolve("half.npz"), Arrays.copyOf(bytes, bytes.length / 2));
        refused(half, "half.npz");
        refused(Files.write(folder.resolve("empty.npz"), new byte[0]), "empty.npz", "empty");
    }

    @Test
    void anArchiveThatUnpacksToGigabytesIsRefusedUnread() throws IOException {
        Path bomb = folder.resolve("bomb.npz");
        try (OutputStream out = Files.newOutputStream(bomb);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            byte[] zeros = new byte[1 << 24];
            for (int part = 0; part < 5; part++) {
                zip.putNextEntry(new ZipEntry("W" + part + ".npy"));
                zip.write(npy("{'descr': '<f8', 'fortran_order': False, 'shape': (%d,), }".formatted(1 << 25), 0));
                for (int block = 0; block < 16; block++) {
                    zip.write(zeros);
                }
                zip.closeEntry();
            }
        }
        refused(bomb, "bomb.npz", "1024 MB");
    }

    @Test
    void pickledObjectsAreNeverRead() throws IOException {
        byte[] pickle = npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", 40);
        refused(archive("pickle.npz", pickle), "pickle.npz", "pickled");
        Path inner = Files.createDirectory(folder.resolve("arrays"));
        Files.write(inner.resolve("W.npy"), pickle);
        refused(inner, "W.npy", "pickled");
    }

    @Test
    void textsAreLeftOutAndSaidSo() throws IOException {
        byte[] texts = npy("{'descr': '<U2', 'fortran_order': False, 'shape': (1,), }", 8);
        byte[] numbers = npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", 8);
        Path archive = folder.resolve("mixed.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            for (Map.Entry<String, byte[]> entry :
                    Map.of("names", texts, "W", numbers).entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey() + ".npy"));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        Trace trace = TraceReader.read(archive);
        assertThat(trace.iterations().getFirst()).containsOnlyKeys("W");
        assertThat(trace.notes()).singleElement().asString().contains("names", "texts", "left out");

        Path files = Files.createDirectory(folder.resolve("files"));
        Files.write(files.resolve("names.npy"), texts);
        Files.write(files.resolve("W.npy"), numbers);
        assertThat(TraceReader.read(files).iterations().getFirst()).containsOnlyKeys("W");
        assertThat(TraceReader.read(files).notes()).hasSize(1);
        refused(archive("texts.npz", texts), "texts.npz", "no array of numbers");
    }

    @Test
    void hugeAnnouncedShapesAndWrongHeadersAreRefused() throws IOException {
        refused(
                archive("huge.npz", npy("{'descr': '<f8', 'fortran_order': False, 'shape': (99999, 99999), }", 8)),
                "huge.npz",
                "99999");
        refused(
                archive("short.npz", npy("{'descr': '<f8', 'fortran_order': False, 'shape': (100000000,), }", 8)),
                "short.npz");
        refused(archive("header.npz", npy("{'descr': '<f8', 'shape': (2,)}", 16)), "header.npz", "fortran_order");
        refused(archive("magic.npz", "no array".getBytes(StandardCharsets.US_ASCII)), "magic.npz");
    }

    @Test
    void aSingleArrayOrAnythingElseIsSaidToBeNoTrace() throws IOException {
        Path one = folder.resolve("W.npy");
        Npy.write(one, NdArray.of(new double[4], 2, 2));
        refused(one, "W.npy");
        refused(
                Files.write(folder.resolve("picture.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 0, 1}),
                "picture.png");
        refused(Files.createDirectory(folder.resolve("nothing")), "nothing");
    }

    @Test
    void tooManyArraysAreRefusedAndNamesCannotSteerATerminal() throws IOException {
        Map<String, NdArray> many = new java.util.HashMap<>();
        for (int i = 0; i < 3000; i++) {
            many.put("a" + i + "x", NdArray.of(new double[] {i}, 1));
        }
        Path file = folder.resolve("many.npz");
        Npz.write(file, many);
        refused(file, "many.npz", "3000 arrays");
        Path named = archive("named.npz", npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", 8));
        assertThat(TraceReader.read(named).iterations().getFirst()).containsOnlyKeys("W");
        Path steering = Files.writeString(folder.resolve("steering.json"), "{\"a\\u001b[31m\": [1, 2]}");
        assertThat(TraceReader.read(steering).iterations().getFirst()).containsOnlyKeys("a?[31m");
    }

    @Test
    void aMatrixOfARunThatBrokeDownIsRead() throws IOException {
        Path broken = Files.createDirectory(folder.resolve("broken"));
        Files.writeString(broken.resolve("W.csv"), "1,nan,-Inf\nNaN,NA,-nan(ind)\n");
        double[] values =
                TraceReader.read(broken).iterations().getFirst().get("W").toDoubles();
        assertThat(values).containsExactly(1, Double.NaN, Double.NEGATIVE_INFINITY, Double.NaN, Double.NaN, Double.NaN);
        Files.writeString(broken.resolve("V.csv"), "1,x\n");
        refused(broken, "V.csv", "'x' is no number");
    }
}

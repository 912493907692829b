package dev.descent.data;

import static dev.descent.data.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.descent.data.NdArray.ElementType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that NumPy wrote (numpy/make_numpy_files.py), files that NumPy reads, and files that nobody should believe. */
class NumpyFilesTest {
    @TempDir
    Path folder;

    private static Path golden(String name) throws Exception {
        return Path.of(NumpyFilesTest.class.getResource("numpy/" + name).toURI());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "deflated.npz"})
    void everyTypeByteOrderAndMemoryOrderOfNumpyIsRead(String file) throws Exception {
        Map<String, NdArray> arrays = Npz.read(golden(file));
        assertThat(arrays).hasSize(12 * 3 * 2 + 2);
        arrays.forEach((name, array) -> {
            if (name.startsWith("empt")) {
                assertThat(array.size()).as(name).isZero();
                return;
            }
            String code = name.split("_")[1];
            int modulus = code.equals("b1") ? 2 : 24;
            assertThat(array.type().code()).as(name).isEqualTo(code);
            assertThat(array.shape()).as(name).containsExactly(2, 3, 4);
            assertThat(array.toDoubles())
                    .as(name)
                    .containsExactly(
                            IntStream.range(0, 24).mapToDouble(i -> i % modulus).toArray());
        });
        assertThat(arrays.get("empty").shape()).containsExactly(0, 4);
        assertThat(arrays.get("emptier").shape()).containsExactly(3, 0, 2);
    }

    @Test
    void theBoundsOfEveryTypeAreReadExactly() throws Exception {
        Map<String, NdArray> bounds = Npz.read(golden("bounds.npz"));
        assertThat(bounds.get("i1").toDoubles()).containsExactly(-128, 127);
        assertThat(bounds.get("i2").toDoubles()).containsExactly(-32768, 32767);
        assertThat(bounds.get("i4").toDoubles()).containsExactly(Integer.MIN_VALUE, Integer.MAX_VALUE);
        assertThat(bounds.get("i8").toDoubles()).containsExactly(-0x1p63, 0x1p63);
        assertThat(bounds.get("u1").toDoubles()).containsExactly(0, 255);
        assertThat(bounds.get("u2").toDoubles()).containsExactly(0, 65535);
        assertThat(bounds.get("u4").toDoubles()).containsExactly(0, 4294967295.0);
        assertThat(bounds.get("u8").toDoubles()).containsExactly(0, 0x1p64);
        assertThat(bounds.get("f2").toDoubles())
                .containsExactly(65504, 0x1p-14, Double.NEGATIVE_INFINITY, Double.NaN, -0.0);
        assertThat(bounds.get("f4").toFloats())
                .containsExactly(Float.MAX_VALUE, Float.MIN_NORMAL, Float.NEGATIVE_INFINITY, Float.NaN, -0f);
        assertThat(bounds.get("f8").toDoubles())
                .containsExactly(Double.MAX_VALUE, Double.MIN_NORMAL, Double.NEGATIVE_INFINITY, Double.NaN, -0.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"version1.npy", "version2.npy", "version3.npy"})
    void everyVersionOfTheFormatIsRead(String file) throws Exception {
        assertThat(Npy.read(golden(file))).isEqualTo(NdArray.of(new double[] {0, 1, 2, 3, 4, 5}, 2, 3));
    }

    @Test
    void aNumberHasNoAxesAndAVectorHasOne() throws Exception {
        assertThat(Npy.read(golden("scalar.npy"))).isEqualTo(NdArray.scalar(0.1));
        assertThat(Npy.read(golden("vector.npy"))).isEqualTo(NdArray.of(new long[] {0, 1, 2}, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"complex", "texts", "bytes", "dates", "pickled", "named fields"})
    void whatIsNoRealNumberIsRefusedByName(String kind) {
        assertRefused(() -> Npy.read(golden("refused-" + kind + ".npy")), kind.equals("bytes") ? "texts" : kind);
    }

    @Test
    void arraysThatNobodyWantsAreNotLookedAt() throws Exception {
        Path mixed = golden("mixed.npz");
        assertRefused(() -> Npz.read(mixed), "texts");
        assertThat(Npz.read(mixed, name -> !name.equals("note"))).containsOnlyKeys("inputs", "targets");
        assertThat(Npz.names(mixed)).containsExactly("inputs", "targets", "note");
    }

    @Test
    void numpyReadsWhatIsWritten() throws Exception {
        assumeTrue(pythonSays("import numpy").equals(""), "python3 with numpy is not here");
        Map<String, NdArray> arrays = new LinkedHashMap<>();
        for (ElementType type : ElementType.values()) {
            arrays.put(type.code(), counting(type));
        }
        arrays.put("scalar", NdArray.scalar(0.1));
        arrays.put("empty", NdArray.of(new float[0], 0, 7));
        Path file = folder.resolve("ours.npz");
        Npz.write(file, arrays);
        String check = """
                import numpy as np
                a = np.load(r'%s')
                assert list(a) == 'b1 i1 u1 i2 u2 i4 u4 i8 u8 f2 f4 f8 scalar empty'.split(), list(a)
                for k in list(a)[:-2]:
                    assert a[k].dtype == np.dtype(k), k
                    assert (a[k] == np.array([[0, 1], [1, 0], [1, 1]])).all(), k
                assert a['scalar'] == 0.1 and a['scalar'].shape == ()
                assert a['empty'].shape == (0, 7) and a['empty'].dtype == np.float32
                print('same')
                """.formatted(file);
        assertThat(pythonSays(check)).isEqualTo("same");
    }

    private static NdArray counting(ElementType type) {
        int[] values = {0, 1, 1, 0, 1, 1};
        Object elements = switch (type) {
            case BOOL, UINT8 -> new byte[] {0, 1, 1, 0, 1, 1};
            case INT8, INT16, UINT16, INT32 -> values;
            case UINT32, INT64, UINT64 -> Arrays.stream(values).asLongStream().toArray();
            case FLOAT16, FLOAT32 -> new float[] {0, 1, 1, 0, 1, 1};
            case FLOAT64 -> Arrays.stream(values).asDoubleStream().toArray();
        };
        return NdArray.of(type, elements, 3, 2);
    }

    /** What a program prints; its errors too, so that a missing module is not an empty answer. */
    private static String pythonSays(String program) throws Exception {
        try {
            Process python = new ProcessBuilder("python3", "-c", program)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            python.waitFor();
            return said.strip();
        } catch (IOException _) {
            return "no python3";
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    {'descr': '<f8', 'fortran_order': False, 'shape': (2000000000, 3), }     | more than one array can hold
                    {'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999,), }| which no array can have
                    {'descr': '<f8', 'fortran_order': False, 'shape': (-3,), }               | more than one array can hold
                    {'descr': '<f8', 'fortran_order': False, 'shape': (200000000,), }        | ends too early
                    {'descr': '<f8', 'fortran_order': False, 'shape': (2,), }                | goes on after the 16 bytes
                    {'descr': '<f8', 'fortran_order': False, 'shape': (3.5,), }              | which no array can have
                    {'descr': '<q9', 'fortran_order': False, 'shape': (3,), }                | of type '<q9'
                    {'fortran_order': False, 'shape': (3,), }                                | names no descr
                    {'descr': '<f8', 'fortran_order': False}                                 | names no shape
                    """)
    void aHeaderThatLiesIsRefusedBeforeMemoryIsTaken(String header, String expected) throws Exception {
        Path file = folder.resolve("lie.npy");
        Files.write(file, npy(header, new byte[24]));
        assertRefused(() -> Npy.read(file), expected);
    }

    @Test
    void aSmallArchiveThatClaimsAHugeArrayIsRefused() throws Exception {
        Path file = folder.resolve("bomb.npz");
        byte[] bytes = npy("{'descr': '|u1', 'fortran_order': False, 'shape': (2000000000,), }", new byte[1000]);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("x.npy"));
            zip.write(bytes);
            zip.closeEntry();
        }
        assertRefused(() -> Npz.read(file), "ends too early");
    }

    @Test
    void aZip64ArchiveIsRead() throws Exception {
        byte[] array = npy("{'descr': '<i2', 'fortran_order': False, 'shape': (2,), }", new byte[] {5, 0, 6, 0});
        Path file = folder.resolve("large.npz");
        Files.write(file, storedWithZip64("x.npy", array));
        assertThat(Npz.read(file)).containsExactly(Map.entry("x", NdArray.of(ElementType.INT16, new int[] {5, 6}, 2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "deflated.npz"})
    void anArchiveCutAnywhereOrWithAnyByteChangedNeverGivesAnotherError(String name) throws Exception {
        byte[] whole = Files.readAllBytes(golden(name));
        long seed = 7;
        Random random = new Random(seed);
        Path file = folder.resolve("damaged.npz");
        for (int trial = 0; trial < 300; trial++) {
            byte[] damaged = Arrays.copyOf(whole, trial % 2 == 0 ? random.nextInt(whole.length) : whole.length);
            for (int change = 0; change < trial % 3 && damaged.length > 0; change++) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
            }
            Files.write(file, damaged);
            try {
                Npz.read(file);
                assertThat(damaged.length).as("seed %d trial %d", seed, trial).isEqualTo(whole.length);
            } catch (DescentException refused) {
                assertThat(refused.getMessage())
                        .as("seed %d trial %d", seed, trial)
                        .doesNotContain("\n");
            }
        }
    }

    @Test
    void aChangedElementIsNoticed() throws Exception {
        byte[] bytes = Files.readAllBytes(golden("mixed.npz"));
        Path file = folder.resolve("changed.npz");
        int inputs = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\u0093NUMPY") + 128;
        bytes[inputs + 15] ^= 1;
        Files.write(file, bytes);
        assertRefused(() -> Npz.read(file, "inputs"::equals), "checksum");
    }

    @Test
    void missingEmptyAndForeignFilesAreRefused() throws Exception {
        assertThatThrownBy(() -> Npz.read(folder.resolve("none.npz"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Npy.read(folder.resolve("none.npy"))).isInstanceOf(IOException.class);
        Path file = folder.resolve("file");
        Files.write(file, new byte[0]);
        assertRefused(() -> Npz.read(file), "is empty");
        assertRefused(() -> Npy.read(file), "is no .npy array");
        Files.writeString(file, "hello, this is a text and no archive");
        assertRefused(() -> Npz.read(file), "no whole .npz archive");
        assertRefused(() -> Npy.read(file), "is no .npy array");
        assertRefused(() -> Npz.read(folder), "is a folder");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("readme.txt"));
        }
        assertRefused(() -> Npz.read(file), "holds no .npy array");
    }

    private static byte[] npy(String header, byte[] elements) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        out.write(new byte[] {(byte) (header.length() + 1), (byte) ((header.length() + 1) >> 8)});
        out.write((header + "\n").getBytes(StandardCharsets.US_ASCII));
        out.write(elements);
        return out.toByteArray();
    }

    /** An archive whose sizes and offsets stand in ZIP64 fields, as archives above 4 GiB have them (APPNOTE 4.5.3). */
    private static byte[] storedWithZip64(String name, byte[] content) {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        byte[] entry = name.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer zip = ByteBuffer.allocate(400 + content.length).order(ByteOrder.LITTLE_ENDIAN);
        zip.putInt(0x04034b50)
                .putShort((short) 45)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(0x210000);
        zip.putInt((int) checksum.getValue()).putInt(-1).putInt(-1);
        zip.putShort((short) entry.length).putShort((short) 20).put(entry);
        zip.putShort((short) 1).putShort((short) 16).putLong(content.length).putLong(content.length);
        zip.put(content);
        long directory = zip.position();
        zip.putInt(0x02014b50)
                .putShort((short) 45)
                .putShort((short) 45)
                .putShort((short) 0)
                .putShort((short) 0);
        zip.putInt(0x210000).putInt((int) checksum.getValue()).putInt(-1).putInt(-1);
        zip.putShort((short) entry.length)
                .putShort((short) 28)
                .putShort((short) 0)
                .putShort((short) 0);
        zip.putShort((short) 0).putInt(0).putInt(-1).put(entry);
        zip.putShort((short) 1)
                .putShort((short) 24)
                .putLong(content.length)
                .putLong(content.length)
                .putLong(0);
        long end = zip.position();
        zip.putInt(0x06064b50)
                .putLong(44)
                .putShort((short) 45)
                .putShort((short) 45)
                .putInt(0)
                .putInt(0);
        zip.putLong(1).putLong(1).putLong(end - directory).putLong(directory);
        zip.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
        zip.putInt(0x06054b50)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) -1)
                .putShort((short) -1);
        zip.putInt(-1).putInt(-1).putShort((short) 0);
        return Arrays.copyOf(zip.array(), zip.position());
    }
}

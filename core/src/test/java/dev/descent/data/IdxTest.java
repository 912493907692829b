package dev.descent.data;

import static dev.descent.data.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxTest {
    @TempDir
    Path folder;

    @Test
    void unsignedBytesComeBackAsWritten() throws IOException {
        byte[] elements = new byte[2 * 3 * 4];
        RandomGenerator.of("L64X128MixRandom").nextBytes(elements);
        Path file = folder.resolve("a.idx");
        Idx.write(file, elements, 2, 3, 4);
        NdArray array = Idx.read(file);
        assertThat(array.shape()).containsExactly(2, 3, 4);
        assertThat((byte[]) array.elements()).isEqualTo(elements);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x08, 0x09, 0x0B, 0x0C, 0x0D, 0x0E})
    void everyElementTypeIsReadBigEndian(int type) throws IOException {
        ByteBuffer buffer = header(type, 2);
        switch (type) {
            case 0x08 -> buffer.put((byte) 200).put((byte) 3);
            case 0x09 -> buffer.put((byte) -56).put((byte) 3);
            case 0x0B -> buffer.putShort((short) -300).putShort((short) 3);
            case 0x0C -> buffer.putInt(-70_000).putInt(3);
            case 0x0D -> buffer.putFloat(-0.25f).putFloat(3);
            default -> buffer.putDouble(-1e-300).putDouble(3);
        }
        NdArray array = Idx.read(write("t.idx", buffer));
        double first = switch (type) {
            case 0x08 -> 200;
            case 0x09 -> -56;
            case 0x0B -> -300;
            case 0x0C -> -70_000;
            case 0x0D -> -0.25;
            default -> -1e-300;
        };
        assertThat(array.toDoubles()).containsExactly(first, 3);
    }

    @Test
    void gzippedAndPlainFilesAreTheSame() throws IOException {
        byte[] plain = header(0x08, 5).put(new byte[] {1, 2, 3, 4, 5}).array();
        byte[] whole = Arrays.copyOf(plain, 8 + 5);
        Path zipped = Files.write(folder.resolve("a.gz"), gzip(whole));
        assertThat(Idx.read(zipped).toDoubles()).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void aFileCutAnywhereIsRefusedInOneSentence() throws IOException {
        byte[] whole =
                Arrays.copyOf(header(0x08, 5).put(new byte[] {1, 2, 3, 4, 5}).array(), 13);
        byte[] zipped = gzip(whole);
        for (int length = 0; length < whole.length; length++) {
            Path cut = Files.write(folder.resolve("cut.idx"), Arrays.copyOf(whole, length));
            assertRefused(() -> Idx.read(cut), "cut.idx");
        }
        for (int length = 1; length < zipped.length; length++) {
            Path cut = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(zipped, length));
            assertRefused(() -> Idx.read(cut), "cut.gz");
        }
    }

    @Test
    void whatIsNoIdxFileIsSaidSo() throws IOException {
        assertRefused(
                () -> Idx.read(Files.writeString(folder.resolve("a.txt"), "Dear reader")), "a.txt", "no idx file");
        assertRefused(() -> Idx.read(write("type.idx", header(0x0A, 2).put(new byte[2]))), "0x0a");
        byte[] longer = Arrays.copyOf(header(0x08, 5).array(), 8 + 6);
        assertRefused(() -> Idx.read(Files.write(folder.resolve("long.idx"), longer)), "long.idx");
        assertThatThrownBy(() -> Idx.read(folder.resolve("nowhere"))).isInstanceOf(NoSuchFileException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MAX_VALUE, 2_000_000_000})
    void aDimensionThatLiesIsRefusedBeforeMemoryIsTaken(int dimension) throws IOException {
        Path file = write("liar.idx", header(0x0E, dimension).put(new byte[8]));
        assertRefused(() -> Idx.read(file), "liar.idx");
    }

    @Test
    void imagesAndLabelsThatAreNoPairAreNamed() throws IOException {
        Path images = folder.resolve("images");
        Path labels = folder.resolve("labels");
        Idx.write(images, new byte[3 * 4], 3, 2, 2);
        Idx.write(labels, new byte[] {0, 1}, 2);
        assertRefused(() -> Idx.dataset(images, labels, 10), "3 images", "2 labels");
        Idx.write(labels, new byte[] {0, 1, 12}, 3);
        assertRefused(() -> Idx.dataset(images, labels, 10), "label 12", "sample 2", "0 to 9");
        assertRefused(() -> Idx.dataset(labels, labels, 10), "expected images");
        assertRefused(() -> Idx.dataset(images, images, 10), "expected labels");
        assertThat(Idx.dataset(images, labels, 13).shape()).isEqualTo(Shape.of(1, 2, 2));
    }

    private static ByteBuffer header(int type, int dimension) {
        return ByteBuffer.allocate(64).put(new byte[] {0, 0, (byte) type, 1}).putInt(dimension);
    }

    private Path write(String name, ByteBuffer buffer) throws IOException {
        return Files.write(folder.resolve(name), Arrays.copyOf(buffer.array(), buffer.position()));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}

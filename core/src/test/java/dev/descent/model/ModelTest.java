package dev.descent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.descent.data.DescentException;
import dev.descent.data.Scaling;
import dev.descent.network.CompiledNetwork;
import dev.descent.network.Losses;
import dev.descent.network.Network;
import dev.descent.network.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelTest {
    @TempDir
    Path folder;

    private Path file;
    private Model model;

    @BeforeEach
    void saveAModel() throws IOException {
        Network network = Network.input(6).then("dense(5, activation=tanh)").then("dense(3)");
        CompiledNetwork compiled = CompiledNetwork.compile(network, Losses.CROSS_ENTROPY_WITH_LOGITS, 1);
        compiled.initialize(11);
        model = new Model(
                network,
                Losses.CROSS_ENTROPY_WITH_LOGITS,
                new Scaling(127.5, 1 / 127.5),
                Weights.of(compiled),
                Map.of("experiment.name", "two\nlines \\ and a backslash"));
        file = folder.resolve("a.descent");
        model.save(file);
    }

    @Test
    void aSavedModelIsReadBackToTheBit() throws IOException {
        Model read = Model.load(file);
        assertThat(read.network()).isEqualTo(model.network());
        assertThat(read.loss()).isEqualTo(model.loss());
        assertThat(read.scaling()).isEqualTo(model.scaling());
        assertThat(read.weights().values()).isEqualTo(model.weights().values());
        assertThat(read.provenance()).isEqualTo(model.provenance());
        assertThat(read.with("figure.accuracy", "0.5").provenance()).hasSize(2);
        float[] raw = {0, 50, 100, 150, 200, 255};
        assertThat(read.recognise(raw).probabilities())
                .isEqualTo(model.recognise(raw).probabilities());
    }

    @Test
    void outputsOfALossOnLogitsAreGivenAsProbabilities() {
        Recognition recognition = model.recognise(new float[] {0, 50, 100, 150, 200, 255});
        float sum = 0;
        for (float probability : recognition.probabilities()) {
            assertThat(probability).isBetween(0f, recognition.confidence());
            sum += probability;
        }
        assertThat(sum).isBetween(0.9999f, 1.0001f);
        assertThatThrownBy(() -> model.recognise(new float[5])).hasMessageContaining("takes 6 values (6), got 5");
    }

    @Test
    void everyTruncationAndEveryFlippedBitIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        long seed = 17;
        SplittableRandom random = new SplittableRandom(seed);
        for (int length = 0; length < whole.length; length += 1 + random.nextInt(5)) {
            Path cut = Files.write(folder.resolve("cut"), java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Model.load(cut)).isInstanceOf(DescentException.class);
        }
        for (int round = 0; round < 500; round++) {
            byte[] flipped = whole.clone();
            int at = random.nextInt(whole.length);
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            Path damaged = Files.write(folder.resolve("damaged"), flipped);
            assertThatThrownBy(() -> Model.load(damaged))
                    .as("seed %d round %d byte %d", seed, round, at)
                    .isInstanceOf(DescentException.class);
        }
    }

    @Test
    void whatIsWrongIsSaidInOneSentence() throws IOException {
        assertRefused(bytes -> {}, "bytes", "is damaged: it has", new byte[1]);
        assertThatThrownBy(() -> Model.load(Files.writeString(folder.resolve("text"), "name: x")))
                .hasMessageContaining("is not a Descent model");
        assertRefused(
                bytes -> bytes.putInt(8, 2),
                "newer",
                "has format version 2, but this Descent reads version 1: use a newer",
                new byte[0]);
        assertRefused(bytes -> bytes.put(30, (byte) 'X'), "header", "its checksum does not match", new byte[0]);
    }

    /** Files whose checksum is right, so that only their content can give them away. */
    @Test
    void aConsistentFileOfAnImpossibleNetworkIsRefused() throws IOException {
        String header = header();
        assertThatThrownBy(() -> Model.load(forged(header.replace("dense(3)", "dense(4)"))))
                .hasMessageContaining("has 53 numbers, but its network needs 59");
        assertThatThrownBy(() -> Model.load(forged(header.replace("dense(3)", "lense(3)"))))
                .hasMessageContaining("does not know")
                .hasMessageContaining("did you mean 'dense'");
        assertThatThrownBy(() -> Model.load(forged(header.replace("loss: ", "lost: "))))
                .hasMessageContaining("lacks 'loss' in its header");
        assertThatThrownBy(() -> Model.load(forged(header.replace("[6]", "[0]"))))
                .hasMessageContaining("impossible network");
        assertThatThrownBy(() -> Model.load(forged(header.replace("[dense", "[3, dense"))))
                .isInstanceOf(DescentException.class);
        assertThat(Model.load(forged(header)).network()).isEqualTo(model.network());
    }

    private String header() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        return new String(bytes.array(), 24, bytes.getInt(12), StandardCharsets.UTF_8);
    }

    private Path forged(String header) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        int oldLength = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(12);
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer forged =
                ByteBuffer.allocate(whole.length - oldLength + text.length).order(ByteOrder.LITTLE_ENDIAN);
        forged.put(whole, 0, 24).put(text).put(whole, 24 + oldLength, whole.length - 28 - oldLength);
        forged.putInt(12, text.length);
        CRC32C crc = new CRC32C();
        crc.update(forged.array(), 0, forged.position());
        forged.putInt((int) crc.getValue());
        return Files.write(folder.resolve("forged"), forged.array());
    }

    private interface Damage {
        void to(ByteBuffer bytes);
    }

    private void assertRefused(Damage damage, String name, String says, byte[] more) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        ByteBuffer bytes = ByteBuffer.allocate(whole.length + more.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(whole).put(more);
        damage.to(bytes);
        Path damaged = Files.write(folder.resolve(name), bytes.array());
        assertThatThrownBy(() -> Model.load(damaged))
                .isInstanceOf(DescentException.class)
                .hasMessageStartingWith(damaged.toString())
                .hasMessageContaining(says);
    }
}
